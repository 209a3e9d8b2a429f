"""The two manifests of an H5P package, `h5p.json` and `library.json`: read, checked, given a type.

The rules are those of H5P's own core (`h5p.classes.php`, `H5PValidator`), written out by hand.
Plain Python, no Django import.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from .paths import path_problem
from .plain_words import one_line
from .problems import Problems

CORE_API = (1, 28)  # What the client core of h5p-standalone 3.8 offers.
MACHINE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_\-.]{0,99}")
LANGUAGE = re.compile(r"[-a-zA-Z]{1,10}")
LIBRARY_FOLDER = re.compile(r"([A-Za-z0-9_][A-Za-z0-9_\-.]{0,99})-(\d{1,5})\.(\d{1,5})")
LIBRARY_STRING = re.compile(r"([A-Za-z0-9_][A-Za-z0-9_\-.]{0,99}) (\d{1,5})\.(\d{1,5})")
LARGEST_VERSION = 32767  # A small integer of the database.


class LibraryKey(NamedTuple):
    """A library as others name it: contents and libraries never ask for a patch."""

    machine_name: str
    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.machine_name} {self.major}.{self.minor}"

    @property
    def folder(self) -> str:
        """The library's folder in a package and in the addresses of its files."""
        return f"{self.machine_name}-{self.major}.{self.minor}"

    @classmethod
    def parse(cls, text: object) -> "LibraryKey | None":
        """The key that `"H5P.Blanks 1.14"` names, None when the text names none."""
        found = LIBRARY_STRING.fullmatch(text) if isinstance(text, str) else None
        return cls(found[1], int(found[2]), int(found[3])) if found else None


@dataclass(frozen=True)
class Author:
    """Someone who made a content, as its file says."""

    name: str
    role: str


@dataclass(frozen=True)
class PackageManifest:
    """What `h5p.json` says of a content."""

    title: str
    language: str
    main: LibraryKey
    dependencies: tuple[LibraryKey, ...]
    licence: str
    authors: tuple[Author, ...]


@dataclass(frozen=True)
class LibraryManifest:
    """What `library.json` says of a library. Paths are relative to its folder."""

    key: LibraryKey
    patch: int
    title: str
    runnable: bool
    licence: str
    core_api: tuple[int, int] | None
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    dependencies: tuple[LibraryKey, ...]
    metadata: dict[str, Any]


class Fields:
    """Reads the fields of one JSON object, noting each that is missing or wrong."""

    def __init__(self, path: str, value: object, problems: Problems) -> None:
        self._path = path
        self._problems = problems
        self._value: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            self.wrong("{}")

    def wrong(self, field: str) -> None:
        self._problems.add("field", path=self._path, field=field)

    def text(self, field: str, fits: Callable[[str], object], *, default: str | None = None) -> str:
        """A string that `fits`; `default` stands for an absent one."""
        value = self._value.get(field, default)
        if not isinstance(value, str) or (value != default and not fits(value)):
            self.wrong(field)
            return ""
        return value

    def number(self, field: str, *, default: int | None = None) -> int:
        """A small whole number, which packages write as number, boolean or string alike."""
        number = small_number(self._value.get(field, default))
        if number is None:
            self.wrong(field)
        return number or 0

    def version(self, field: str) -> tuple[int, int] | None:
        """A `{majorVersion, minorVersion}` object; None when absent."""
        value = self._value.get(field)
        if value is None:
            return None
        pair = version_pair(value)
        if pair is None:
            self.wrong(field)
        return pair

    def libraries(self, field: str, *, required: bool = False) -> tuple[LibraryKey, ...]:
        """A list of library references."""
        keys = [library_reference(each) for each in self.listed(field, required=required)]
        if None in keys:
            self.wrong(field)
        return tuple(key for key in keys if key is not None)

    def files(self, field: str, suffix: str) -> tuple[str, ...]:
        """A list of `{path}` objects, each path safe and ending in `suffix`."""
        paths = [file_reference(each, suffix) for each in self.listed(field)]
        if None in paths:
            self.wrong(field)
        return tuple(path for path in paths if path is not None)

    def listed(self, field: str, *, required: bool = False) -> list[Any]:
        """A list; empty when absent."""
        value = self._value.get(field)
        if value is None and not required:
            return []
        if not isinstance(value, list) or (required and not value):
            self.wrong(field)
            return []
        return value


