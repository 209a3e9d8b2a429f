"""Fields that serve only where another one has a certain value (`showWhen`). Plain Python.

They are shown all the same, with a sentence: a form without scripts cannot hide what it has just been told.
"""

from collections.abc import Mapping

from ..semantics import listed
from .nodes import Node

YES, NO = "✓", "–"


def tell_conditions(root: Node) -> None:
    """Give each such field below `root` the label of the other field, and the words of that value."""
    _tell(root, (root,))


def _tell(node: Node, above: tuple[Node, ...]) -> None:
    for child in node.children:
        rule = _rule(child, above)
        if rule is not None:
            other, wanted = rule
            child.condition = other.label, _words(other, wanted)
            child.is_idle = _stands(other) not in wanted
        _tell(child, (*above, child))


def _rule(node: Node, above: tuple[Node, ...]) -> tuple[Node, list[str]] | None:
    """The other field, and the values in which this one serves."""
    given = node.field.get("showWhen")
    rules = listed(given.get("rules")) if isinstance(given, Mapping) else []
    rule = rules[0] if rules and isinstance(rules[0], Mapping) else {}
    name = rule.get("field")
    if not isinstance(name, str):
        return None
    up = name.count("../")
    place = above[-1 - up] if up < len(above) else None
    other = next((each for each in place.children if each.path[-1:] == (name.removeprefix("../" * up),)), None) \
        if place else None  # fmt: skip
    if other is None or other is node or not other.label:
        return None
    wanted = rule.get("equals")
    return other, [str(each) for each in (wanted if isinstance(wanted, list) else [wanted])]


def _stands(other: Node) -> str:
    """The value of a field as a rule writes it: of a library, its name with or without its version."""
    if other.kind == "boolean":
        return str(bool(other.before))
    return str(other.key) if other.key else other.before


def _words(other: Node, wanted: list[str]) -> str:
    if other.kind == "boolean":
        return YES if wanted == ["True"] else NO
    known = dict(other.options)
    return ", ".join(known.get(value, value.split(" ")[0].removeprefix("H5P.")) for value in wanted)
