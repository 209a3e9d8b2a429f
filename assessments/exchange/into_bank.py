"""From a question of a file to one of the bank, for the kinds that both know; what is lost on the way is said."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessments.bank.content import (
    MAX_TEXT,
    Choice,
    ContentRefused,
    ItemContent,
    choice_content,
    fill_in_content,
    true_false_content,
    with_general_feedback,
)
from assessments.exchange.numbers import written
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import (
    FULL,
    NONE,
    Answer,
    ChoiceQuestion,
    ClozeQuestion,
    DescriptionQuestion,
    EssayQuestion,
    MatchingQuestion,
    Note,
    NumericalQuestion,
    OrderingQuestion,
    OtherQuestion,
    Question,
    ShortAnswerQuestion,
    TrueFalseQuestion,
)

ROUNDING = Decimal("0.05")  # percent: thirds are written 33.33, 33.333 or 33.33333
_ANY_SIGNS = re.compile(r"(?<!\\)\*")


@dataclass(kw_only=True)
class _Losses:
    """What does not come in of a question that does."""

    codes: list[str] = field(default_factory=list)

    def note(self, code: str, *, when: bool = True) -> None:
        if when and code not in self.codes:
            self.codes.append(code)

    def fitting(self, feedback: str) -> str:
        """A feedback on one line; without its words, noted, when it is longer than the bank's."""
        line = _one_line(feedback)
        self.note("feedback", when=len(line) > MAX_TEXT)
        return line if len(line) <= MAX_TEXT else ""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What the bank keeps of a question, and what was left out."""

    content: ItemContent
    notes: tuple[Note, ...]


def taken(question: Question) -> Taken:
    """The question as the bank keeps it. Raises QuestionRefused."""
    losses = _Losses()
    try:
        content = _KINDS[type(question)](question, losses)
        content = with_general_feedback(content, losses.fitting(question.general_feedback))
    except ContentRefused as refused:
        words = " ".join(dict.fromkeys(problem.message for problem in refused.problems))
        raise QuestionRefused("bank", words) from refused
    return Taken(content=content, notes=(*question.left_out, *(Note(code=code) for code in losses.codes)))


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def _choice(question: ChoiceQuestion, losses: _Losses) -> ItemContent:
    worth = _worth(question)
    choices = [
        Choice(
            text=_one_line(answer.text),
            correct=answer.percent > 0 if not question.single else answer.percent == FULL,
            feedback=losses.fitting(answer.feedback),
            worth=float(answer.percent / FULL) if worth else None,
        )
        for answer in question.answers
    ]
    return choice_content(
        prompt=question.prompt, choices=choices, multiple=not question.single, shuffle=question.shuffle
    )


def _worth(question: ChoiceQuestion) -> bool:
    """Whether the shares of the marks must be said: they are not those that the bank gives by itself.

    Raises QuestionRefused when nobody could have full marks.
    """
    shares = [answer.percent for answer in question.answers]
    right = [share for share in shares if share > 0]
    if question.single:
        if FULL not in shares:
            raise QuestionRefused("no_full_marks")
        return any(share not in {FULL, NONE} for share in shares)
    if sum(right) < FULL - ROUNDING:
        raise QuestionRefused("marks_sum", written(sum(right, start=NONE)))
    each = FULL / len(right)
    return any(abs(abs(share) - each) > ROUNDING for share in shares)


def _true_false(question: TrueFalseQuestion, losses: _Losses) -> ItemContent:
    return true_false_content(
        prompt=question.prompt,
        answer=question.answer,
        feedback_true=losses.fitting(question.feedback_true),
        feedback_false=losses.fitting(question.feedback_false),
    )


def _short_answer(question: ShortAnswerQuestion, losses: _Losses) -> ItemContent:
    """The answers that give full marks; what is said to all others (*) is what is said to who is wrong."""
    whole = [answer for answer in question.answers if answer.percent == FULL]
    accepted = [answer for answer in whole if not _ANY_SIGNS.search(answer.text)]
    if not whole:
        raise QuestionRefused("no_full_marks")
    if not accepted:
        raise QuestionRefused("pattern")
    others = [answer for answer in question.answers if answer.percent != FULL]
    wrong = next((answer for answer in others if answer.text == "*" and not answer.percent), None)
    lost = [answer for answer in others if answer is not wrong]
    losses.note("patterns", when=len(accepted) < len(whole))
    losses.note("partial", when=any(answer.percent for answer in lost))
    losses.note("case", when=question.case_counts)
    losses.note("feedback", when=_says_more(accepted) or any(answer.feedback for answer in lost))
    right = next((answer.feedback for answer in accepted if answer.feedback), "")
    return fill_in_content(
        prompt=question.prompt,
        accepted=[_one_line(answer.text).replace("\\*", "*") for answer in accepted],
        feedback_correct=losses.fitting(right),
        feedback_incorrect=losses.fitting(wrong.feedback if wrong else ""),
    )


def _says_more(answers: Sequence[Answer]) -> bool:
    """Several right answers with feedbacks that differ: the bank has one for all."""
    return len({answer.feedback for answer in answers if answer.feedback}) > 1


def _refuse(code: str) -> Callable[[Any, _Losses], ItemContent]:
    def refuse(question: Question, losses: _Losses) -> ItemContent:
        raise QuestionRefused(code, question.kind if isinstance(question, OtherQuestion) else "")

    return refuse


_KINDS: Mapping[type[Question], Callable[[Any, _Losses], ItemContent]] = {
    ChoiceQuestion: _choice,
    TrueFalseQuestion: _true_false,
    ShortAnswerQuestion: _short_answer,
    NumericalQuestion: _refuse("numerical"),
    MatchingQuestion: _refuse("matching"),
    ClozeQuestion: _refuse("cloze"),
    OrderingQuestion: _refuse("ordering"),
    EssayQuestion: _refuse("essay"),
    DescriptionQuestion: _refuse("description"),
    OtherQuestion: _refuse("type_unknown"),
}
