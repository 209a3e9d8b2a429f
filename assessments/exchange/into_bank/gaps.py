"""Texts with gaps."""

from collections.abc import Sequence
from decimal import Decimal

from assessments.bank.content import ItemContent, cloze_content
from assessments.bank.notation import Mark, MarkedText, Piece, written
from assessments.exchange.into_bank.answers import full_marks, literal
from assessments.exchange.into_bank.instructions import parted
from assessments.exchange.into_bank.losses import Losses, one_line
from assessments.exchange.numbers import written as written_number
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import FULL, Answer, ClozeQuestion, Gap, GapKind, Number


def cloze(question: ClozeQuestion, losses: Losses) -> ItemContent:
    gaps = [piece for piece in question.pieces if isinstance(piece, Gap)]
    losses.note("weights", when=len({gap.weight for gap in gaps}) > 1)
    prompt, pieces = parted(question.pieces)
    text = written(piece if isinstance(piece, str) else _mark(piece, losses) for piece in pieces)
    return cloze_content(prompt=prompt, text=text)


def _mark(gap: Gap, losses: Losses) -> Piece:
    if gap.kind is GapKind.TICKED:
        raise QuestionRefused("gap_several")
    if gap.kind is GapKind.CHOSEN:
        return _list([each for each in gap.answers if isinstance(each, Answer)], losses)
    losses.note("case", when=gap.kind is GapKind.TYPED_EXACTLY)
    answers = [each if isinstance(each, Answer) else _figure(each) for each in gap.answers]
    accepted = [literal(each.text) for each in full_marks(answers, losses)]
    return Mark(opening="[", texts=tuple(MarkedText(text=text) for text in accepted), said=_said(answers, losses))


def _figure(number: Number) -> Answer:
    """A number as a text to type: only where nothing is tolerated around it."""
    if number.value is None:
        return Answer(text="*", percent=number.percent, feedback=number.feedback)
    if number.tolerance != Decimal(0) and number.percent == FULL:
        raise QuestionRefused("gap_number")
    return Answer(text=written_number(number.value), percent=number.percent, feedback=number.feedback)


def _list(answers: Sequence[Answer], losses: Losses) -> Piece:
    texts = (MarkedText(text=one_line(each.text), starred=each.percent == FULL) for each in answers)
    return Mark(opening="{", texts=tuple(texts), said=_said(answers, losses))


def _said(answers: Sequence[Answer], losses: Losses) -> str:
    """What is said to who gets the gap wrong: one text for the gap, whatever was answered."""
    wrong = [each for each in answers if each.percent != FULL]
    said = list(dict.fromkeys(each.feedback for each in wrong if each.feedback))
    losses.note("partial", when=any(each.percent for each in wrong))
    losses.note("feedback", when=len(said) > 1 or any(each.feedback for each in answers if each.percent == FULL))
    return losses.fitting(said[0]) if said else ""
