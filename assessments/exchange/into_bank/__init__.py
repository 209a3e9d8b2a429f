"""From a question of a file to one of the bank, for the kinds that both know; what is lost on the way is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.bank.content import ContentRefused, Hint, ItemContent, with_general_feedback, with_hints
from assessments.exchange.into_bank.answers import short_answer
from assessments.exchange.into_bank.choices import choice, true_false
from assessments.exchange.into_bank.essays import essay
from assessments.exchange.into_bank.gaps import cloze
from assessments.exchange.into_bank.losses import Losses
from assessments.exchange.into_bank.numerical import numerical
from assessments.exchange.into_bank.rows import matching, ordering
from assessments.exchange.into_bank.words import missing_words
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import (
    ChoiceQuestion,
    ClozeQuestion,
    DescriptionQuestion,
    EssayQuestion,
    MatchingQuestion,
    MissingWordsQuestion,
    Note,
    NumericalQuestion,
    OrderingQuestion,
    OtherQuestion,
    Question,
    ShortAnswerQuestion,
    TrueFalseQuestion,
)

__all__ = ["Taken", "taken"]

_ON_A_PICTURE = frozenset({"ddmarker", "ddimageortext"})


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What the bank keeps of a question, and what was left out."""

    content: ItemContent
    notes: tuple[Note, ...]


def taken(question: Question) -> Taken:
    """The question as the bank keeps it. Raises QuestionRefused."""
    losses = Losses()
    try:
        content = _KINDS[type(question)](question, losses)
        content = with_general_feedback(content, losses.fitting(question.general_feedback))
        content = with_hints(content, [Hint(text=text) for text in losses.hints(question.hints)])
    except ContentRefused as refused:
        words = " ".join(dict.fromkeys(problem.message for problem in refused.problems))
        raise QuestionRefused("bank", words) from refused
    return Taken(content=content, notes=(*question.left_out, *(Note(code=code) for code in losses.codes)))


def _unknown(question: OtherQuestion, losses: Losses) -> ItemContent:
    raise QuestionRefused("on_a_picture" if question.kind in _ON_A_PICTURE else "type_unknown", question.kind)


def _refuse(code: str) -> Callable[[Any, Losses], ItemContent]:
    def refuse(question: Question, losses: Losses) -> ItemContent:
        raise QuestionRefused(code)

    return refuse


_KINDS: Mapping[type[Question], Callable[[Any, Losses], ItemContent]] = {
    ChoiceQuestion: choice,
    TrueFalseQuestion: true_false,
    ShortAnswerQuestion: short_answer,
    MatchingQuestion: matching,
    OrderingQuestion: ordering,
    MissingWordsQuestion: missing_words,
    NumericalQuestion: numerical,
    ClozeQuestion: cloze,
    EssayQuestion: essay,
    DescriptionQuestion: _refuse("description"),
    OtherQuestion: _unknown,
}
