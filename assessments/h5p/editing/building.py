"""Makes the tree of an exercise's fields from the semantics of its libraries and its parameters. Plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..manifest import LibraryKey
from ..semantics import ABSENT, Field, listed
from .kinds import has_form, is_editable
from .nodes import Node, Path

Said = Callable[[LibraryKey], list[Any] | None]

NODES = 20_000  # Fields of one exercise: the largest real ones have two thousand.
MANY_FIELDS = 300  # A list with more opens each entry on a page of its own.
DEEPEST = 12  # Exercises nested in one another: semantics allow rings.
KINDS = {
    "text": "text",
    "number": "number",
    "boolean": "boolean",
    "select": "select",
    "group": "group",
    "list": "list",
    "library": "library",
    "image": "image",
    "audio": "sound",
    "video": "film",
}


class TooManyFields(Exception):
    """The exercise has more fields than a form is made for."""


@dataclass
class _Libraries:
    """Where semantics come from, and how many more fields may be drawn."""

    said: Said
    left: int = NODES

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooManyFields


def build(main: LibraryKey, params: Mapping[str, Any], said: Said) -> Node:
    """The tree of an exercise. `said` gives the semantics of a library, translated; None when it is not there.

    Raises `TooManyFields`.
    """
    root = Node("group", (), {}, "", key=main)
    root.children = _members(params, said(main) or [], (), _Libraries(said), 0)
    return root


def _members(value: Any, fields: list[Any], path: Path, libraries: _Libraries, depth: int) -> list[Node]:
    held = value if isinstance(value, Mapping) else {}
    named = (each for each in fields if isinstance(each, dict) and isinstance(each.get("name"), str))
    nodes = (_node(held.get(each["name"], ABSENT), each, (*path, each["name"]), libraries, depth) for each in named)
    return [node for node in nodes if node]


def _node(value: Any, field: Field, path: Path, libraries: _Libraries, depth: int) -> Node | None:
    kind = KINDS.get(str(field.get("type")))
    if kind is None or field.get("widget") == "none" or "." in str(path[-1]) or depth > DEEPEST:
        return None
    if kind == "select" and (field.get("multiple") or not listed(field.get("options"))):
        return None
    libraries.spend()
    node = Node(kind, path, field, str(field.get("label") or ""), ABSENT if value is None else value)
    if kind == "group":
        return _group(node, libraries, depth)
    if kind == "list":
        _entries(node, libraries, depth)
    elif kind == "library":
        _library(node, libraries, depth)
    return node


def _group(node: Node, libraries: _Libraries, depth: int) -> Node | None:
    fields = listed(node.field.get("fields"))
    if len(fields) == 1 and isinstance(fields[0], dict) and not node.field.get("isSubContent"):
        inner = fields[0] | {
            name: node.field[name] for name in ("common", "optional") if node.field.get(name) is not None
        }
        only = _node(node.value, {"label": node.label} | inner, node.path, libraries, depth + 1)
        if only and not only.label:
            only.label = node.label
        return only
    node.children = _members(node.value, fields, node.path, libraries, depth + 1)
    return node if node.children else None


def _entries(node: Node, libraries: _Libraries, depth: int) -> None:
    entry = node.field.get("field")
    if not isinstance(entry, dict):
        return
    for number, value in enumerate(listed(node.value)):
        child = _node(value, entry, (*node.path, number), libraries, depth + 1)
        if child is not None:
            child.number = number + 1
            node.children.append(child)
    many = sum(1 for each in node.leaves()) > MANY_FIELDS
    for child in node.children:
        child.sisters = len(node.children)
        by_itself = child.key is not None and (is_editable(child.key) or not has_form(child.key))
        child.closed = by_itself or (many and child.kind in ("group", "list", "library"))


def _library(node: Node, libraries: _Libraries, depth: int) -> None:
    held = node.value if isinstance(node.value, dict) else {}
    node.key = LibraryKey.parse(held.get("library"))
    if node.key is not None:
        fields = libraries.said(node.key) or []
        node.children = _members(held.get("params"), fields, (*node.path, "params"), libraries, depth + 1)
