"""What comes of a form that was sent: parameters with what changed in them. Plain Python.

What comes back as it was shown changes nothing, so that opening an exercise and keeping it loses nothing of it.
What cannot be kept stays in its control, with the reason beside it.
"""

import copy
import re
from collections.abc import Callable, Mapping, MutableMapping
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, Protocol

from ..jsonfile import FORBIDDEN, LARGEST_INTEGER
from ..problems import PackageRefused
from ..sanitising import plain_text
from ..semantics import ABSENT
from .markup import show, write
from .nodes import Node, Path, generic, one_line_ends

NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,6})?")
LONGEST_TEXT = 100_000  # signs in one box
FIELD, FILE, DROP = "p:", "file:", "drop:"

ERRORS = ("too_long", "forbidden_sign", "not_a_number", "too_small", "too_large", "not_an_option", "file")


class Keep(Protocol):
    """Keeps a file that was sent in place of one; the value to write. Raises `PackageRefused`."""

    def __call__(self, node: Node, upload: Any, /) -> Any: ...


class Unusable(Exception):
    """What was sent cannot be the value of this field: one of `ERRORS`."""


def apply(
    page: Node, params: Mapping[str, Any], data: Mapping[str, str], files: Mapping[str, Any], keep: Keep
) -> dict[str, Any]:
    """The parameters with what was sent for the fields of this page; wrong ones keep their value and get an error."""
    changed: dict[str, Any] = copy.deepcopy(dict(params))
    for node in page.leaves(closed=False):
        try:
            value = _sent(node, data, files, keep)
        except Unusable as reason:
            node.error, node.typed = str(reason), data.get(FIELD + node.name)
        else:
            if value is not node.value:
                put_at(changed, node.path, value)
    return changed


def missing(root: Node, before: Node) -> list[Node]:
    """Texts that are asked for and empty, unless as many of their kind were empty before: imported ones may be."""
    had: dict[Path, int] = {}
    for node in before.leaves():
        if node.is_missing:
            had[generic(node.path)] = had.get(generic(node.path), 0) + 1
    now: dict[Path, list[Node]] = {}
    for node in root.leaves():
        if node.is_missing:
            now.setdefault(generic(node.path), []).append(node)
    return [node for path, nodes in now.items() if len(nodes) > had.get(path, 0) for node in nodes]


def wrong(page: Node) -> list[Node]:
    """The fields of a page that have an error, in their order."""
    return [node for node in page.walk() if node.error]


def get_at(params: Any, path: Path) -> Any:
    """The value at a path, `ABSENT` where there is none."""
    for step in path:
        within = step < len(params) if isinstance(params, list) and isinstance(step, int) else False
        if not within and not (isinstance(params, dict) and step in params):
            return ABSENT
        params = params[step]
    return params


def put_at(params: dict[str, Any], path: Path, value: Any) -> None:
    """Write a value where its path leads, groups made as needed; `ABSENT` takes it out."""
    place: Any = params
    for step, following in pairwise(path):
        held = place.get(step) if isinstance(place, dict) else place[step]
        if isinstance(following, str) and not isinstance(held, dict):
            place[step] = {}
        place = place[step]
    if value is not ABSENT:
        place[path[-1]] = value
    elif isinstance(place, MutableMapping):
        place.pop(path[-1], None)


def _sent(node: Node, data: Mapping[str, str], files: Mapping[str, Any], keep: Keep) -> Any:
    if node.kind in ("image", "sound", "film"):
        return _file(node, data, files, keep)
    sent = data.get(FIELD + node.name, None if node.kind != "boolean" else "")
    if sent is None:
        return node.value
    sent = one_line_ends(sent)
    if sent == node.before:
        return node.value
    if FORBIDDEN.search(sent):
        raise Unusable("forbidden_sign")
    return READERS[node.kind](node, sent)


def _text(node: Node, sent: str) -> str:
    limit = node.field.get("maxLength")
    if len(sent) > (limit if isinstance(limit, int) and limit > 0 else LONGEST_TEXT):
        raise Unusable("too_long")
    if not node.is_rich:
        return plain_text(sent.replace("&", "&amp;"))
    enter = node.field.get("enterMode")
    before = show(node.value if isinstance(node.value, str) else str(node.field.get("default") or ""))
    return write(sent, before, tags=node.field["tags"], enter=enter if enter in ("p", "div") else "")


def _number(node: Node, sent: str) -> Any:
    sent = sent.strip().replace("\N{MINUS SIGN}", "-")
    if not sent and (node.is_optional or node.value is ABSENT):
        return ABSENT
    if not NUMBER.fullmatch(sent):
        raise Unusable("not_a_number")
    try:
        number = Decimal(sent.replace(",", "."))
    except InvalidOperation as error:
        raise Unusable("not_a_number") from error
    if abs(number) > LARGEST_INTEGER:
        raise Unusable("too_large")
    if node.low is not None and number < Decimal(str(node.low)):
        raise Unusable("too_small")
    if node.high is not None and number > Decimal(str(node.high)):
        raise Unusable("too_large")
    return int(number) if number == int(number) else float(number)


def _boolean(node: Node, sent: str) -> bool:
    return bool(sent)


def _select(node: Node, sent: str) -> Any:
    if sent == "" and node.is_optional:
        return ABSENT
    for option in node.field["options"]:
        if isinstance(option, dict) and str(option.get("value")) == sent:
            return option["value"]
    raise Unusable("not_an_option")


READERS: Mapping[str, Callable[[Node, str], Any]] = {
    "text": _text,
    "number": _number,
    "boolean": _boolean,
    "select": _select,
}


def _file(node: Node, data: Mapping[str, str], files: Mapping[str, Any], keep: Keep) -> Any:
    upload = files.get(FILE + node.name)
    if upload is not None and node.kind != "film":
        try:
            return keep(node, upload)
        except PackageRefused as refused:
            node.refused = refused
            raise Unusable("file") from refused
    return ABSENT if data.get(DROP + node.name) else node.value


def references(params: Any) -> set[str]:
    """Every path that parameters name anywhere, whatever the semantics."""
    found: set[str] = set()
    _collect(params, found)
    return found


def _collect(value: Any, found: set[str]) -> None:
    if isinstance(value, dict):
        if isinstance(value.get("path"), str):
            found.add(value["path"])
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            _collect(each, found)
