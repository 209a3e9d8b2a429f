"""Matching (xAPI `matching`): each thing on one side goes with one on the other.

Each right pair earns one, a wrong one or none earns nothing (as Moodle's « match » marks). Targets may be more than
the sources, to make guessing harder, and one target may be right for several sources.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.pairs import read_pairs, refuse_impossible, rows_right
from assessments.grading.score import Said, Score


@dataclass(frozen=True, kw_only=True)
class MatchingDefinition(Definition):
    """Ids of both sides, the target of each source; `feedback` under "correct", "incorrect" and a source's id.

    The order of ids means nothing. Raises ImpossibleDefinition.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    pairs: Mapping[str, str]
    feedback: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse_impossible(self.sources, self.targets, self.pairs)

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key."""
        return cls(
            sources=tuple(each["id"] for each in body["sources"]),
            targets=tuple(each["id"] for each in body["targets"]),
            pairs=dict(key["pairs"]),
            feedback=key.get("feedback", {}),
        )


def read_response(definition: MatchingDefinition, response: object) -> Mapping[str, str]:
    """The target chosen for each source that has one. Raises UnreadableResponse."""
    return read_pairs(definition.sources, definition.targets, response)


def grade(definition: MatchingDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    given = read_response(definition, response)
    return Score.out_of(len(definition.sources), rows_right(definition.pairs, given))


def feedback(definition: MatchingDefinition, response: object) -> tuple[Said, ...]:
    """What the author says of the whole, then of each source whose target is not the right one.

    Raises UnreadableResponse.
    """
    given = read_response(definition, response)
    wrong = [source for source in definition.sources if given.get(source) != definition.pairs[source]]
    parts = ["incorrect" if wrong else "correct", *wrong]
    return tuple(Said(part, definition.feedback[part]) for part in parts if definition.feedback.get(part))
