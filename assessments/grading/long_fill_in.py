"""A long answer (xAPI `long-fill-in`): a text of one's own, that a trainer looks at by a rubric."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from assessments.grading.problems import UnreadableResponse
from assessments.grading.rubric import Rubric, TrainerMarked, unmarked
from assessments.grading.score import Said, Score

MAX_LENGTH = 10_000  # signs: some four pages


@dataclass(frozen=True, kw_only=True)
class LongFillInDefinition(TrainerMarked):
    """What the trainer looks at; how long the answer may be is advice, and marks nothing."""

    rubric: Rubric

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored key."""
        return cls(rubric=Rubric.read(key))

    def check(self, response: object) -> None:
        """A text that a database keeps. Raises UnreadableResponse."""
        if not isinstance(response, str) or len(response) > MAX_LENGTH:
            raise UnreadableResponse(f"a long answer is a text of at most {MAX_LENGTH} signs")
        if any(sign == "\x00" or unicodedata.category(sign) == "Cs" for sign in response):
            raise UnreadableResponse("NUL and lone surrogates are no text: no database keeps them")


def grade(definition: LongFillInDefinition, response: object) -> Score:
    """What it is worth before a trainer has looked at it. Raises UnreadableResponse."""
    return unmarked(definition, response)


def feedback(definition: LongFillInDefinition, response: object) -> tuple[Said, ...]:
    """Nothing: the trainer's comment comes with the marks. Raises UnreadableResponse."""
    definition.check(response)
    return ()
