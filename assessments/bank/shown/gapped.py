"""A text with gaps as learners see it: its pieces in order, each gap a field to type in or a list to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ShownOption:
    """What a gap may be filled with; `value` is what its list sends, « gap:option »."""

    value: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ShownPiece:
    """Text, or a gap: its id, its place among the gaps from 1, and the options of its list, if it has one."""

    text: str = ""
    gap: str = ""
    number: int = 0
    options: tuple[ShownOption, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownGaps:
    """The text; `first` is the control where an error leads."""

    pieces: tuple[ShownPiece, ...]
    gaps: int
    first: str = "answer_1"


def shown_gaps(pieces: Sequence[Mapping[str, Any]], lists: Mapping[str, Sequence[Mapping[str, str]]]) -> ShownGaps:
    """The pieces that a body stores, with the list of each gap that has one, in the order to show."""
    shown: list[ShownPiece] = []
    gaps = 0
    for piece in pieces:
        if "gap" not in piece:
            shown.append(ShownPiece(text=piece["text"]))
            continue
        gaps, gap = gaps + 1, piece["gap"]
        options = (ShownOption(value=f"{gap}:{each['id']}", text=each["text"]) for each in lists.get(gap, ()))
        shown.append(ShownPiece(gap=gap, number=gaps, options=tuple(options)))
    return ShownGaps(pieces=tuple(shown), gaps=gaps)
