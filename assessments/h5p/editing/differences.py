"""What changed between two versions of an exercise, field by field, in words. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, islice, zip_longest
from typing import NamedTuple

from .nodes import Node

ALIGNED = 3000  # Lines: beyond, aligning them would take minutes, and they are compared one by one.

SHOWN = 300
YES, NO = "✓", "–"


class Line(NamedTuple):
    """One field: where it is, what it says, whether it is a word of the player."""

    label: str
    words: str
    is_common: bool

    @property
    def says_something(self) -> bool:
        """Whether it is worth a line when it comes or goes with others."""
        return not self.is_common and self.words != NO


@dataclass(frozen=True)
class Difference:
    """One field that says something else: `before` or `after` is empty where it came or went."""

    label: str
    before: str
    after: str


def differences(before: Node, after: Node) -> list[Difference]:
    """Fields whose words differ, in the order of the exercise: the first 300."""
    old, new = list(_lines(before, ())), list(_lines(after, ()))
    if max(len(old), len(new)) > ALIGNED:
        changes = chain.from_iterable(_paired([a] if a else [], [b] if b else []) for a, b in zip_longest(old, new))
    else:
        codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        changes = chain.from_iterable(_paired(old[a:b], new[c:d]) for code, a, b, c, d in codes if code != "equal")
    return list(islice(changes, SHOWN))


def _paired(old: list[Line], new: list[Line]) -> Iterator[Difference]:
    """Within a stretch that changed, the same field before and after makes one line.

    What comes or goes with a whole question and says nothing of it (words of the player, boxes not ticked) is
    passed over.
    """
    new = list(new)
    for line in old:
        at = next((number for number, other in enumerate(new) if other.label == line.label), None)
        now = None if at is None else new.pop(at)
        if now is not None and now.words != line.words:
            yield Difference(line.label, line.words, now.words)
        elif now is None and line.says_something:
            yield Difference(line.label, line.words, "")
    for line in new:
        if line.says_something:
            yield Difference(line.label, "", line.words)


def _lines(node: Node, above: tuple[str, ...], common: bool = False) -> Iterator[Line]:
    for child in node.children:
        is_common = common or child.is_common
        if child.kind in ("group", "list", "library"):
            here = child.label or child.title
            if child.kind == "library" and child.key is not None and child.number:
                yield Line(" › ".join((*above, here)), child.title or str(child.key), is_common)
            yield from _lines(child, (*above, here) if here and here not in above else above, is_common)
        elif said := _says(child):
            yield Line(" › ".join(each for each in (*above, child.label) if each), said, is_common)


def _says(node: Node) -> str:
    if node.kind == "text":
        return node.words
    if node.kind in ("image", "sound", "film"):
        return ", ".join(node.files)
    if node.kind == "select":
        return dict(node.options).get(node.before, "") if node.before else ""
    if node.kind == "boolean":
        return YES if node.before else NO
    return node.before
