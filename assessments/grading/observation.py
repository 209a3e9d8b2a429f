"""Something done in the room (xAPI `performance`): the person says that it is done, a trainer has seen it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from assessments.grading.problems import UnreadableResponse
from assessments.grading.rubric import Rubric, TrainerMarked, unmarked
from assessments.grading.score import Said, Score


@dataclass(frozen=True, kw_only=True)
class ObservationDefinition(TrainerMarked):
    """What the trainer looks at; `instructions` are the author's words to trainers alone, and mark nothing."""

    rubric: Rubric
    instructions: str = ""

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored key."""
        return cls(rubric=Rubric.read(key), instructions=key.get("instructions", ""))

    def check(self, response: object) -> None:
        """{"done": bool}, and nothing else. Raises UnreadableResponse."""
        if not isinstance(response, Mapping) or response.keys() != {"done"} or not isinstance(response["done"], bool):
            raise UnreadableResponse('something to do is answered by {"done": true}')


def grade(definition: ObservationDefinition, response: object) -> Score:
    """What it is worth before a trainer has seen it. Raises UnreadableResponse."""
    return unmarked(definition, response)


def feedback(definition: ObservationDefinition, response: object) -> tuple[Said, ...]:
    """Nothing: the trainer says it, in the room and in the comment. Raises UnreadableResponse."""
    definition.check(response)
    return ()
