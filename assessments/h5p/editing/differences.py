"""What changed between two versions of an exercise, field by field, in words. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from .nodes import Node

Line = tuple[str, str]  # where, what it says


@dataclass(frozen=True)
class Difference:
    """One field that says something else: `before` or `after` is empty where it came or went."""

    label: str
    before: str
    after: str


def differences(before: Node, after: Node) -> list[Difference]:
    """Fields whose words differ, in the order of the exercise."""
    old, new = list(_lines(before, ())), list(_lines(after, ()))
    found: list[Difference] = []
    for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change != "equal":
            found += _paired(old[a:b], new[c:d])
    return found


def _paired(old: list[Line], new: list[Line]) -> Iterator[Difference]:
    """Within a stretch that changed, the same field before and after makes one line."""
    new = list(new)
    for label, said in old:
        at = next((number for number, (other, _words) in enumerate(new) if other == label), None)
        yield Difference(label, said, "" if at is None else new.pop(at)[1])
    for label, said in new:
        yield Difference(label, "", said)


def _lines(node: Node, above: tuple[str, ...]) -> Iterator[Line]:
    for child in node.children:
        if child.kind in ("group", "list", "library"):
            here = child.label or (str(child.key) if child.key else "")
            if child.kind == "library" and child.key is not None and child.number:
                yield " › ".join((*above, here)), str(child.key)
            yield from _lines(child, (*above, here) if here and here not in above else above)
        elif said := _says(child):
            yield " › ".join(each for each in (*above, child.label) if each), said


def _says(node: Node) -> str:
    if node.kind == "text":
        return node.words
    if node.kind in ("image", "sound", "film"):
        return ", ".join(node.files)
    if node.kind == "select":
        return dict(node.options).get(node.before, "") if node.before else ""
    if node.kind == "boolean":
        return "✓" if node.before else "–"
    return node.before
