"""Areas of a picture, in shares of its width and of its height, both from 0 to 1, counted from the left and the top."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

from assessments.grading.problems import ImpossibleDefinition

SHAPES = ("rectangle", "ellipse", "polygon")
MOST_CORNERS = 30


class Point(NamedTuple):
    """A place of a picture: `x` from its left side, `y` from its top."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Area:
    """A rectangle or an ellipse between two opposite corners, or a polygon by its corners.

    Raises ImpossibleDefinition for one that no place can be in.
    """

    shape: str
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        within = all(is_within(each) for each in self.points)
        if self.shape not in SHAPES or not within or not self._has_corners() or not self._surface():
            raise ImpossibleDefinition("impossible_area")

    @classmethod
    def of(cls, shape: str, points: Iterable[Sequence[float]]) -> Self:
        """From what a key stores: the points as pairs of numbers."""
        return cls(shape=shape, points=tuple(Point(x, y) for x, y in points))

    def holds(self, place: Point, *, margin: float = 0) -> bool:
        """Whether the place is in the area, its edge included, or at most `margin` outside."""
        if self.shape == "polygon":
            return _is_inside(place, self.points) or (margin > 0 and self._distance(place) <= margin)
        left, top, right, bottom = self.box
        if self.shape == "rectangle":
            return left - margin <= place.x <= right + margin and top - margin <= place.y <= bottom + margin
        across = (place.x - (left + right) / 2) / ((right - left) / 2 + margin)
        down = (place.y - (top + bottom) / 2) / ((bottom - top) / 2 + margin)
        return across * across + down * down <= 1

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the smallest rectangle around it."""
        across, down = [each.x for each in self.points], [each.y for each in self.points]
        return min(across), min(down), max(across), max(down)

    def _has_corners(self) -> bool:
        number = len(self.points)
        return 3 <= number <= MOST_CORNERS if self.shape == "polygon" else number == 2

    def _surface(self) -> bool:
        left, top, right, bottom = self.box
        return left < right and top < bottom

    def _distance(self, place: Point) -> float:
        return min(_distance(place, start, end) for start, end in pairwise((*self.points, self.points[0])))


def is_within(place: Point) -> bool:
    """Whether the place is on the picture; what is no number is nowhere."""
    return all(isinstance(each, int | float) and not isinstance(each, bool) and 0 <= each <= 1 for each in place)


def _is_inside(place: Point, corners: Sequence[Point]) -> bool:
    """Whether a line from the place to the right crosses the edges an odd number of times."""
    crossed = (
        place.x <= start.x + (end.x - start.x) * (place.y - start.y) / (end.y - start.y)
        for start, end in pairwise((*corners, corners[0]))
        if (start.y > place.y) != (end.y > place.y)
    )
    return sum(crossed) % 2 == 1


def _distance(place: Point, start: Point, end: Point) -> float:
    """From a place to the nearest point of an edge."""
    across, down = end.x - start.x, end.y - start.y
    length = across * across + down * down
    along = ((place.x - start.x) * across + (place.y - start.y) * down) / length if length else 0
    share = min(max(along, 0), 1)
    return math.hypot(place.x - start.x - share * across, place.y - start.y - share * down)
