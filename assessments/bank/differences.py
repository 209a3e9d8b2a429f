"""What changed from one version of a question to another, word by word, as an author reads it.

It knows no interaction: it walks through what is shown and through the key, and names what is named in them. A choice
that keeps its id is the same choice, wherever it stands.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Path = tuple[str, ...]
Change = Literal["same", "added", "removed", "changed"]

# Names of what contents hold, in an author's words; what has none is shown under its stored name.
LABELS: Final[dict[str, Any]] = {
    "accepted": gettext_lazy("Accepted answer"),
    "areas": gettext_lazy("Area"),
    "categories": gettext_lazy("Category"),
    "choices": gettext_lazy("Choice"),
    "corners": gettext_lazy("Corners"),
    "correct": gettext_lazy("Right answer"),
    "criteria": gettext_lazy("Criterion"),
    "false": gettext_lazy("False"),
    "feedback": gettext_lazy("What to say"),
    "hints": gettext_lazy("Hint"),
    "incorrect": gettext_lazy("Wrong answer"),
    "instructions": gettext_lazy("For the trainer who watches"),
    "least": gettext_lazy("At least"),
    "levels": gettext_lazy("Level"),
    "listed": gettext_lazy("Names offered in a list"),
    "margin": gettext_lazy("Margin"),
    "media": gettext_lazy("File"),
    "most": gettext_lazy("At most"),
    "multiple": gettext_lazy("Several right answers"),
    "order": gettext_lazy("Order"),
    "pairs": gettext_lazy("Pair"),
    "places": gettext_lazy("Area"),
    "points": gettext_lazy("Points"),
    "prompt": gettext_lazy("Question"),
    "several": gettext_lazy("Several places to find"),
    "shape": gettext_lazy("Shape"),
    "shuffle": gettext_lazy("Shuffle the choices"),
    "steps": gettext_lazy("Step"),
    "text": gettext_lazy("Text"),
    "true": gettext_lazy("True"),
    "words": gettext_lazy("Words"),
}
_HALVES = frozenset({"shown", "key"})  # what learners see and what they do not: said of no line


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Words that stayed, came or went."""

    text: str
    change: Change


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that the question says: what it is, and its words with what changed in them."""

    label: str
    change: Change
    pieces: tuple[Piece, ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Line]:
    """Every line of both, in the order of the second; what went stands where it stood."""
    old, new = dict(_lines(before)), dict(_lines(after))
    return [_line(path, old, new, names=_names(before) | _names(after)) for path in _merged(list(old), list(new))]


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The words of both: what stayed and what went make the first text, what stayed and what came the second."""
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece(text="".join(old[a:b]), change="same"))
            continue
        gone, come = Piece(text="".join(old[a:b]), change="removed"), Piece(text="".join(new[c:d]), change="added")
        pieces += [each for each in (gone, come) if each.text]
    return tuple(pieces)


def _line(path: Path, old: Mapping[Path, Any], new: Mapping[Path, Any], *, names: Mapping[str, str]) -> Line:
    label = " – ".join(_named(path, names))
    if path in old and path in new:
        pieces = word_pieces(_said(path, old[path], names), _said(path, new[path], names))
        change: Change = "same" if all(each.change == "same" for each in pieces) else "changed"
        return Line(label=label, change=change, pieces=pieces)
    change, value = ("added", new[path]) if path in new else ("removed", old[path])
    return Line(label=label, change=change, pieces=(Piece(text=_said(path, value, names), change=change),))


def _lines(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """What a content says, each with the way to it: a list's members by their id, else by what they are."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name != "id":
                yield from _lines(inner, (*path, str(name)))
    elif isinstance(value, list | tuple) and path[-1:] == ("order",):
        yield path, tuple(value)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _lines(inner, (*path, _member(inner, number)))
    elif value not in ("", None):
        yield path, value


def _member(inner: Any, number: int) -> str:
    if isinstance(inner, Mapping):
        return str(inner.get("id", number))
    return str(number) if isinstance(inner, list) else f"={inner}"


def _names(value: Any) -> dict[str, str]:
    """What bears an id and a text, by id."""
    if isinstance(value, Mapping):
        own = {str(value["id"]): str(value["text"])} if {"id", "text"} <= value.keys() else {}
        return own | _all_names(value.values())
    return _all_names(value) if isinstance(value, list | tuple) else {}


def _all_names(values: Iterable[Any]) -> dict[str, str]:
    return {name: text for inner in values for name, text in _names(inner).items()}


def _named(path: Path, names: Mapping[str, str]) -> list[str]:
    """The words of the way: not the numbers of members, nor the name of what the line itself says."""
    way = list(path[1:] if path[0] in _HALVES else path)
    if len(way) > 2 and way[-1] == "text":
        way = way[:-2]  # the text of a choice: « Choice » says it
    told = [each for each in way if not each.startswith("=") and (each in names or not each.isdigit())]
    return [str(names.get(each) or LABELS.get(each) or each.replace("_", " ")) for each in told]


def _said(path: Path, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        yes, no = (_("True"), _("False")) if path[-1] == "correct" else (_("yes"), _("no"))
        return yes if value else no
    if isinstance(value, tuple):
        return " → ".join(names.get(str(each), str(each)) for each in value)
    is_name = path[-1].startswith("=") or "pairs" in path
    return names.get(str(value), str(value)) if is_name else str(value)


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _merged(old: list[Path], new: list[Path]) -> list[Path]:
    merged, kept = list(new), set(new)
    for place, path in enumerate(old):
        if path not in kept:
            at = merged.index(old[place - 1]) + 1 if place else 0
            merged.insert(at, path)
    return merged
