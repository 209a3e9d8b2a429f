"""Walks the parameters of a content beside the semantics of its libraries: completes, cleans, takes stock.

Two traps of the format are handled here. A group with exactly one field is flattened: the group's place holds
the field's value itself. And editors leave out groups that libraries take for granted: defaults are filled.
Plain Python, no Django import.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .files import file_like, is_external
from .manifest import LibraryKey
from .problems import PackageRefused, Problem, Problems
from .sanitising import lost_markup, plain, plain_text, rich_text

FIELDS = 500_000  # Fields that are walked: a long list beside long semantics must not take hours.
# Of one text: cleaning takes time by their square where they are crafted.
TEXT = 100_000  # signs
TAGS = 5_000
BUDGET = 8 * 1024 * 1024  # Signs that filling defaults may add: a small file must not grow without bound.
ABSENT: Any = object()

Field = Mapping[str, Any]
Semantics = list[Any]


@dataclass
class Params:
    """The parameters of a content, ready to be stored, and what was met on the way."""

    value: dict[str, Any]
    libraries: list[LibraryKey] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    external: set[str] = field(default_factory=set)
    cleaned: list[str] = field(default_factory=list)


def complete_params(
    value: object,
    main: LibraryKey,
    semantics_of: Callable[[LibraryKey], Semantics | None],
    problems: Problems,
) -> Params:
    """The parameters of a content of `main`, completed and cleaned by the semantics of every library used.

    `semantics_of` gives None for a library that is not there: noted as a problem, its parameters left out.
    Libraries come in the order of their first use, the main one first.
    """
    walker = _Walker(semantics_of, problems)
    walker.params.libraries.append(main)
    given = value if isinstance(value, dict) else {}
    walker.params.value = walker.members(given, semantics_of(main) or [], "content")
    return walker.params


class _Walker:
    def __init__(self, semantics_of: Callable[[LibraryKey], Semantics | None], problems: Problems) -> None:
        self.params = Params({})
        self._semantics_of = semantics_of
        self._problems = problems
        self._left = BUDGET
        self._fields_left = FIELDS
        self._readers: dict[str, Callable[[Any, Field, str], Any]] = {
            "text": self._text,
            "number": number,
            "boolean": boolean,
            "select": self._select,
            "group": self._group,
            "list": self._list,
            "library": self._library,
            "image": self._file,
            "file": self._file,
            "video": self._files,
            "audio": self._files,
        }

    def members(self, value: Mapping[str, Any], fields: Semantics, at: str) -> dict[str, Any]:
        """An object with the value, cleaned, or the default of each field; unknown members are left out."""
        result = {}
        for each in fields:
            name = each.get("name") if isinstance(each, dict) else None
            if isinstance(name, str):
                read = self.read(value.get(name, ABSENT), each, f"{at}.{name}")
                if read is not ABSENT:
                    result[name] = read
        return result

    def read(self, value: Any, field: Field, at: str) -> Any:
        """One field's value cleaned, its default when absent or unusable, `ABSENT` when it has none."""
        self._fields_left -= 1
        if self._fields_left < 0:
            raise PackageRefused([Problem("params_too_large")])
        reader = self._readers.get(str(field.get("type")))
        if reader is None:
            return ABSENT
        read = ABSENT if value is ABSENT or value is None else reader(value, field, at)
        return self._default(field, at) if read is ABSENT else read

    def _default(self, field: Field, at: str) -> Any:
        if "default" in field:
            self._spend(len(json.dumps(field["default"])))
            return self._written(json.loads(json.dumps(field["default"])), field)
        if field["type"] == "group" and not field.get("optional"):
            self._spend(2)
            return self._group(ABSENT, field, at)
        if field["type"] == "list" and not field.get("optional"):
            self._spend(2)
            return []
        return ABSENT

    @staticmethod
    def _written(value: Any, field: Field) -> Any:
        """A default as the same text would be written if somebody had typed it: walked again, it stays."""
        if field["type"] != "text" or not isinstance(value, str):
            return value
        tags = field.get("tags")
        return (
            rich_text(value, {tag for tag in tags if isinstance(tag, str)})
            if isinstance(tags, list)
            else plain_text(value)
        )

    def _spend(self, signs: int) -> None:
        self._left -= signs
        if self._left < 0:
            raise PackageRefused([Problem("params_too_large")])

    def _text(self, value: Any, field: Field, at: str) -> Any:
        if isinstance(value, bool | dict | list):
            return ABSENT
        text = str(value)
        if len(text) > TEXT or text.count("<") > TAGS:
            self._problems.add("text_too_long", field=at, limit=TEXT)
            return ABSENT
        tags = field.get("tags")
        if not isinstance(tags, list):
            return plain_text(text)
        clean = rich_text(text, {tag for tag in tags if isinstance(tag, str)})
        if lost_markup(text, clean):
            self.params.cleaned.append(at)
        return clean

    def _select(self, value: Any, field: Field, at: str) -> Any:
        options = {str(each.get("value")) for each in listed(field.get("options")) if isinstance(each, dict)}
        if field.get("multiple"):
            chosen = [each for each in listed(value) if not options or str(each) in options]
            return [plain_text(str(each)) for each in chosen]
        if isinstance(value, dict | list) or (options and str(value) not in options):
            return ABSENT
        return plain_text(value) if isinstance(value, str) else value

    def _group(self, value: Any, field: Field, at: str) -> Any:
        fields = listed(field.get("fields"))
        if len(fields) == 1 and isinstance(fields[0], dict) and not field.get("isSubContent"):
            return self.read(value, fields[0], at)
        if value is not ABSENT and not isinstance(value, dict):
            return ABSENT
        group = self.members({} if value is ABSENT else value, fields, at)
        sub_content = value.get("subContentId") if isinstance(value, dict) else None
        if isinstance(sub_content, str):
            group["subContentId"] = plain_text(sub_content)
        return group

    def _list(self, value: Any, field: Field, at: str) -> Any:
        entry = field.get("field")
        if not isinstance(value, list) or not isinstance(entry, dict):
            return ABSENT
        read = [self.read(each, entry, f"{at}[{number}]") for number, each in enumerate(value)]
        return [each for each in read if each is not ABSENT]

    def _library(self, value: Any, field: Field, at: str) -> Any:
        key = LibraryKey.parse(value.get("library")) if isinstance(value, dict) else None
        if key is None:
            return ABSENT
        if not allows(field, key):
            self._problems.add("library_not_allowed", field=at, library=str(key))
            return ABSENT
        semantics = self._semantics_of(key)
        if semantics is None:
            self._problems.add("missing_library", library=str(key))
            return ABSENT
        if key not in self.params.libraries:
            self.params.libraries.append(key)
        given = value.get("params")
        inner = self.members(given if isinstance(given, dict) else {}, semantics, at)
        kept = {name: plain(value[name]) for name in ("subContentId", "metadata") if name in value}
        return {"library": str(key), "params": inner} | kept

    def _file(self, value: Any, field: Field, at: str) -> Any:
        if not isinstance(value, dict) or not isinstance(value.get("path"), str):
            return ABSENT
        read = file_like(value)
        if read is None:
            self._problems.add("unsafe_file_reference", field=at, path=value["path"])
            return ABSENT
        (self.params.external if is_external(read["path"]) else self.params.files).add(read["path"])
        return read

    def _files(self, value: Any, field: Field, at: str) -> Any:
        read = [self._file(each, field, f"{at}[{number}]") for number, each in enumerate(listed(value))]
        return [each for each in read if each is not ABSENT] if isinstance(value, list) else ABSENT


def listed(value: object) -> list[Any]:
    """The value when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def allows(field: Field, key: LibraryKey) -> bool:
    """Whether a field's options list this library, in any version: contents outlive minor versions."""
    options = field.get("options")
    if not isinstance(options, list):
        return True
    names = {option.split(" ")[0] for option in options if isinstance(option, str)}
    return key.machine_name in names


def number(value: Any, field: Field, at: str) -> Any:
    """A number within the field's bounds; texts of digits are read."""
    if isinstance(value, str):
        try:
            value = float(value) if "." in value else int(value)
        except ValueError:
            return ABSENT
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 2**53:
        return ABSENT
    low, high = field.get("min"), field.get("max")
    value = max(value, low) if isinstance(low, int | float) else value
    return min(value, high) if isinstance(high, int | float) else value


def boolean(value: Any, field: Field, at: str) -> Any:
    """A truth value; older editors wrote it as a text or a number."""
    if isinstance(value, str):
        return value.lower() in ("true", "1")
    return bool(value) if isinstance(value, bool | int) else ABSENT
