"""Choices, and sentences that are true or false."""

from decimal import Decimal

from assessments.bank.content import Choice, ItemContent, choice_content, true_false_content
from assessments.exchange.into_bank.losses import Losses, one_line
from assessments.exchange.into_bank.verdicts import heard_of_one
from assessments.exchange.numbers import written
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import FULL, NONE, UNSAID, ChoiceQuestion, TrueFalseQuestion

ROUNDING = Decimal("0.05")  # percent: thirds are written 33.33, 33.333 or 33.33333


def choice(question: ChoiceQuestion, losses: Losses) -> ItemContent:
    worth = _worth(question)
    losses.note("verdicts", when=not question.single and question.verdicts != UNSAID)
    choices = [
        Choice(
            text=one_line(answer.text),
            correct=answer.percent > 0 if not question.single else answer.percent == FULL,
            feedback=losses.fitting(heard_of_one(answer, question.verdicts) if question.single else answer.feedback),
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


def true_false(question: TrueFalseQuestion, losses: Losses) -> ItemContent:
    return true_false_content(
        prompt=question.prompt,
        answer=question.answer,
        feedback_true=losses.fitting(question.feedback_true),
        feedback_false=losses.fitting(question.feedback_false),
    )
