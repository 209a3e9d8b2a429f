"""An exercise leaves as a package: as it was received, or written anew from the version and the libraries that play."""

import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from assessments.h5p.manifest import Author, LibraryKey, library_reference
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PLibrary, H5PLibraryFile, H5PPackage
from assessments.h5p.package import CONTENT_FOLDER, CONTENT_JSON
from assessments.h5p.queries import key_of, play_set, play_sets, playing_libraries
from assessments.h5p.spooling import IN_MEMORY
from assessments.h5p.store import open_blob
from assessments.h5p.writing import Member, json_member, package_manifest, write_package

LONGEST_NAME = 100
MOST_VERSIONS = 50  # in a list: older ones are asked for by their number
FORBIDDEN = '/\\:*?"<>|\N{REPLACEMENT CHARACTER}'  # in a file's name, on one system or another


class NotExportable(Exception):
    """The package cannot be written: `waiting` libraries are not approved here."""

    def __init__(self, waiting: Sequence[str]) -> None:
        self.waiting = tuple(waiting)
        super().__init__(", ".join(waiting))


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """What a package says of its exercise; `assets` lie under the content's folder."""

    title: str
    language: str
    main: LibraryKey
    params: dict[str, Any]
    assets: Sequence[Member]
    licence: str = ""
    authors: Sequence[Author] = ()


def regenerated(version: H5PContentVersion) -> IO[bytes]:
    """A package of this version with its libraries as they play here, to be closed by who reads it.

    A few queries, whatever it holds. Raises `NotExportable`.
    """
    libraries = play_set(version)
    main = LibraryKey.parse(version.main_library)
    if not libraries.is_ready or main is None:
        raise NotExportable(libraries.waiting)
    exercise = Exercise(
        title=version.content.activity.title,
        language=version.language,
        main=main,
        params=version.params,
        assets=[Member(asset.path, partial(open_blob, asset.sha256)) for asset in version.assets.order_by("path")],
        licence=version.licence,
        authors=[Author(str(each.get("name", "")), str(each.get("role", ""))) for each in version.authors],
    )
    return written(exercise, libraries.libraries)


def written(exercise: Exercise, libraries: Sequence[H5PLibrary]) -> IO[bytes]:
    """The package of an exercise that these libraries play, in a file without a name, at its beginning.

    The libraries that H5P's editor needs go along as far as they are approved here: elsewhere, one goes on editing,
    and some sites refuse a package without them.
    """
    editing = libraries_for_editing(libraries)
    manifest = package_manifest(
        title=exercise.title,
        language=exercise.language,
        main=exercise.main,
        embeds=_embeds(exercise.main, libraries),
        played=[key_of(row) for row in libraries],
        for_editing=[key_of(row) for row in editing],
        licence=exercise.licence,
        authors=exercise.authors,
    )
    members = [json_member("h5p.json", manifest), json_member(CONTENT_JSON, exercise.params)]
    members += [Member(f"{CONTENT_FOLDER}/{asset.name}", asset.open) for asset in exercise.assets]
    members += _library_members([*libraries, *editing])
    with ExitStack() as closing:
        out = closing.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
        write_package(members, out)
        closing.pop_all()
    return out


def libraries_for_editing(libraries: Sequence[H5PLibrary]) -> tuple[H5PLibrary, ...]:
    """The approved libraries that these name for H5P's editor, and what those need in turn. A query for each level."""
    have = {key_of(row) for row in libraries}
    found: dict[LibraryKey, H5PLibrary] = {}
    asked = set(have)
    wanted = set(_named(libraries, "editorDependencies")) - asked
    while wanted:
        asked |= wanted
        more = playing_libraries(wanted)
        found |= more
        wanted = set(_named(more.values(), "editorDependencies", "preloadedDependencies")) - asked
    return tuple(found[key] for key in sorted(found))


def _named(libraries: Iterable[H5PLibrary], *fields: str) -> Iterator[LibraryKey]:
    for row in libraries:
        for field in fields:
            listed = row.metadata.get(field)
            for each in listed if isinstance(listed, list) else []:
                if key := library_reference(each):
                    yield key


def _library_members(libraries: Sequence[H5PLibrary]) -> Iterator[Member]:
    """All files of the libraries: one query."""
    folders = {row.pk: key_of(row).folder for row in libraries}
    for file in H5PLibraryFile.objects.filter(library__in=folders).order_by("pk"):
        yield Member(f"{folders[file.library_id]}/{file.path}", partial(open_blob, file.sha256))


def _embeds(main: LibraryKey, libraries: Sequence[H5PLibrary]) -> list[str]:
    listed = next((row.metadata.get("embedTypes") for row in libraries if key_of(row) == main), None)
    return [str(each) for each in listed] if isinstance(listed, list) else []


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A version in the list of what may leave: a file that came in, if there is one, and what its package waits for."""

    version: H5PContentVersion
    plays: bool
    waiting: tuple[str, ...]

    @property
    def original(self) -> H5PPackage | None:
        return self.version.package


def version_rows(content: H5PContent) -> list[VersionRow]:
    """The latest versions, the one that plays first, in a number of queries that does not grow with them."""
    latest = content.versions.select_related("package").defer("params", "package__report").order_by("-number")
    versions = list(latest[:MOST_VERSIONS])
    sets = play_sets(versions)
    return [
        VersionRow(version=version, plays=rank == 0, waiting=sets[version.pk].waiting)
        for rank, version in enumerate(versions)
    ]


def file_name(text: str) -> str:
    """A name for a downloaded package that any system takes, after a title or a name from elsewhere."""
    signs = unicodedata.normalize("NFC", text)
    kept = "".join(sign if sign.isprintable() and sign not in FORBIDDEN else " " for sign in signs)
    name = " ".join(kept.split()).removesuffix(".h5p")[:LONGEST_NAME].strip(" .")
    return f"{name or 'exercice'}.h5p"
