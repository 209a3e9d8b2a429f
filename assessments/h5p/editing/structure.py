"""Entries of lists added, taken away and moved, and what stands in a library field chosen. Plain Python."""

import copy
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from ..manifest import LibraryKey
from ..semantics import ABSENT, listed
from .kinds import has_form
from .nodes import Node, Path, find, path_of
from .submitted import get_at, put_at

# Given a library: its parameters as they begin, words in the language of the exercise; None when it is not there.
Fresh = Callable[[LibraryKey], dict[str, Any] | None]


class Impossible(Exception):
    """The form asks for what its page does not offer: it is out of date, or not ours."""


def act(root: Node, params: Mapping[str, Any], asked: str, *, kind: str, fresh: Fresh) -> tuple[dict[str, Any], Path]:
    """The parameters after one button (`add:answers`, `up:answers.2`…), and where to look now.

    `kind` is the library chosen for what is added. Raises `Impossible`.
    """
    verb, _, name = asked.partition(":")
    path = path_of(name)
    changed = copy.deepcopy(dict(params))
    if verb == "add":
        return changed, _add(root, changed, path, kind, fresh)
    if verb == "choose":
        return changed, _choose(root, changed, path, kind, fresh)
    if verb in ("remove", "up", "down"):
        return changed, _arrange(root, changed, path, verb)
    raise Impossible


def _list(root: Node, path: Path) -> Node:
    node = next((each for each in root.walk() if each.path == path and each.kind == "list"), None)
    if node is None:
        raise Impossible
    return node


def _add(root: Node, params: dict[str, Any], path: Path, kind: str, fresh: Fresh) -> Path:
    node = _list(root, path)
    entry = node.field.get("field")
    if not node.may_grow or not isinstance(entry, dict):
        raise Impossible
    held = get_at(params, path)
    entries = held if isinstance(held, list) else []
    put_at(params, path, [*entries, _new(node, entry, kind, fresh)])
    return (*path, len(entries))


def _new(node: Node, entry: Mapping[str, Any], kind: str, fresh: Fresh) -> Any:
    if entry.get("type") == "library":
        return _new_library(node, kind, fresh)
    fields = listed(entry.get("fields"))
    if entry.get("type") == "group" and (len(fields) != 1 or entry.get("isSubContent")):
        return {"subContentId": str(uuid.uuid4())} if entry.get("isSubContent") else _filled(fields)
    only = fields[0] if entry.get("type") == "group" and isinstance(fields[0], dict) else entry
    if only.get("type") == "list":
        return []
    return copy.deepcopy(only.get("default", "" if only.get("type") == "text" else {}))


def _filled(fields: list[Any]) -> dict[str, Any]:
    """Default words of a new entry, in the language of the form: the gate adds all others."""
    given = (each for each in fields if isinstance(each, dict) and isinstance(each.get("name"), str))
    return {each["name"]: copy.deepcopy(each["default"]) for each in given if "default" in each}


def _new_library(node: Node, kind: str, fresh: Fresh) -> dict[str, Any]:
    key = LibraryKey.parse(kind)
    params = fresh(key) if key is not None and kind in dict(node.offers) else None
    if params is None:
        raise Impossible
    metadata = {"contentType": dict(node.offers)[kind], "license": "U", "title": ""}
    return {"library": kind, "params": params, "subContentId": str(uuid.uuid4()), "metadata": metadata}


def offered(field: Mapping[str, Any], playable: Mapping[LibraryKey, str]) -> list[tuple[str, str]]:
    """The libraries that a field takes, that can play and that have a form here: (library, title).

    Of a type that is there in another minor version than the field names, the newest.
    """
    found = []
    for option in listed(field.get("options")):
        asked = LibraryKey.parse(option)
        if asked is None or not has_form(asked):
            continue
        same = sorted(key for key in playable if key.machine_name == asked.machine_name)
        best = asked if asked in playable else (same[-1] if same else None)
        if best is not None:
            found.append((str(best), playable[best]))
    return found


def _choose(root: Node, params: dict[str, Any], path: Path, kind: str, fresh: Fresh) -> Path:
    node = find(root, path)
    if node is None or node.kind != "library" or node.number:
        raise Impossible
    if kind:
        put_at(params, path, _new_library(node, kind, fresh))
    elif node.is_optional:
        put_at(params, path, ABSENT)
    else:
        raise Impossible
    return path


def _arrange(root: Node, params: dict[str, Any], path: Path, verb: str) -> Path:
    at = path[-1]
    node = _list(root, path[:-1])
    entries = get_at(params, path[:-1])
    if not isinstance(at, int) or not isinstance(entries, list) or at >= len(entries):
        raise Impossible
    if verb == "remove":
        if not node.may_shrink:
            raise Impossible
        del entries[at]
        return path[:-1]
    to = at + (1 if verb == "down" else -1)
    if not 0 <= to < len(entries):
        raise Impossible
    entries[at], entries[to] = entries[to], entries[at]
    return (*path[:-1], to)
