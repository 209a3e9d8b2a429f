"""What the questions asked inside a text check alike: the text with its marks (`bank.notation`), gap by gap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.bank.content.problems import MAX_TEXT, ContentProblem, text_problems
from assessments.bank.notation import Mark, NotationRefused, Piece, parse
from assessments.grading.fill_in import forgiven
from assessments.grading.pieces import LONGEST

FIELD = "text"
MAX_MARKED = 4000  # signs
MAX_GAPS = 20
MAX_IN_GAP = 10


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A mark that is to become a gap, and its place among them, from 1."""

    number: int
    mark: Mark

    @property
    def id(self) -> str:
        return f"g{self.number}"

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.mark.texts]


def problem(code: str, **values: object) -> ContentProblem:
    """One thing to mend in the text."""
    return ContentProblem(code=code, field=FIELD, values=values)


def read_marks(text: str) -> tuple[list[Piece], list[ContentProblem]]:
    """The pieces of the text; where it cannot be read, none, and why."""
    if not text.strip():
        return [], [problem("no_text")]
    if problems := text_problems(text, FIELD, most=MAX_MARKED):
        return [], problems
    try:
        return parse(text.strip()), []
    except NotationRefused as refused:
        return [], [problem(refused.code, sign=refused.sign, near=refused.near)]


def gaps_of(pieces: Sequence[Piece]) -> list[Gap]:
    marks = [piece for piece in pieces if isinstance(piece, Mark)]
    return [Gap(number=number, mark=mark) for number, mark in enumerate(marks, 1)]


def gap_problems(gaps: Sequence[Gap]) -> Iterator[ContentProblem]:
    """What may be wrong with gaps of any kind."""
    if not gaps:
        yield problem("no_gap")
    if len(gaps) > MAX_GAPS:
        yield problem("too_many_gaps", most=MAX_GAPS)
    for gap in gaps:
        yield from _texts_problems(gap)
        if len(gap.mark.said) > MAX_TEXT:
            yield problem("gap_said_too_long", gap=gap.number, most=MAX_TEXT)


def _texts_problems(gap: Gap) -> Iterator[ContentProblem]:
    alike = [forgiven(text) for text in gap.texts]
    if not all(alike):
        yield problem("empty_gap", gap=gap.number)
    if len(gap.texts) > MAX_IN_GAP:
        yield problem("too_many_in_gap", gap=gap.number, most=MAX_IN_GAP)
    for place, text in enumerate(gap.texts):
        if len(text) > LONGEST:
            yield problem("gap_text_too_long", gap=gap.number, near=text[:20], most=LONGEST)
        if alike[place] and alike[place] in alike[:place]:
            yield problem("twice_in_gap", gap=gap.number, near=text)


def with_gaps(pieces: Sequence[Piece], shown: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The pieces as a body stores them: texts, and each gap with what is `shown` of it, by id."""
    gaps = iter(gaps_of(pieces))
    return [
        {"text": piece} if isinstance(piece, str) else {"gap": (gap := next(gaps)).id, **shown.get(gap.id, {})}
        for piece in pieces
    ]


def said_in(gaps: Sequence[Gap]) -> dict[str, str]:
    """What is said to who gets a gap wrong, by its id."""
    return {gap.id: gap.mark.said for gap in gaps if gap.mark.said}


def named_in_order(texts: Sequence[str], letter: str) -> dict[str, str]:
    """An id for each text, by the alphabet: an id tells nothing of where its author wrote it."""
    ordered = sorted(texts, key=lambda text: (forgiven(text), text))
    return {text: f"{letter}{number}" for number, text in enumerate(ordered, 1)}
