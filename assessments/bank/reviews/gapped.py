"""A text with gaps once answered: what stood in each gap, and what belongs there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ReviewedPiece:
    """Text, or a gap (`number` from 1): what was put there, empty for nothing, and the right text where it was not."""

    text: str = ""
    number: int = 0
    given: str = ""
    right: bool = False
    expected: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewedGaps:
    pieces: tuple[ReviewedPiece, ...]


def reviewed_gaps(
    pieces: Sequence[Mapping[str, Any]],
    *,
    given: Mapping[str, str],
    right: Collection[str],
    expected: Mapping[str, str],
) -> ReviewedGaps:
    """The pieces that a body stores; by gap, the text put there and the right one; `right` are the gaps that are."""
    reviewed: list[ReviewedPiece] = []
    gaps = 0
    for piece in pieces:
        if "gap" not in piece:
            reviewed.append(ReviewedPiece(text=piece["text"]))
            continue
        gaps, gap = gaps + 1, piece["gap"]
        wanted = "" if gap in right else expected[gap]
        reviewed.append(ReviewedPiece(number=gaps, given=given.get(gap, ""), right=gap in right, expected=wanted))
    return ReviewedGaps(pieces=tuple(reviewed))
