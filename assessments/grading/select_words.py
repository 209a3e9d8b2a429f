"""Words to pick in a running text (ours; H5P's « mark the words »).

Each right word picked earns one, each wrong word picked takes one away, never below 0: picking the whole text gains
nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from assessments.grading.definition import Definition
from assessments.grading.pieces import said_of
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score


@dataclass(frozen=True, kw_only=True)
class SelectWordsDefinition(Definition):
    """The ids of the words that may be picked, in the text's order, and the right ones.

    `feedback` stands under a word's id (to who misses it, or picks it wrongly), "correct" and "incorrect".
    Raises ImpossibleDefinition.
    """

    words: tuple[str, ...]
    correct: frozenset[str]
    feedback: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rules = (
            (len(self.words) < 2, "too_few_choices"),
            (len(set(self.words)) < len(self.words), "choice_twice"),
            (not self.correct, "no_right_choice"),
            (not self.correct <= set(self.words), "unknown_choice"),
            (self.correct >= set(self.words), "everything_is_right"),
        )
        if code := next((code for broken, code in rules if broken), ""):
            raise ImpossibleDefinition(code)

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key."""
        return cls(
            words=tuple(piece["word"] for piece in body["pieces"] if "word" in piece),
            correct=frozenset(key["correct"]),
            feedback=key.get("feedback", {}),
        )


def read_response(definition: SelectWordsDefinition, response: object) -> frozenset[str]:
    """The words picked; `response` is the list of their ids, empty for none. Raises UnreadableResponse."""
    if not isinstance(response, list) or not all(isinstance(each, str) for each in response):
        raise UnreadableResponse("words are picked by a list of their ids")
    picked = frozenset(response)
    if len(picked) < len(response) or not picked <= set(definition.words):
        raise UnreadableResponse("a word is not in the text, or picked twice")
    return picked


def grade(definition: SelectWordsDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    picked = read_response(definition, response)
    right = len(picked & definition.correct)
    return Score.out_of(len(definition.correct), right - len(picked - definition.correct))


def feedback(definition: SelectWordsDefinition, response: object) -> tuple[Said, ...]:
    """What the author says of the whole, then of each word missed or picked wrongly. Raises UnreadableResponse."""
    wrong = read_response(definition, response) ^ definition.correct
    return said_of(definition.words, wrong, definition.feedback)
