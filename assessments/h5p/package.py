"""Reads an H5P package that nobody vouches for, and says all that is wrong with it or all that it holds.

`read_package` is the gate: it judges the archive from its directory, then every file as its bytes come, and
writes nothing. What it returns may be stored. Plain Python, no Django import.

The rules come from H5P's core, made stricter where a shared platform needs it; `docs/h5p.md` lists them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from .archive import Archive, refusing
from .libraries import (
    Library,
    PackagedFile,
    PackagedLibrary,
    is_for_editing,
    load_order,
    read_json,
    read_library,
)
from .limits import LIMITS, Limits
from .manifest import Author, LibraryKey, PackageManifest, read_package_manifest
from .paths import CONTENT_TYPES, LIBRARY_TYPES, extension, is_skipped
from .problems import PackageRefused, Problem, Problems
from .semantics import Params, complete_params
from .signatures import media_type

CONTENT_FOLDER = "content"
CONTENT_JSON = "content/content.json"


@dataclass(frozen=True)
class Asset(PackagedFile):
    """A picture, sound, film or subtitle of a content; `media_type` is what its bytes are."""

    media_type: str


@dataclass(frozen=True)
class Package:
    """A package found acceptable: what to store, what to play, and what to tell the person who brought it.

    `dependencies` is the play list, in the order of loading; `libraries` those the package brings itself.
    `skipped` are files left out, `cleaned` the fields whose markup was reduced, `external` addresses on the
    network that will not load, `absent` files that the content names but does not hold.
    """

    title: str
    language: str
    main_library: LibraryKey
    licence: str
    authors: tuple[Author, ...]
    params: dict[str, Any]
    dependencies: tuple[LibraryKey, ...]
    libraries: tuple[PackagedLibrary, ...]
    assets: tuple[Asset, ...]
    skipped: tuple[str, ...]
    cleaned: tuple[str, ...]
    external: tuple[str, ...]
    absent: tuple[str, ...]


@dataclass
class Layout:
    """The files of an archive by what they belong to; all paths are whole."""

    content: list[str] = field(default_factory=list)
    libraries: dict[str, list[str]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


def read_package(
    file: IO[bytes],
    *,
    known_libraries: Mapping[LibraryKey, Library] | None = None,
    limits: Limits = LIMITS,
) -> Package:
    """The package that `file` (seekable) holds. Raises `PackageRefused`, nothing else, if it is not good.

    `known_libraries` are those a package may use without bringing them.
    """
    return read_archive(Archive.opened(file, limits), known_libraries=known_libraries)


def read_archive(archive: Archive, *, known_libraries: Mapping[LibraryKey, Library] | None = None) -> Package:
    """As `read_package`, of an archive that is open and stays so."""
    with refusing():
        return _Reader(archive, known_libraries or {}).read()


def package_chunks(file: IO[bytes], path: str, limits: Limits = LIMITS) -> Iterator[bytes]:
    """The bytes of one file of a package, by its whole path, within the same limits."""
    yield from Archive.opened(file, limits).chunks(path)


class _Reader:
    def __init__(self, archive: Archive, known: Mapping[LibraryKey, Library]) -> None:
        self._archive = archive
        self._known = known
        self._problems = Problems()
        self._packaged: dict[LibraryKey, PackagedLibrary] = {}

    def read(self) -> Package:
        layout = lay_out(self._archive.names)
        manifest = self._read_manifest()
        self._read_libraries(layout)
        assets = self._read_assets(layout)
        value = self._read_content(layout)
        # Walking the params beside half-read libraries would only repeat what is already known to be wrong.
        self._problems.refuse_if_any()
        if manifest is None:
            raise PackageRefused([Problem("unreadable")])
        params, dependencies = self._read_params(manifest, value)
        self._problems.refuse_if_any()
        return Package(
            title=manifest.title,
            language=manifest.language,
            main_library=manifest.main,
            licence=manifest.licence,
            authors=manifest.authors,
            params=params.value,
            dependencies=dependencies,
            libraries=tuple(self._packaged.values()),
            assets=assets,
            skipped=tuple(layout.skipped),
            cleaned=tuple(params.cleaned),
            external=tuple(sorted(params.external)),
            absent=tuple(sorted(params.files - {asset.path for asset in assets})),
        )

    def _read_manifest(self) -> PackageManifest | None:
        if "h5p.json" not in self._archive.names:
            self._problems.add("missing", path="h5p.json")
            return None
        value = read_json(self._archive, "h5p.json", self._problems)
        return None if value is None else read_package_manifest(value, self._problems)

    def _read_libraries(self, layout: Layout) -> None:
        limit = self._archive.limits.libraries
        if len(layout.libraries) > limit:
            self._problems.add("too_many_libraries", count=len(layout.libraries), limit=limit)
            return
        for folder, names in layout.libraries.items():
            library = read_library(self._archive, folder, names, self._problems)
            if library:
                self._packaged[library.key] = library

    def _read_assets(self, layout: Layout) -> tuple[Asset, ...]:
        assets = (self._read_asset(name) for name in layout.content if name != CONTENT_JSON)
        return tuple(asset for asset in assets if asset)

    def _read_asset(self, name: str) -> Asset | None:
        if extension(name) not in CONTENT_TYPES:
            self._problems.add("extension", path=name)
            return None
        mark = self._archive.fingerprint(name)
        kind = media_type(name, mark.head)
        if kind is None:
            self._problems.add("not_its_kind", path=name)
            return None
        if extension(name) == ".json":
            read_json(self._archive, name, self._problems)
        return Asset(name.removeprefix(f"{CONTENT_FOLDER}/"), mark.size, mark.sha256, kind)

    def _read_content(self, layout: Layout) -> dict[str, Any]:
        if CONTENT_JSON not in layout.content:
            self._problems.add("missing", path=CONTENT_JSON)
            return {}
        value = read_json(self._archive, CONTENT_JSON, self._problems)
        if value is not None and not isinstance(value, dict):
            self._problems.add("field", path=CONTENT_JSON, field="{}")
        return value if isinstance(value, dict) else {}

    def _read_params(self, manifest: PackageManifest, value: dict[str, Any]) -> tuple[Params, tuple[LibraryKey, ...]]:
        # Everything named must be there: by the manifest, and by each exercise nested in another.
        load_order(
            (*manifest.dependencies, *libraries_named(value)),
            self._find,
            self._problems,
        )
        self._problems.refuse_if_any()
        main = self._find(manifest.main)
        if main and not main.manifest.runnable:
            self._problems.add("not_runnable", library=str(manifest.main))
        params = complete_params(value, manifest.main, self._semantics_of, self._problems)
        needed, limit = load_order(params.libraries, self._find, self._problems), self._archive.limits.libraries
        if len(needed) > limit:
            self._problems.add("too_many_needed", count=len(needed), limit=limit)
        return params, needed

    def _find(self, key: LibraryKey) -> Library | None:
        """The library that will play: of the one brought and the one known, that with the higher patch."""
        # At equal patches the known one decides: it is the one an administrator read.
        found = [each for each in (self._known.get(key), self._packaged.get(key)) if each]
        return max(found, key=lambda each: each.manifest.patch, default=None)

    def _semantics_of(self, key: LibraryKey) -> list[Any] | None:
        library = None if is_for_editing(key) else self._find(key)
        return library.semantics if library else None


def lay_out(names: list[str]) -> Layout:
    """Sort an archive's files into content, library folders, and what is passed over."""
    layout = Layout()
    for name in names:
        top, _, rest = name.partition("/")
        if name == "h5p.json":
            continue
        if not rest or is_skipped(name):
            layout.skipped.append(name)
        elif top == CONTENT_FOLDER:
            layout.content.append(name)
        else:
            layout.libraries.setdefault(top, []).append(name)
            if extension(name) not in LIBRARY_TYPES:
                layout.skipped.append(name)
    return layout


def libraries_named(value: Any) -> Iterator[LibraryKey]:
    """Libraries that parameters name anywhere, known before any semantics is."""
    if isinstance(value, dict):
        key = LibraryKey.parse(value.get("library")) if "params" in value else None
        if key:
            yield key
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from libraries_named(each)
