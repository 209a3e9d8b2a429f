"""The libraries inside a package, and the order in which libraries must be loaded. Plain Python."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .archive import Archive
from .jsonfile import BadJSON, parse_json
from .manifest import LIBRARY_FOLDER, LibraryKey, LibraryManifest, read_library_manifest
from .paths import LIBRARY_TYPES, extension
from .problems import Problems

LANGUAGE_FILE = re.compile(r"language/(-?[a-zA-Z]+){1,7}\.json")
EDITOR_PREFIX = "H5PEditor."


@dataclass(frozen=True)
class Library:
    """What checking and playing need to know of a library, packaged or already in the store."""

    manifest: LibraryManifest
    semantics: list[Any]

    @property
    def key(self) -> LibraryKey:
        return self.manifest.key


@dataclass(frozen=True)
class PackagedFile:
    """A file of a package: its path below its folder, bytes counted, SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class PackagedLibrary(Library):
    """A library that a package brings, with its files."""

    files: tuple[PackagedFile, ...]

    @property
    def tree_sha256(self) -> str:
        """One hash for all files and their paths: two equal ones are the same library, byte for byte."""
        lines = (f"{file.path}\0{file.sha256}\n" for file in sorted(self.files, key=lambda each: each.path))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def is_for_editing(key: LibraryKey) -> bool:
    """Whether a library only serves the editor: packages list some among what plays, where they fail."""
    return key.machine_name.startswith(EDITOR_PREFIX)


def read_json(archive: Archive, name: str, problems: Problems) -> Any:
    """The value of a JSON file within the limits; None, and a problem noted, when it has none."""
    data = archive.read(name, archive.limits.json)
    if data is None:
        problems.add("json_too_large", path=name, limit=archive.limits.json // 2**20)
        return None
    archive.count_json(len(data), containers=0)
    try:
        value = parse_json(data, depth=archive.limits.json_depth)
    except BadJSON as error:
        problems.add(error.code, path=name, **error.params)
        return None
    archive.count_json(0, containers=data.count(b"{") + data.count(b"["))
    return value


def read_library(archive: Archive, folder: str, names: list[str], problems: Problems) -> PackagedLibrary | None:
    """One library folder, checked; None, and problems noted, when it is none. `names` are full paths."""
    manifest_name = f"{folder}/library.json"
    if not LIBRARY_FOLDER.fullmatch(folder):
        problems.add("library_folder", path=folder)
        return None
    if manifest_name not in names:
        problems.add("missing", path=manifest_name)
        return None
    value = read_json(archive, manifest_name, problems)
    manifest = None if value is None else read_library_manifest(manifest_name, value, problems)
    semantics = _read_semantics(archive, folder, names, problems)
    _check_languages(archive, folder, names, problems)
    if manifest is None:
        return None
    if manifest.key.folder != folder:
        problems.add("library_name", path=folder, library=str(manifest.key))
    _check_named_files(manifest, folder, names, problems)
    kept = [name for name in names if extension(name) in LIBRARY_TYPES]
    files = tuple(_packaged(archive, name, folder) for name in kept)
    return PackagedLibrary(manifest, semantics, files)


def _packaged(archive: Archive, name: str, folder: str) -> PackagedFile:
    fingerprint = archive.fingerprint(name)
    return PackagedFile(name.removeprefix(f"{folder}/"), fingerprint.size, fingerprint.sha256)


def _read_semantics(archive: Archive, folder: str, names: list[str], problems: Problems) -> list[Any]:
    name = f"{folder}/semantics.json"
    value = read_json(archive, name, problems) if name in names else []
    if value is not None and not isinstance(value, list):
        problems.add("field", path=name, field="[]")
    return value if isinstance(value, list) else []


def _check_languages(archive: Archive, folder: str, names: list[str], problems: Problems) -> None:
    for name in names:
        inside = name.removeprefix(f"{folder}/")
        if inside.startswith("language/") and extension(name) == ".json":
            if not LANGUAGE_FILE.fullmatch(inside):
                problems.add("language_file", path=name)
            read_json(archive, name, problems)


def _check_named_files(manifest: LibraryManifest, folder: str, names: list[str], problems: Problems) -> None:
    present = set(names)
    for path in manifest.scripts + manifest.styles:
        if f"{folder}/{path}" not in present:
            problems.add("library_file", library=str(manifest.key), path=path)


def load_order(
    wanted: Iterable[LibraryKey],
    find: Callable[[LibraryKey], Library | None],
    problems: Problems,
) -> tuple[LibraryKey, ...]:
    """Every library that `wanted` need, each after those it depends on; editor libraries left out.

    Missing libraries and rings are noted as problems.
    """
    done: dict[LibraryKey, None] = {}
    missing: set[LibraryKey] = set()

    def visit(key: LibraryKey, trail: tuple[LibraryKey, ...]) -> None:
        if key in done or key in missing or is_for_editing(key):
            return
        if key in trail:
            problems.add("cycle", library=str(key))
            return
        library = find(key)
        if library is None:
            problems.add("missing_library", library=str(key))
            missing.add(key)
            return
        for each in library.manifest.dependencies:
            visit(each, (*trail, key))
        done[key] = None

    for key in wanted:
        visit(key, ())
    return tuple(done)
