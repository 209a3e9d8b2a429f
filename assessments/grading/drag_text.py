"""Words of one shared pool, each to be put in its gap (ours; Moodle's « ddwtos »).

Every gap is worth the same. A word may fit several gaps, a gap may take several words, and words that fit nowhere
are welcome. The same word in every gap earns only the gaps where it belongs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.pieces import read_filled, said_of
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score


@dataclass(frozen=True, kw_only=True)
class DragTextDefinition(Definition):
    """The pool's word ids, and for each gap, in the text's order, the words that fit it.

    `feedback` stands under a gap's id (to who gets it wrong), "correct" and "incorrect". Raises ImpossibleDefinition.
    """

    words: tuple[str, ...]
    fitting: Mapping[str, frozenset[str]]
    feedback: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if problem := self._problem():
            raise ImpossibleDefinition(problem)

    def _problem(self) -> str:
        pool = set(self.words)
        rules = (
            (not self.fitting, "no_gap"),
            (len(self.words) < 2, "too_few_choices"),
            (len(pool) < len(self.words), "choice_twice"),
            (not all(self.fitting.values()), "no_right_choice"),
            (not all(words <= pool for words in self.fitting.values()), "unknown_choice"),
            (any(words >= pool for words in self.fitting.values()), "everything_is_right"),
        )
        return next((code for broken, code in rules if broken), "")

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key."""
        gaps = [piece["gap"] for piece in body["pieces"] if "gap" in piece]
        if len(set(gaps)) < len(gaps) or set(gaps) != set(key["gaps"]):
            raise ImpossibleDefinition("gaps_differ")
        return cls(
            words=tuple(word["id"] for word in body["words"]),
            fitting={gap: frozenset(key["gaps"][gap]) for gap in gaps},
            feedback=key.get("feedback", {}),
        )


def read_response(definition: DragTextDefinition, response: object) -> dict[str, str]:
    """The id of the word put in each gap, "" for none. Raises UnreadableResponse."""
    filled = read_filled(definition.fitting, response)
    if not set(filled.values()) <= {"", *definition.words}:
        raise UnreadableResponse("a word is not in the pool")
    return filled


def right_gaps(definition: DragTextDefinition, response: object) -> frozenset[str]:
    """The gaps that hold a word that fits. Raises UnreadableResponse."""
    filled = read_response(definition, response)
    return frozenset(gap for gap, words in definition.fitting.items() if filled[gap] in words)


def grade(definition: DragTextDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    return Score.out_of(len(definition.fitting), len(right_gaps(definition, response)))


def feedback(definition: DragTextDefinition, response: object) -> tuple[Said, ...]:
    """What the author says of the whole, then of each gap that is wrong, in their order. Raises UnreadableResponse."""
    wrong = definition.fitting.keys() - right_gaps(definition, response)
    return said_of(definition.fitting, wrong, definition.feedback)
