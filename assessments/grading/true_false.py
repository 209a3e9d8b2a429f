"""True or false (xAPI `true-false`): all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score


@dataclass(frozen=True, kw_only=True)
class TrueFalseDefinition(Definition):
    """Whether the sentence is true; `feedback` under "true" and "false". Raises ImpossibleDefinition."""

    correct: bool
    feedback: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.correct, bool):
            raise ImpossibleDefinition("not_a_truth_value")

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body (which says nothing more) and key."""
        return cls(correct=key["correct"], feedback=key.get("feedback", {}))


def read_response(response: object) -> bool | None:
    """What was answered, None when nothing was. Raises UnreadableResponse."""
    if response is not None and not isinstance(response, bool):
        raise UnreadableResponse("a sentence is true or false")
    return response


def grade(definition: TrueFalseDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    return Score.out_of(1, read_response(response) is definition.correct)


def feedback(definition: TrueFalseDefinition, response: object) -> tuple[Said, ...]:
    """What the author says to who answered so. Raises UnreadableResponse."""
    answered = read_response(response)
    part = "true" if answered else "false"
    text = "" if answered is None else definition.feedback.get(part, "")
    return (Said(part, text),) if text else ()