def read_package_manifest(value: object, problems: Problems) -> PackageManifest | None:
    """`h5p.json` with its types checked; None, and problems noted, when it cannot be used."""
    fields = Fields("h5p.json", value, problems)
    title = fields.text("title", lambda text: len(text) <= 255 and one_line(html.unescape(text)))
    language = fields.text("language", LANGUAGE.fullmatch, default="und")
    main_name = fields.text("mainLibrary", MACHINE_NAME.fullmatch)
    dependencies = fields.libraries("preloadedDependencies", required=True)
    licence = fields.text("license", lambda text: len(text) <= 60, default="U")
    authors = tuple(author for each in fields.listed("authors") if (author := read_author(each)))
    main = next((key for key in dependencies if key.machine_name == main_name), None)
    if main is None:
        if main_name and dependencies:
            problems.add("main_library", library=main_name)
        return None
    return PackageManifest(one_line(html.unescape(title)), language, main, dependencies, licence, authors)


def read_library_manifest(path: str, value: object, problems: Problems) -> LibraryManifest | None:
    """One `library.json` with its types checked; None, and problems noted, when its name cannot be read."""
    fields = Fields(path, value, problems)
    name = fields.text("machineName", MACHINE_NAME.fullmatch)
    key = LibraryKey(name, fields.number("majorVersion"), fields.number("minorVersion"))
    manifest = LibraryManifest(
        key=key,
        patch=fields.number("patchVersion"),
        title=one_line(fields.text("title", lambda text: len(text) <= 255 and one_line(text))),
        runnable=bool(fields.number("runnable")),
        licence=fields.text("license", lambda text: len(text) <= 255, default=""),
        core_api=fields.version("coreApi"),
        scripts=fields.files("preloadedJs", ".js"),
        styles=fields.files("preloadedCss", ".css"),
        dependencies=fields.libraries("preloadedDependencies"),
        metadata=value if isinstance(value, dict) else {},
    )
    if manifest.core_api and manifest.core_api > CORE_API:
        wanted, ours = (".".join(map(str, version)) for version in (manifest.core_api, CORE_API))
        problems.add("core_api", library=str(key), wanted=wanted, ours=ours)
    return manifest if name else None


def read_author(value: object) -> Author | None:
    """One entry of `authors`; None when it names nobody."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        return None
    role = value.get("role")
    return Author(one_line(value["name"][:255]), role[:64] if isinstance(role, str) else "")


def small_number(value: object) -> int | None:
    """A version number, given as number, boolean or string of digits."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,5}", value):
        value = int(value)
    return int(value) if isinstance(value, int) and 0 <= value <= LARGEST_VERSION else None


def version_pair(value: object) -> tuple[int, int] | None:
    """(major, minor) of an object that has both."""
    if not isinstance(value, dict):
        return None
    major, minor = (
        small_number(value.get("majorVersion")),
        small_number(value.get("minorVersion")),
    )
    return None if major is None or minor is None else (major, minor)


def library_reference(value: object) -> LibraryKey | None:
    """The library that `{machineName, majorVersion, minorVersion}` names."""
    version = version_pair(value)
    name = value.get("machineName") if isinstance(value, dict) else None
    if version is None or not isinstance(name, str) or not MACHINE_NAME.fullmatch(name):
        return None
    return LibraryKey(name, *version)


def file_reference(value: object, suffix: str) -> str | None:
    """The safe relative path that `{path}` names, `./` at its head forgiven."""
    path = value.get("path") if isinstance(value, dict) else None
    if not isinstance(path, str):
        return None
    path = path.removeprefix("./").lstrip("/")
    return path if path.endswith(suffix) and path_problem(path) is None else None
