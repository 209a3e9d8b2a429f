"""Moodle's text with gaps, « cloze »: {1:SHORTANSWER:=Paris#Yes~%50%Lyon}. Plain Python.

Syntax: https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assessments.exchange.numbers import read_number, written
from assessments.exchange.plain_text import fit
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import FULL, NONE, Answer, Gap, GapKind, Number

LINE_TO_FILL = "_____"  # a gap, in the text that repeats a cloze
MAX_GAP = 2000  # signs between its braces
_GAP = re.compile(
    rf"(?<!\\)\{{\s*(\d{{0,3}})\s*:\s*([A-Z_]{{2,20}})\s*:((?:\\.|[^\\{{}}]){{1,{MAX_GAP}}})\}}", re.DOTALL
)
_ANSWERS = re.compile(r"(?:\\.|[^\\~])+", re.DOTALL)
_SHARE = re.compile(r"\s*(?:(=)|%(-?\d{1,3}(?:\.\d{0,7})?)%)")
_FEEDBACK = re.compile(r"(?<![\\&])#")
_ESCAPED = re.compile(r"\\([}{#~/\"=:])")
_SHORT = {
    "SA": GapKind.TYPED, "MW": GapKind.TYPED, "SAC": GapKind.TYPED_EXACTLY, "MWC": GapKind.TYPED_EXACTLY,
    "NM": GapKind.NUMBER, "MC": GapKind.CHOSEN, "MCV": GapKind.CHOSEN, "MCH": GapKind.CHOSEN,
    "MCS": GapKind.CHOSEN, "MCVS": GapKind.CHOSEN, "MCHS": GapKind.CHOSEN, "MULTICHOICE_V": GapKind.CHOSEN,
    "MULTICHOICE_H": GapKind.CHOSEN, "MULTICHOICE_S": GapKind.CHOSEN, "MULTICHOICE_VS": GapKind.CHOSEN,
    "MULTICHOICE_HS": GapKind.CHOSEN, "MR": GapKind.TICKED, "MRH": GapKind.TICKED, "MRS": GapKind.TICKED,
    "MRHS": GapKind.TICKED, "MULTIRESPONSE_H": GapKind.TICKED, "MULTIRESPONSE_S": GapKind.TICKED,
    "MULTIRESPONSE_HS": GapKind.TICKED, **{kind.value: kind for kind in GapKind},
}  # fmt: skip

Pieces = tuple[str | Gap, ...]


def read_cloze(text: str) -> tuple[str, Pieces]:
    """The text with lines to fill, and its pieces in order. Raises QuestionRefused."""
    pieces: list[str | Gap] = []
    end = 0
    for found in _GAP.finditer(text):
        if before := text[end : found.start()]:
            pieces.append(before)
        pieces.append(_gap(found))
        end = found.end()
    if not any(isinstance(piece, Gap) for piece in pieces):
        raise QuestionRefused("no_gap")
    if text[end:]:
        pieces.append(text[end:])
    return prompt_of(pieces), tuple(pieces)


def prompt_of(pieces: Sequence[str | Gap]) -> str:
    """The text that repeats a cloze, its gaps as lines to fill."""
    return fit("".join(LINE_TO_FILL if isinstance(piece, Gap) else piece for piece in pieces))


def write_cloze(pieces: Sequence[str | Gap]) -> str:
    """The text that reads as these pieces. Raises QuestionRefused where no escape would make it so."""
    text = fit("".join(_written(piece) if isinstance(piece, Gap) else piece for piece in pieces))
    try:
        same = read_cloze(text)[1] == tuple(pieces)
    except QuestionRefused:
        same = False
    if not same:
        raise QuestionRefused("format_text", text)
    return text


def _gap(found: re.Match[str]) -> Gap:
    kind = _SHORT.get(found[2])
    if kind is None:
        raise QuestionRefused("gap", found[0])
    try:
        weight = int(found[1] or 1) or 1
        if kind is GapKind.NUMBER:
            return Gap(kind=kind, weight=weight, answers=tuple(_numbers(found[3])))
        return Gap(
            kind=kind,
            weight=weight,
            answers=tuple(Answer(text=t, percent=p, feedback=f) for t, p, f in _split(found[3])),
        )
    except QuestionRefused as refused:
        raise QuestionRefused("gap", found[0]) from refused


def _split(answers: str) -> Iterator[tuple[str, Decimal, str]]:
    """Text, share of the marks and feedback of each answer."""
    for each in _ANSWERS.findall(answers):
        share = _SHARE.match(each)
        percent = NONE if not share else FULL if share[1] else Decimal(share[2])
        if abs(percent) > FULL:
            raise QuestionRefused("percent", each)
        said = _FEEDBACK.split(each[share.end() if share else 0 :], maxsplit=1)
        yield _plain(said[0]), percent, _plain(said[1]) if len(said) > 1 else ""


def _numbers(answers: str) -> Iterator[Number]:
    for text, percent, feedback in _split(answers):
        if text == "*":
            yield Number(value=None, percent=percent, feedback=feedback)
            continue
        value, _colon, tolerance = text.partition(":")
        yield Number(
            value=read_number(value),
            tolerance=abs(read_number(tolerance)) if tolerance.strip() else NONE,
            percent=percent,
            feedback=feedback,
        )


def _plain(text: str) -> str:
    return fit(_ESCAPED.sub(r"\1", text))


def _written(gap: Gap) -> str:
    answers = "~".join(_written_answer(each) for each in gap.answers)
    return f"{{{gap.weight}:{gap.kind.value}:{answers}}}"


def _written_answer(answer: Answer | Number) -> str:
    share = "=" if answer.percent == FULL else f"%{written(answer.percent)}%"
    feedback = f"#{_escape(answer.feedback)}" if answer.feedback else ""
    return f"{share}{_said(answer)}{feedback}"


def _said(answer: Answer | Number) -> str:
    if isinstance(answer, Answer):
        return _escape(answer.text)
    return "*" if answer.value is None else f"{written(answer.value)}:{written(answer.tolerance)}"


def _escape(text: str) -> str:
    return re.sub(r"([}#~])", r"\\\1", text)
