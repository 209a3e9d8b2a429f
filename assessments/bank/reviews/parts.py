"""What every interaction's review is made from, and the pieces that several of them show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.bank.models import ItemVersion
from assessments.bank.shuffling import Chance
from assessments.grading import Score


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What a trainer said of an answer: the level (id) of each criterion (id), and a comment for the learner."""

    levels: Mapping[str, str]
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """A version, its definition (of its own interaction), what was answered, and what that scored.

    `marks`: of an answer that a trainer looked at.
    """

    version: ItemVersion
    definition: Any
    given: Any
    score: Score
    chance: Chance
    marks: Marks | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewedChoice:
    """A choice, whether it was picked and whether it is right; `partly`: it is not, but is worth something."""

    text: str
    picked: bool
    right: bool
    partly: bool = False


@dataclass(frozen=True, kw_only=True)
class ReviewedChoices:
    choices: tuple[ReviewedChoice, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewedText:
    """What was typed, and the right answer where it was not that."""

    given: str
    expected: str
