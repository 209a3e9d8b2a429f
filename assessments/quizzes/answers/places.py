"""A place marked on a picture, as a form and a draft write it: « 40.5,20 », in percent of the picture's sides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_WRITTEN = re.compile(r"(\d{1,3}(?:\.\d{1,2})?),(\d{1,3}(?:\.\d{1,2})?)")


@dataclass(frozen=True, kw_only=True)
class Place:
    """`across` from the left side, `down` from the top, in percent."""

    across: float
    down: float

    @classmethod
    def at(cls, across: float, down: float) -> Self:
        """Brought back on the picture, to a hundredth of a percent."""
        return cls(across=round(min(max(across, 0), 100), 2), down=round(min(max(down, 0), 100), 2))

    @property
    def value(self) -> str:
        return f"{self.across:g},{self.down:g}"

    @property
    def left(self) -> str:
        """For a drawing: whatever the language, with a point."""
        return f"{self.across:g}%"

    @property
    def top(self) -> str:
        return f"{self.down:g}%"

    @property
    def across_words(self) -> str:
        return f"{self.across:.0f}\u00a0%"

    @property
    def down_words(self) -> str:
        return f"{self.down:.0f}\u00a0%"

    @property
    def shares(self) -> list[float]:
        return [round(self.across / 100, 4), round(self.down / 100, 4)]


def places_in(values: Iterable[str]) -> tuple[Place, ...]:
    """Those of a form's values that are places of the picture."""
    found = (_WRITTEN.fullmatch(value) for value in values)
    places = (Place(across=float(each[1]), down=float(each[2])) for each in found if each)
    return tuple(place for place in places if place.across <= 100 and place.down <= 100)
