"""The libraries that an exercise is edited with: what they say of their fields, in which language, and the gate.

Everything is read once for a page, however many questions an exercise has.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from assessments.h5p.editing.building import build
from assessments.h5p.editing.conditions import tell_conditions
from assessments.h5p.editing.kinds import is_editable
from assessments.h5p.editing.nodes import Node
from assessments.h5p.editing.structure import offered
from assessments.h5p.editing.words import translated
from assessments.h5p.jsonfile import BadJSON, nesting, parse_json
from assessments.h5p.libraries import Library, load_order
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import H5PContentVersion, H5PLibrary, H5PLibraryFile
from assessments.h5p.problems import PackageRefused, Problem, Problems
from assessments.h5p.queries import described, usable_libraries
from assessments.h5p.semantics import Params, complete_params
from assessments.h5p.store import read_blob
from assessments.h5p.type_names import name_of_type

JSON_BYTES, JSON_DEPTH = 2 * 1024 * 1024, 64  # the limits of an imported content
UNSAID = ("", "und")  # languages of contents that name none


class Workshop:
    """The libraries at hand. `language` is that of the person who edits: labels and help are in it."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._libraries: dict[LibraryKey, Library | None] = {}
        self._said: dict[tuple[LibraryKey, str], list[Any] | None] = {}
        self._playable: dict[LibraryKey, str] | None = None

    def can_edit(self, version: H5PContentVersion) -> bool:
        """Whether this type has forms here, and its library is there."""
        main = main_of(version)
        return is_editable(main) and self.library(main) is not None

    def tree(self, main: LibraryKey, params: Mapping[str, Any]) -> Node:
        """The fields of an exercise, with what each library field may be given."""
        root = build(main, params, lambda key: self.said(key, self._language))
        for node in root.walk():
            node.title = name_of_type(node.key) if node.key else ""
            node.label = node.label or _label(node)
            field = node.field.get("field") if node.kind == "list" else node.field
            if isinstance(field, dict) and field.get("type") == "library":
                node.offers = offered(field, self.playable)
        tell_conditions(root)
        return root

    def fresh(self, language: str) -> Any:
        """How a library's parameters begin, in the language of a content; `None` for one that is not there."""
        words = self._language if language in UNSAID else language

        def begin(key: LibraryKey) -> dict[str, Any] | None:
            if self.library(key) is None:
                return None
            return complete_params({}, key, lambda each: self.said(each, words), Problems()).value

        return begin

    def gate(self, main: LibraryKey, params: Mapping[str, Any]) -> Params:
        """The same gate as for a package that comes in. Raises `PackageRefused`."""
        problems = Problems()
        passed = complete_params(params, main, self.semantics, problems)
        problems.refuse_if_any()
        written = json.dumps(passed.value, ensure_ascii=False).encode()
        if len(written) > JSON_BYTES or nesting(written) > JSON_DEPTH:
            raise PackageRefused([Problem("params_too_large")])
        return passed

    def dependencies(self, params: Params) -> list[str]:
        """What must be loaded to play, in its order. Raises `PackageRefused` when something is not there."""
        problems = Problems()
        order = load_order(params.libraries, self.library, problems)
        problems.refuse_if_any()
        return [str(key) for key in order]

    def library(self, key: LibraryKey) -> Library | None:
        """The best row of the store that nobody blocked."""
        if key not in self._libraries:
            row = _row(key)
            self._libraries[key] = described(row) if row else None
        return self._libraries[key]

    def semantics(self, key: LibraryKey) -> list[Any] | None:
        """What the gate walks by."""
        library = self.library(key)
        return library.semantics if library else None

    def said(self, key: LibraryKey, language: str) -> list[Any] | None:
        """The semantics with their words in a language, where the library has it."""
        if (key, language) not in self._said:
            semantics = self.semantics(key)
            self._said[key, language] = None if semantics is None else translated(semantics, _words(key, language))
        return self._said[key, language]

    @property
    def playable(self) -> dict[LibraryKey, str]:
        """Approved libraries, with what their type is called."""
        if self._playable is None:
            rows = H5PLibrary.objects.filter(status=H5PLibrary.Status.APPROVED).order_by("patch", "pk")
            listed = rows.values_list("machine_name", "major", "minor", "title")
            self._playable = {
                (key := LibraryKey(name, major, minor)): name_of_type(key, title)
                for name, major, minor, title in listed
            }
        return self._playable


def _label(node: Node) -> str:
    """A label for a control whose semantics give none: the end of a range of scores, in most types."""
    if node.kind in ("group", "list", "library") or not node.path or isinstance(node.path[-1], int):
        return ""
    return _("Up to") if node.path[-1] == "to" else node.path[-1]


def main_of(version: H5PContentVersion) -> LibraryKey:
    """The library that a version is made with."""
    key = LibraryKey.parse(version.main_library)
    if key is None:
        raise ValueError(f"{version.main_library!r} names no library.")
    return key


def _row(key: LibraryKey) -> H5PLibrary | None:
    machine_name, major, minor = key
    return usable_libraries().filter(machine_name=machine_name, major=major, minor=minor).last()


def _words(key: LibraryKey, language: str) -> object:
    row = _row(key)
    files = H5PLibraryFile.objects.filter(library=row, path=f"language/{language}.json")
    sha256 = files.values_list("sha256", flat=True).first()
    return _language_file(sha256) if sha256 else None


@lru_cache(maxsize=64)
def _language_file(sha256: str) -> object:
    try:
        words = parse_json(read_blob(sha256), depth=JSON_DEPTH)
    except (BadJSON, FileNotFoundError):
        return None
    return words.get("semantics") if isinstance(words, dict) else None
