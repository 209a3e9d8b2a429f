"""Choice (xAPI `choice`): one right answer, or several.

One right answer: all or nothing. Several: each right tick earns one, each wrong tick takes one away, never
below 0. So half an answer is worth half, and ticking at random gains nothing. Where its author says what each choice
is worth, from −1 to 1, the score is the sum of those ticked, brought back between 0 and 1 (Moodle's « multichoice »).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score


@dataclass(frozen=True, kw_only=True)
class ChoiceDefinition(Definition):
    """Option ids in order, the right ones, what is said to who picks each. Raises ImpossibleDefinition.

    `worth` by id, where the author says it: an option that is not there is worth 0, all the right ones make 1.
    """

    choices: tuple[str, ...]
    correct: frozenset[str]
    multiple: bool
    feedback: Mapping[str, str] = field(default_factory=dict)
    worth: Mapping[str, float] | None = None

    def __post_init__(self) -> None:
        if problem := self._problem():
            raise ImpossibleDefinition(problem)

    def _problem(self) -> str:
        rules = (
            (len(self.choices) < 2, "too_few_choices"),
            (len(set(self.choices)) < len(self.choices), "choice_twice"),
            (not self.correct, "no_right_choice"),
            (not self.correct <= set(self.choices), "unknown_choice"),
            (not self.multiple and len(self.correct) > 1, "several_right_choices"),
            (self.worth is not None and not self._is_worth_something(self.worth), "impossible_worth"),
        )
        return next((code for broken, code in rules if broken), "")

    def _is_worth_something(self, worth: Mapping[str, float]) -> bool:
        """Each choice from −1 to 1, none of the right ones below 0, and full marks within reach."""
        within = all(-1 <= value <= 1 for value in worth.values())  # not a number is not within
        known = worth.keys() <= set(self.choices) and all(worth.get(choice, 0) > 0 for choice in self.correct)
        gains = [value for value in worth.values() if value > 0]
        most = math.fsum(gains) if self.multiple else max(gains, default=0)
        return within and known and rounded(most) >= 1

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key."""
        return cls(
            choices=tuple(choice["id"] for choice in body["choices"]),
            correct=frozenset(key["correct"]),
            multiple=bool(body.get("multiple")),
            feedback=key.get("feedback", {}),
            worth=key.get("worth"),
        )


def rounded(worth: float) -> float:
    """Three thirds written with two decimals of a percent make one."""
    return round(worth, 3)


def read_response(definition: ChoiceDefinition, response: object) -> frozenset[str]:
    """The options picked; `response` is the list of their ids, empty for none. Raises UnreadableResponse."""
    if not isinstance(response, list) or not all(isinstance(each, str) for each in response):
        raise UnreadableResponse("a choice is answered by a list of option ids")
    picked = frozenset(response)
    if len(picked) < len(response) or not picked <= set(definition.choices):
        raise UnreadableResponse("an option is unknown, or picked twice")
    if len(picked) > 1 and not definition.multiple:
        raise UnreadableResponse("only one option may be picked")
    return picked


def grade(definition: ChoiceDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    picked = read_response(definition, response)
    if definition.worth is not None:
        return Score.out_of(1, rounded(math.fsum(definition.worth.get(choice, 0) for choice in picked)))
    right = len(picked & definition.correct)
    return Score.out_of(len(definition.correct), right - len(picked - definition.correct))


def feedback(definition: ChoiceDefinition, response: object) -> tuple[Said, ...]:
    """What the author says to who picked these options, in the options' order. Raises UnreadableResponse."""
    picked = read_response(definition, response)
    said = (Said(choice, definition.feedback.get(choice, "")) for choice in definition.choices if choice in picked)
    return tuple(each for each in said if each.text)
