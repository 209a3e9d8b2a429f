"""A question as files of any format say it, before the bank and without it. Plain Python.

Texts are plain: what a file marks up is read to words. Marks are percents, as in Moodle: from -100 to 100.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

FULL = Decimal(100)
NONE = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a question begins in its file: line and rank, both from 1."""

    line: int = 0
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that a file says of a question and that was left out; the words are in `problems`."""

    code: str
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as its file holds it, and what it shows, in words that may be missing. Nobody has judged it yet."""

    content: bytes = field(repr=False)
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer that a question offers or accepts, what it is worth, what is said to who gives it."""

    text: str
    percent: Decimal = NONE
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number that a question accepts, give or take `tolerance`; `value` None: any other answer."""

    value: Decimal | None
    tolerance: Decimal = NONE
    percent: Decimal = FULL
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit, and by how much a number in the first unit is multiplied to be in this one (W: 1, kW: 0.001)."""

    name: str
    multiplier: Decimal = Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two texts that belong together; without `left`, one more text to mistake for an answer."""

    left: str
    right: str


@dataclass(frozen=True, kw_only=True)
class Verdicts:
    """What is said to whoever is right, partly right or wrong, whatever they answered; known to Moodle XML alone."""

    right: str = ""
    partly: str = ""
    wrong: str = ""


UNSAID = Verdicts()


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word to put in a text. A place takes words of one group only."""

    text: str
    group: int = 1


class GapKind(StrEnum):
    """How one gap of a cloze is filled, in Moodle's long names."""

    TYPED = "SHORTANSWER"
    TYPED_EXACTLY = "SHORTANSWER_C"
    NUMBER = "NUMERICAL"
    CHOSEN = "MULTICHOICE"
    TICKED = "MULTIRESPONSE"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One gap of a text: its weight among the others, and its answers (numbers for NUMBER)."""

    kind: GapKind
    answers: tuple[Answer, ...] | tuple[Number, ...]
    weight: int = 1


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all questions have; only Moodle XML knows of pictures.

    Two that differ only by where they stood, or by what was left out, are equal.
    """

    name: str
    prompt: str
    general_feedback: str = ""
    hints: tuple[str, ...] = ()  # known to Moodle XML alone, in which they cost nothing by themselves
    category: str = ""
    picture: Picture | None = None
    place: Place = field(default=Place(), compare=False)
    left_out: tuple[Note, ...] = field(default=(), compare=False)


@dataclass(frozen=True, kw_only=True)
class ChoiceQuestion(Question):
    """`shuffle` is known to Moodle XML alone."""

    answers: tuple[Answer, ...]
    single: bool = True
    shuffle: bool = False
    verdicts: Verdicts = UNSAID


@dataclass(frozen=True, kw_only=True)
class TrueFalseQuestion(Question):
    answer: bool
    feedback_true: str = ""
    feedback_false: str = ""


@dataclass(frozen=True, kw_only=True)
class ShortAnswerQuestion(Question):
    """`*` alone stands for any other answer; within a text, for any signs."""

    answers: tuple[Answer, ...]
    case_counts: bool = False


@dataclass(frozen=True, kw_only=True)
class NumericalQuestion(Question):
    """Units, and whether one must be given, are known to Moodle XML alone."""

    answers: tuple[Number, ...]
    units: tuple[Unit, ...] = ()
    unit_required: bool = False


@dataclass(frozen=True, kw_only=True)
class MatchingQuestion(Question):
    pairs: tuple[Pair, ...]
    verdicts: Verdicts = UNSAID


@dataclass(frozen=True, kw_only=True)
class ClozeQuestion(Question):
    """`pieces` are the text and its gaps, in order; `prompt` repeats the text, its gaps as lines to fill."""

    pieces: tuple[str | Gap, ...]


@dataclass(frozen=True, kw_only=True)
class MissingWordsQuestion(Question):
    """Words to put in a text: `pieces` are its texts and, at each place, the number of the right word, from 1.

    `chosen`: in a list at each place; else dragged from one pool. `prompt` repeats the text, its places as lines to
    fill.
    """

    pieces: tuple[str | int, ...]
    words: tuple[Word, ...]
    chosen: bool = False
    verdicts: Verdicts = UNSAID


@dataclass(frozen=True, kw_only=True)
class OrderingQuestion(Question):
    """Texts to put in order: they are given in the right one."""

    steps: tuple[str, ...]
    verdicts: Verdicts = UNSAID


@dataclass(frozen=True, kw_only=True)
class EssayQuestion(Question):
    """A text to write, that a person marks."""


@dataclass(frozen=True, kw_only=True)
class DescriptionQuestion(Question):
    """A text that asks nothing."""


@dataclass(frozen=True, kw_only=True)
class OtherQuestion(Question):
    """A type that only Moodle knows, by its own name."""

    kind: str
