"""What a trainer looks at in a piece of work: criteria, each with levels of so many points. Only a person can mark it.

A simple criterion, yes or no, is one of two levels.
"""

import math
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.problems import ImpossibleDefinition, UnreadableMarks
from assessments.grading.score import Score


@dataclass(frozen=True, kw_only=True)
class Level:
    """How far a work may meet a criterion, and the points that it then earns: 0 or more."""

    id: str
    text: str
    points: float


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One thing looked at, with two levels or more, in their author's order. Raises ImpossibleDefinition."""

    id: str
    text: str
    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        points = [level.points for level in self.levels]
        rules = (
            (len(self.levels) < 2, "too_few_levels"),
            (len({level.id for level in self.levels}) < len(self.levels), "level_twice"),
            (not all(math.isfinite(each) and each >= 0 for each in points), "impossible_points"),
            (len(set(points)) < 2, "levels_alike"),
        )
        if code := next((code for broken, code in rules if broken), ""):
            raise ImpossibleDefinition(code)

    @property
    def most(self) -> float:
        """The points of the best level."""
        return max(level.points for level in self.levels)

    def level(self, id: str) -> Level | None:
        return next((level for level in self.levels if level.id == id), None)


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """The criteria of a question, in their author's order; each counts for its points. Raises ImpossibleDefinition."""

    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        if not self.criteria:
            raise ImpossibleDefinition("no_criterion")
        if len({criterion.id for criterion in self.criteria}) < len(self.criteria):
            raise ImpossibleDefinition("criterion_twice")

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From a version's key: {"criteria": [{"id", "text", "levels": [{"id", "text", "points"}]}]}."""
        return cls(
            criteria=tuple(
                Criterion(id=each["id"], text=each["text"], levels=tuple(Level(**level) for level in each["levels"]))
                for each in stored["criteria"]
            )
        )

    @property
    def maximum(self) -> float:
        """The points of a work that meets every criterion at its best level: above 0."""
        return sum(criterion.most for criterion in self.criteria)


class TrainerMarked(Definition):
    """What no machine can mark: such an answer waits for a trainer, who says the level of each criterion."""

    rubric: Rubric

    @abstractmethod
    def check(self, response: object) -> None:
        """Raises UnreadableResponse for what cannot have come from this question's form."""


def score(rubric: Rubric, marks: Mapping[str, str]) -> Score:
    """The sum of the points of the levels reached; `marks` says the level (id) of every criterion (id).

    A better level of one criterion never lowers it. Raises UnreadableMarks.
    """
    return Score.out_of(rubric.maximum, sum(level.points for level in levels_reached(rubric, marks).values()))


def levels_reached(rubric: Rubric, marks: Mapping[str, str]) -> dict[str, Level]:
    """The level reached in each criterion, by its id, in the rubric's order. Raises UnreadableMarks."""
    if marks.keys() != {criterion.id for criterion in rubric.criteria}:
        raise UnreadableMarks("each criterion of the rubric has its level, and no other has one")
    reached = {criterion.id: criterion.level(marks[criterion.id]) for criterion in rubric.criteria}
    known = {id: level for id, level in reached.items() if level is not None}
    if len(known) < len(reached):
        raise UnreadableMarks("a level is unknown to its criterion")
    return known


def unmarked(definition: TrainerMarked, response: object) -> Score:
    """What an answer is worth until a trainer has looked at it: nothing. Raises UnreadableResponse."""
    definition.check(response)
    return Score.out_of(definition.rubric.maximum, 0)
