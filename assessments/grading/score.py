"""What a marked answer comes to, in xAPI's words."""

from dataclasses import dataclass
from typing import NamedTuple, Self


class Said(NamedTuple):
    """What an author says after an answer; `part` names the piece of the key it stands at (a choice's id, "true"…)."""

    part: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """`raw` lies between `min` and `max`; `scaled` is its place there, 0 to 1; full marks are a success."""

    raw: float
    min: float
    max: float
    scaled: float
    success: bool

    @classmethod
    def out_of(cls, maximum: float, raw: float) -> Self:
        """A score from 0 to `maximum`, which is above 0; a `raw` beyond either end is brought back to it."""
        raw = float(min(max(raw, 0), maximum))
        return cls(raw=raw, min=0, max=float(maximum), scaled=raw / maximum, success=raw == maximum)
