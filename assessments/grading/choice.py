"""Choice (xAPI `choice`): one right answer, or several.

One right answer: all or nothing. Several: each right tick earns one, each wrong tick takes one away, never
below 0. So half an answer is worth half, and ticking at random gains nothing. (Moodle's « multichoice » with
several answers marks alike.)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score


@dataclass(frozen=True, kw_only=True)
class ChoiceDefinition(Definition):
    """Option ids in order, the right ones, what is said to who picks each. Raises ImpossibleDefinition."""

    choices: tuple[str, ...]
    correct: frozenset[str]
    multiple: bool
    feedback: Mapping[str, str] = field(default_factory=dict)

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
        )
        return next((code for broken, code in rules if broken), "")

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key."""
        return cls(
            choices=tuple(choice["id"] for choice in body["choices"]),
            correct=frozenset(key["correct"]),
            multiple=bool(body.get("multiple")),
            feedback=key.get("feedback", {}),
        )


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
    right = len(picked & definition.correct)
    return Score.out_of(len(definition.correct), right - len(picked - definition.correct))


def feedback(definition: ChoiceDefinition, response: object) -> tuple[Said, ...]:
    """What the author says to who picked these options, in the options' order. Raises UnreadableResponse."""
    picked = read_response(definition, response)
    said = (Said(choice, definition.feedback.get(choice, "")) for choice in definition.choices if choice in picked)
    return tuple(each for each in said if each.text)
