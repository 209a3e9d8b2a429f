"""Categorise (ours: xAPI has no name for it): each thing goes into one of a few categories.

Each thing in its place earns one. As there are few places, chance would earn much: a thing in a wrong place takes away
what chance gives, 1 / (categories - 1), never below 0; a thing left out is worth 0. So answering at random gains
nothing on average, as with a choice of several answers, and with two categories the rule is the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.pairs import read_pairs, refuse_impossible, rows_right
from assessments.grading.problems import ImpossibleDefinition
from assessments.grading.score import Said, Score


@dataclass(frozen=True, kw_only=True)
class CategoriseDefinition(Definition):
    """Ids, the category of each thing; `feedback` under "correct", "incorrect" and a category's id.

    The order of ids means nothing; a category may stay empty. Raises ImpossibleDefinition.
    """

    things: tuple[str, ...]
    categories: tuple[str, ...]
    places: Mapping[str, str]
    feedback: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse_impossible(self.things, self.categories, self.places)

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body, whose things stand in no order, and key: the things of each category."""
        placed = [(thing, category) for category, things in key["places"].items() for thing in things]
        if len(dict(placed)) < len(placed):
            raise ImpossibleDefinition("choice_twice")
        return cls(
            things=tuple(each["id"] for each in body["things"]),
            categories=tuple(each["id"] for each in body["categories"]),
            places=dict(placed),
            feedback=key.get("feedback", {}),
        )


def read_response(definition: CategoriseDefinition, response: object) -> Mapping[str, str]:
    """The category chosen for each thing that has one. Raises UnreadableResponse."""
    return read_pairs(definition.things, definition.categories, response)


def grade(definition: CategoriseDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    given = read_response(definition, response)
    right = rows_right(definition.places, given)
    return Score.out_of(len(definition.things), right - (len(given) - right) / (len(definition.categories) - 1))


def feedback(definition: CategoriseDefinition, response: object) -> tuple[Said, ...]:
    """What the author says of the whole, then of each category that lacks one of its things.

    Raises UnreadableResponse.
    """
    given = read_response(definition, response)
    lacking = {place for thing, place in definition.places.items() if given.get(thing) != place}
    parts = ["incorrect" if lacking else "correct", *(each for each in definition.categories if each in lacking)]
    return tuple(Said(part, definition.feedback[part]) for part in parts if definition.feedback.get(part))
