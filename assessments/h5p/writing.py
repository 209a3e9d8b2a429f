"""Writes H5P packages: the same exercise with the same libraries gives the same bytes, whenever and wherever.

Members are read one after the other, piece by piece: memory does not grow with the package. Plain Python.
"""

import html
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from .archive import CHUNK
from .manifest import Author, LibraryKey
from .paths import extension

LONGEST_TITLE = 255
LONGEST_EXTRAS = 5000
# What H5P's own schema lets stand at `license`, and its version apart.
LICENCE = re.compile(r"(CC BY(?:-SA|-ND|-NC|-NC-SA|-NC-ND)?|CC0 1\.0|GNU GPL|PD|ODC PDDL|CC PDM|U|C)")
VERSIONED = re.compile(r"(CC BY(?:-SA|-ND|-NC|-NC-SA|-NC-ND)?) (1\.0|2\.0|2\.5|3\.0|4\.0)")
ROLE = re.compile(r"[A-Za-z0-9_]+")
EMBEDS = ("iframe", "div")
FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip archive knows
COMPRESSED = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp3", ".m4a", ".ogg", ".oga", ".mp4", ".webm", ".woff",
              ".woff2"}  # fmt: skip


@dataclass(frozen=True)
class Member:
    """One file of a package: its whole path, its bytes when they are wanted."""

    name: str
    open: Callable[[], IO[bytes]]


def json_member(name: str, value: Any) -> Member:
    """A JSON file, its keys in order."""
    data = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Member(name, lambda: BytesIO(data))


def write_package(members: Iterable[Member], out: IO[bytes]) -> None:
    """Write an archive of these files, in the order of their names; `out` is left at its beginning."""
    with zipfile.ZipFile(out, "w", compresslevel=6) as archive:
        for member in sorted(members, key=lambda each: each.name):
            with member.open() as source, archive.open(_entry(member.name), "w") as target:
                shutil.copyfileobj(source, target, CHUNK)
    out.seek(0)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED_DATE)
    entry.compress_type = zipfile.ZIP_STORED if extension(name) in COMPRESSED else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o100644 << 16
    entry.create_system = 3  # Unix, on whichever system it is written
    return entry


def package_manifest(
    *,
    title: str,
    language: str,
    main: LibraryKey,
    embeds: Sequence[str],
    played: Sequence[LibraryKey],
    for_editing: Sequence[LibraryKey] = (),
    licence: str = "",
    authors: Sequence[Author] = (),
) -> dict[str, Any]:
    """`h5p.json`, within the schema that importers hold it to.

    `played` holds the main library and all that it needs. A licence that H5P has no code for goes to
    `licenseExtras`, in its own words.
    """
    named = [embed for embed in embeds if embed in EMBEDS]
    manifest: dict[str, Any] = {
        "title": _title(title),
        "language": language or "und",
        "mainLibrary": main.machine_name,
        "embedTypes": named or ["iframe"],
        "preloadedDependencies": [_reference(key) for key in played],
        **_licence(licence),
    }
    if manifest["language"] != "und":
        manifest["defaultLanguage"] = language
    if for_editing:
        manifest["editorDependencies"] = [_reference(key) for key in for_editing]
    if people := [_author(each) for each in authors if each.name.strip()]:
        manifest["authors"] = people
    return manifest


def _title(title: str) -> str:
    """Importers, ours too, read entities in a title: one that holds some is escaped."""
    plain = " ".join(title.split())
    written = plain if html.unescape(plain) == plain else html.escape(plain, quote=False)
    return written[:LONGEST_TITLE] or "H5P"


def _licence(licence: str) -> dict[str, str]:
    if LICENCE.fullmatch(licence):
        return {"license": licence}
    if found := VERSIONED.fullmatch(licence):
        return {"license": found[1], "licenseVersion": found[2]}
    return {"license": "U"} | ({"licenseExtras": licence[:LONGEST_EXTRAS]} if licence else {})


def _author(author: Author) -> dict[str, str]:
    role = author.role if ROLE.fullmatch(author.role) else "Author"
    return {"name": " ".join(author.name.split())[:255], "role": role}


def _reference(key: LibraryKey) -> dict[str, str | int]:
    return {"machineName": key.machine_name, "majorVersion": key.major, "minorVersion": key.minor}
