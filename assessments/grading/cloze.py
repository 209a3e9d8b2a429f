"""A text with several gaps (ours; Moodle's word for it): each is typed, or chosen from a list of its own.

Every gap is worth the same, and half the gaps are half the marks. What is typed is forgiven as a short answer is
(`fill_in.forgiven`); an empty gap is a wrong one and takes nothing away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.fill_in import forgiven
from assessments.grading.pieces import LONGEST, read_filled, said_of
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score


@dataclass(frozen=True, kw_only=True)
class TypedGap:
    """A gap to type in, and the variants accepted. Raises ImpossibleDefinition."""

    accepted: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.accepted or not all(forgiven(text) for text in self.accepted):
            raise ImpossibleDefinition("no_accepted_answer")
        if any(len(text) > LONGEST for text in self.accepted):
            raise ImpossibleDefinition("answer_too_long")

    def is_right(self, typed: str) -> bool:
        return forgiven(typed) in {forgiven(text) for text in self.accepted}


@dataclass(frozen=True, kw_only=True)
class ChosenGap:
    """A gap with its own list: the ids offered, and the right one. Raises ImpossibleDefinition."""

    choices: tuple[str, ...]
    correct: str

    def __post_init__(self) -> None:
        rules = (
            (len(self.choices) < 2, "too_few_choices"),
            (len(set(self.choices)) < len(self.choices), "choice_twice"),
            (self.correct not in self.choices, "no_right_choice"),
        )
        if code := next((code for broken, code in rules if broken), ""):
            raise ImpossibleDefinition(code)

    def is_right(self, chosen: str) -> bool:
        return chosen == self.correct


Gap = TypedGap | ChosenGap


@dataclass(frozen=True, kw_only=True)
class ClozeDefinition(Definition):
    """The gaps by id, in the text's order; `feedback` under a gap's id (to who gets it wrong), "correct" and
    "incorrect". Raises ImpossibleDefinition."""

    gaps: Mapping[str, Gap]
    feedback: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.gaps:
            raise ImpossibleDefinition("no_gap")

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key."""
        shown = [piece for piece in body["pieces"] if "gap" in piece]
        if len({piece["gap"] for piece in shown}) < len(shown) or {piece["gap"] for piece in shown} != set(key["gaps"]):
            raise ImpossibleDefinition("gaps_differ")
        gaps = {piece["gap"]: _gap(piece, key["gaps"][piece["gap"]]) for piece in shown}
        return cls(gaps=gaps, feedback=key.get("feedback", {}))


def _gap(shown: Mapping[str, Any], right: Mapping[str, Any]) -> Gap:
    if "choices" in shown:
        return ChosenGap(choices=tuple(choice["id"] for choice in shown["choices"]), correct=right["correct"])
    return TypedGap(accepted=tuple(right["accepted"]))


def read_response(definition: ClozeDefinition, response: object) -> dict[str, str]:
    """What stands in each gap: a text typed or an option's id, "" for nothing. Raises UnreadableResponse."""
    filled = read_filled(definition.gaps, response)
    for name, gap in definition.gaps.items():
        if isinstance(gap, ChosenGap) and filled[name] not in ("", *gap.choices):
            raise UnreadableResponse("an option is not in the list of its gap")
    return filled


def right_gaps(definition: ClozeDefinition, response: object) -> frozenset[str]:
    """The gaps that are filled rightly. Raises UnreadableResponse."""
    filled = read_response(definition, response)
    return frozenset(name for name, gap in definition.gaps.items() if gap.is_right(filled[name]))


def grade(definition: ClozeDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    return Score.out_of(len(definition.gaps), len(right_gaps(definition, response)))


def feedback(definition: ClozeDefinition, response: object) -> tuple[Said, ...]:
    """What the author says of the whole, then of each gap that is wrong, in their order. Raises UnreadableResponse."""
    wrong = definition.gaps.keys() - right_gaps(definition, response)
    return said_of(definition.gaps, wrong, definition.feedback)
