"""The libraries that may play here, for questions that become exercises."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from assessments.h5p.editing.words import translated
from assessments.h5p.jsonfile import BadJSON, parse_json
from assessments.h5p.libraries import Library, load_order
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import H5PLibrary, H5PLibraryFile
from assessments.h5p.problems import PackageRefused, Problems
from assessments.h5p.queries import manifest_of, playing_libraries
from assessments.h5p.store import read_blob

JSON_DEPTH = 64


class ApprovedLibraries:
    """The approved libraries as they play. Two queries, and two more for the words of those that are used."""

    @cached_property
    def _rows(self) -> dict[LibraryKey, H5PLibrary]:
        approved = H5PLibrary.objects.filter(status=H5PLibrary.Status.APPROVED)
        names = approved.order_by().values_list("machine_name", "major", "minor").distinct()
        return playing_libraries(LibraryKey(*name) for name in names)

    def best(self, machine_name: str, preferred: Iterable[LibraryKey] = ()) -> LibraryKey | None:
        """The one to use of a type: one of the preferred, else the newest; only one that has all it needs."""
        wanted = set(preferred)
        keys = sorted((key for key in self._rows if key.machine_name == machine_name), reverse=True)
        complete = [key for key in keys if self.needed_by([key])]
        return next((key for key in complete if key in wanted), next(iter(complete), None))

    def needed_by(self, keys: Sequence[LibraryKey]) -> tuple[H5PLibrary, ...]:
        """The libraries that play these, in the order of loading; none where one is not approved."""
        problems = Problems()
        order = load_order(keys, self._find, problems)
        try:
            problems.refuse_if_any()
        except PackageRefused:
            return ()
        return tuple(self._rows[key] for key in order)

    def _find(self, key: LibraryKey) -> Library | None:
        row = self._rows.get(key)
        return Library(manifest_of(row), []) if row else None

    def without_words(self, keys: Sequence[LibraryKey], language: str) -> list[LibraryKey]:
        """Those of these libraries that do not speak a language. One query."""
        rows = {self._rows[key].pk: key for key in keys}
        files = H5PLibraryFile.objects.filter(library__in=rows, path=f"language/{language}.json")
        speaking = set(files.order_by().values_list("library", flat=True))
        return [key for pk, key in rows.items() if pk not in speaking]

    def semantics(self, keys: Sequence[LibraryKey], language: str) -> dict[LibraryKey, list[Any]]:
        """What these libraries ask for, in a language as far as they speak it."""
        rows = {self._rows[key].pk: key for key in keys}
        stored = dict(H5PLibrary.objects.filter(pk__in=rows).order_by("pk").values_list("pk", "semantics"))
        files = H5PLibraryFile.objects.filter(library__in=rows, path=f"language/{language}.json").order_by("pk")
        words = {file.library_id: _read(file.sha256) for file in files}
        return {key: translated(stored[pk] or [], words.get(pk)) for pk, key in rows.items()}


def _read(sha256: str) -> Any:
    try:
        value = parse_json(read_blob(sha256), depth=JSON_DEPTH)
    except (BadJSON, FileNotFoundError):
        return None
    return value.get("semantics") if isinstance(value, dict) else None


def listed_options(semantics: Sequence[Any], name: str) -> list[LibraryKey]:
    """The libraries that a list of exercises takes, as its semantics name them."""
    field = next((each for each in semantics if isinstance(each, dict) and each.get("name") == name), {})
    entry = field.get("field")
    options = entry.get("options") if isinstance(entry, dict) else None
    return [key for each in options or [] if (key := LibraryKey.parse(each))]
