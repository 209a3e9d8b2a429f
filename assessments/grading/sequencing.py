"""Sequencing (xAPI `sequencing`): steps to put in order.

Marked by Kendall's tau (M. G. Kendall, « A new measure of rank correlation », Biometrika 30, 1938): of all pairs of
steps, those in the right order less those the wrong way round, out of all; never below 0. So only the right order has
full marks, two neighbours exchanged cost little, an order that is as much wrong as right, or reversed, earns nothing.
A step left out is in no pair: it earns nothing and loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score


@dataclass(frozen=True, kw_only=True)
class SequencingDefinition(Definition):
    """The steps' ids in the right order; `feedback` under "correct" and "incorrect". Raises ImpossibleDefinition."""

    order: tuple[str, ...]
    feedback: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.order) < 2:
            raise ImpossibleDefinition("too_few_choices")
        if len(set(self.order)) < len(self.order):
            raise ImpossibleDefinition("choice_twice")

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body, whose steps stand in no order, and key."""
        if {step["id"] for step in body["steps"]} != set(key["order"]):
            raise ImpossibleDefinition("unknown_choice")
        return cls(order=tuple(key["order"]), feedback=key.get("feedback", {}))


def read_response(definition: SequencingDefinition, response: object) -> tuple[str, ...]:
    """The steps in the order given; `response` is the list of their ids. Raises UnreadableResponse."""
    if not isinstance(response, list) or not all(isinstance(each, str) for each in response):
        raise UnreadableResponse("an order is a list of step ids")
    if len(set(response)) < len(response) or not set(response) <= set(definition.order):
        raise UnreadableResponse("a step is unknown, or there twice")
    return tuple(response)


def grade(definition: SequencingDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    place = {step: number for number, step in enumerate(definition.order)}
    pairs = list(combinations(read_response(definition, response), 2))
    right = sum(place[before] < place[after] for before, after in pairs)
    steps = len(definition.order)
    return Score.out_of(steps * (steps - 1) // 2, right - (len(pairs) - right))


def feedback(definition: SequencingDefinition, response: object) -> tuple[Said, ...]:
    """What the author says to the right order or to another one. Raises UnreadableResponse."""
    part = "correct" if grade(definition, response).success else "incorrect"
    text = definition.feedback.get(part, "")
    return (Said(part, text),) if text else ()
