"""Short answer (xAPI `fill-in`): right when it is one of the accepted variants, whatever the way it is typed.

What is forgiven is in `leniency`: by default accents and capitals, and no letter off.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.leniency import Leniency
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score

MAX_LENGTH = 500  # signs; a short answer is a few words
forgiven = Leniency().reduced  # a text without all that is forgiven where its author asks for nothing else


@dataclass(frozen=True, kw_only=True)
class FillInDefinition(Definition):
    """The variants accepted; `feedback` under "correct" and "incorrect". Raises ImpossibleDefinition."""

    accepted: tuple[str, ...]
    feedback: Mapping[str, str] = field(default_factory=dict)
    leniency: Leniency = field(default_factory=Leniency)

    def __post_init__(self) -> None:
        if not self.accepted or not all(self.leniency.reduced(text) for text in self.accepted):
            raise ImpossibleDefinition("no_accepted_answer")
        if any(len(text) > MAX_LENGTH for text in self.accepted):
            raise ImpossibleDefinition("answer_too_long")

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key."""
        counted = body.get("counts", ())
        leniency = Leniency(
            accents="accents" not in counted, capitals="capitals" not in counted, typos=key.get("typos", 0)
        )
        return cls(accepted=tuple(key["accepted"]), feedback=key.get("feedback", {}), leniency=leniency)


def read_response(response: object) -> str:
    """The text typed, empty when nothing was. Raises UnreadableResponse."""
    if not isinstance(response, str) or len(response) > MAX_LENGTH:
        raise UnreadableResponse(f"a short answer is a text of at most {MAX_LENGTH} signs")
    if any(sign == "\x00" or unicodedata.category(sign) == "Cs" for sign in response):
        raise UnreadableResponse("NUL and lone surrogates are no text: no database keeps them")
    return response


def grade(definition: FillInDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    return Score.out_of(1, definition.leniency.accepts(read_response(response), definition.accepted))


def is_well_written(definition: FillInDefinition, response: object) -> bool:
    """Right without a letter off. Raises UnreadableResponse."""
    return definition.leniency.is_same(read_response(response), definition.accepted)


def feedback(definition: FillInDefinition, response: object) -> tuple[Said, ...]:
    """What the author says to a right or a wrong answer. Raises UnreadableResponse."""
    part = "correct" if grade(definition, response).success else "incorrect"
    text = definition.feedback.get(part, "")
    return (Said(part, text),) if text else ()
