"""Places to find on a picture (ours: xAPI has no name for it): « où cliqueriez-vous ? ».

One place: all or nothing, in any of the right areas. Several: each right area found earns one, each place that is in
none takes one away, never below 0, so that clicking everywhere gains nothing; two places in one area count once.
A place beside an area is still in it within the margin, unless it is well and truly in another one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score
from assessments.grading.shapes import Area, Point, is_within

MOST_PLACES = 20
WIDEST_MARGIN = 0.1


@dataclass(frozen=True, kw_only=True)
class HotspotDefinition(Definition):
    """The areas by id, the right ones, and how far outside an area still counts, as a share of the picture's sides.

    `named`: the areas that may be chosen in a list of their names, too. `feedback` stands under an area's id (to who
    misses it, or takes it wrongly), "correct" and "incorrect". Raises ImpossibleDefinition.
    """

    areas: Mapping[str, Area]
    correct: frozenset[str]
    several: bool = False
    margin: float = 0
    named: frozenset[str] = frozenset()
    feedback: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rules = (
            (not self.correct, "no_right_choice"),
            (not self.correct | self.named <= self.areas.keys(), "unknown_choice"),
            (bool(self.named) and not self.correct <= self.named, "unknown_choice"),
            (bool(self.named) and self.named == self.correct, "everything_is_right"),
            (len(self.correct) > MOST_PLACES, "too_many_places"),
            (not 0 <= self.margin <= WIDEST_MARGIN, "impossible_margin"),
        )
        if code := next((code for broken, code in rules if broken), ""):
            raise ImpossibleDefinition(code)

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key."""
        try:
            areas = {each["id"]: Area.of(each["shape"], each["corners"]) for each in key["areas"]}
        except ValueError as error:  # a point that is no pair
            raise ImpossibleDefinition("impossible_area") from error
        if len(areas) < len(key["areas"]):
            raise ImpossibleDefinition("choice_twice")
        return cls(
            areas=areas,
            correct=frozenset(key["correct"]),
            several=bool(body.get("several")),
            margin=key.get("margin", 0),
            named=frozenset(each["id"] for each in body["places"]) if body.get("listed") else frozenset(),
            feedback=key.get("feedback", {}),
        )

    def areas_at(self, place: Point) -> frozenset[str]:
        """The areas that a place counts for: right ones before wrong ones, those around it before those beside it."""
        around = {id for id, area in self.areas.items() if area.holds(place)}
        if around:
            return frozenset(around & self.correct or around)
        return frozenset(id for id in self.correct if self.areas[id].holds(place, margin=self.margin))


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The areas that an answer takes, and how many of its places, or names, are wrong."""

    areas: frozenset[str]
    wrong: int


def read_response(definition: HotspotDefinition, response: object) -> tuple[Point, ...] | frozenset[str]:
    """The places marked, or the ids of the areas chosen by name. Raises UnreadableResponse."""
    if isinstance(response, dict):
        return _named(definition, response)
    if not isinstance(response, list) or len(response) > (MOST_PLACES if definition.several else 1):
        raise UnreadableResponse("places are a list of pairs, no longer than the question asks for")
    if not all(isinstance(each, list | tuple) and len(each) == 2 for each in response):
        raise UnreadableResponse("a place is a pair of numbers")
    places = tuple(Point(*each) for each in response)
    if not all(is_within(each) for each in places):
        raise UnreadableResponse("a place lies on the picture: numbers from 0 to 1")
    return places


def _named(definition: HotspotDefinition, response: Mapping[Any, Any]) -> frozenset[str]:
    ids = response.get("named")
    if response.keys() != {"named"} or not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise UnreadableResponse("areas are named by a list of their ids")
    picked = frozenset(ids)
    if len(picked) < len(ids) or not picked <= definition.named or (len(picked) > 1 and not definition.several):
        raise UnreadableResponse("an area is not in the list, or there is one too many")
    return picked


def taken(definition: HotspotDefinition, response: object) -> Taken:
    """Raises UnreadableResponse."""
    given = read_response(definition, response)
    if isinstance(given, frozenset):
        return Taken(areas=given, wrong=len(given - definition.correct))
    at = [definition.areas_at(place) for place in given]
    return Taken(areas=frozenset().union(*at), wrong=sum(not areas & definition.correct for areas in at))


def grade(definition: HotspotDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    given = taken(definition, response)
    right = len(given.areas & definition.correct)
    return Score.out_of(len(definition.correct), right - given.wrong) if definition.several else Score.out_of(1, right)


def feedback(definition: HotspotDefinition, response: object) -> tuple[Said, ...]:
    """What the author says of the whole, then of each area missed or taken wrongly. Raises UnreadableResponse."""
    success = grade(definition, response).success
    amiss = frozenset() if success else taken(definition, response).areas ^ definition.correct
    heard = ("correct" if success else "incorrect", *(area for area in definition.areas if area in amiss))
    return tuple(Said(part, text) for part in heard if (text := definition.feedback.get(part, "")))
