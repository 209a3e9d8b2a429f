"""Short answer (xAPI `fill-in`): right when it is one of the accepted variants, whatever the way it is typed.

Forgiven: capitals, accents, cedillas, spaces (missing, doubled, before or after), curly or straight
apostrophes, œ for oe, signs that do not show. Beginners are asked what they know, not how they type.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score

MAX_LENGTH = 500  # signs; a short answer is a few words
ALIKE = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})  # accents set apart by NFKD, joiners, direction marks, controls


def forgiven(text: str) -> str:
    """What is left of `text` without all that is forgiven: two texts that agree here are the same answer."""
    plain = unicodedata.normalize("NFKD", text.translate(ALIKE)).casefold().translate(ALIKE)
    signs = unicodedata.normalize("NFKD", plain)
    return "".join(sign for sign in signs if unicodedata.category(sign) not in UNSEEN and not sign.isspace())


@dataclass(frozen=True, kw_only=True)
class FillInDefinition(Definition):
    """The variants accepted; `feedback` under "correct" and "incorrect". Raises ImpossibleDefinition."""

    accepted: tuple[str, ...]
    feedback: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.accepted or not all(forgiven(text) for text in self.accepted):
            raise ImpossibleDefinition("no_accepted_answer")
        if any(len(text) > MAX_LENGTH for text in self.accepted):
            raise ImpossibleDefinition("answer_too_long")

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body (which says nothing more) and key."""
        return cls(accepted=tuple(key["accepted"]), feedback=key.get("feedback", {}))


def read_response(response: object) -> str:
    """The text typed, empty when nothing was. Raises UnreadableResponse."""
    if not isinstance(response, str) or len(response) > MAX_LENGTH:
        raise UnreadableResponse(f"a short answer is a text of at most {MAX_LENGTH} signs")
    if any(sign == "\x00" or unicodedata.category(sign) == "Cs" for sign in response):
        raise UnreadableResponse("NUL and lone surrogates are no text: no database keeps them")
    return response


def grade(definition: FillInDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    typed = forgiven(read_response(response))
    return Score.out_of(1, typed in {forgiven(text) for text in definition.accepted})


def feedback(definition: FillInDefinition, response: object) -> tuple[Said, ...]:
    """What the author says to a right or a wrong answer. Raises UnreadableResponse."""
    part = "correct" if grade(definition, response).success else "incorrect"
    text = definition.feedback.get(part, "")
    return (Said(part, text),) if text else ()
