"""How an attempt's figures are made: pure rules, no database."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

Span: TypeAlias = tuple[datetime.datetime, datetime.datetime]  # from, to
LONGEST_ABSENCE = datetime.timedelta(minutes=15)  # longer without an answer: the person had left


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place of an attempt's plan: its points, what its last answer was marked (0 to 1; None: no answer).

    `left` is the share of the points that hints have left (`left_after`).
    """

    points: float
    scaled: float | None
    neutral: bool = False  # a correction says that the question counts for nobody
    left: float = 1


@dataclass(frozen=True, kw_only=True)
class Total:
    """What the places come to: `scaled` is 0 to 1; `completion`: each question that counts has an answer."""

    raw: float
    maximum: float
    completion: bool

    @property
    def scaled(self) -> float:
        return min(self.raw / self.maximum, 1.0) if self.maximum > 0 else 0.0


def left_after(costs: Iterable[int]) -> float:
    """The share of a question's points that hints of these costs (percent) leave: 1 to 0, never below."""
    return max(100 - sum(costs), 0) / 100


def total_of(places: Iterable[Place]) -> Total:
    """The sum of each question's points times its last answer's mark, less what hints cost; no answer is worth 0.

    A neutral question is left out, of the points and of the maximum, except for whoever it raises: so one that is
    neutralised lowers nobody, and gives nobody points for an answer that was not given (docs/decisions/0029). Its hints
    cost nothing any more.
    """
    places = list(places)
    firm = [place for place in places if not place.neutral]
    raw = sum(place.points * (place.scaled or 0) * place.left for place in firm)
    maximum = sum(place.points for place in firm)
    neutral = sorted((place for place in places if place.neutral), key=lambda place: -(place.scaled or 0))
    for place in neutral:
        scaled = place.scaled or 0
        if maximum == 0 or scaled * maximum > raw:
            raw, maximum = raw + place.points * scaled, maximum + place.points
    return Total(raw=raw, maximum=maximum, completion=all(place.scaled is not None for place in firm))


def success_after(*, success: bool, before: float, after: float, passed: bool, completed: bool) -> bool:
    """Whether a result whose score of 0 to 1 went from `before` to `after` is a success; `passed`: by today's mark.

    The activity's pass mark may be another one by now: a score that rises, or a result that is now whole
    (`completed`), loses no success by it; one that falls gains none; the same score stays what it was.
    """
    if after < before:
        return success and passed
    return success or (passed and (after > before or completed))


def passes(*, scaled: float, pass_mark: int, completion: bool) -> bool:
    """Whether a score of 0 to 1 reaches the pass mark (percent); without a mark, going to the end is enough."""
    if pass_mark == 0:
        return completion
    return round(scaled * 100, 6) >= pass_mark  # 0.29 × 100 is a hair under 29 for a computer


def active_seconds(moments: Iterable[datetime.datetime], breaks: Sequence[Span] = ()) -> int:
    """The time between the first and the last of these moments, in whole seconds, without the breaks or long absences.

    So never more than wall time; a clock that was set back counts for nothing.
    """
    worked = (moment - _rest_before(moment, breaks) for moment in sorted(moments))
    gaps = (later - earlier for earlier, later in pairwise(worked))
    return int(sum((gap for gap in gaps if gap <= LONGEST_ABSENCE), datetime.timedelta()).total_seconds())


def _rest_before(moment: datetime.datetime, breaks: Sequence[Span]) -> datetime.timedelta:
    return sum((min(moment, end) - start for start, end in breaks if start < moment), datetime.timedelta())
