"""Short answers."""

import re
from collections.abc import Sequence

from assessments.bank.content import ItemContent, fill_in_content
from assessments.exchange.into_bank.losses import Losses, one_line
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import FULL, Answer, ShortAnswerQuestion

_ANY_SIGNS = re.compile(r"(?<!\\)\*")


def short_answer(question: ShortAnswerQuestion, losses: Losses) -> ItemContent:
    """The answers that give full marks; what is said to all others (*) is what is said to who is wrong."""
    accepted = full_marks(question.answers, losses)
    others = [answer for answer in question.answers if answer.percent != FULL]
    wrong = next((answer for answer in others if answer.text == "*" and not answer.percent), None)
    lost = [answer for answer in others if answer is not wrong]
    losses.note("partial", when=any(answer.percent for answer in lost))
    losses.note("feedback", when=_says_more(accepted) or any(answer.feedback for answer in lost))
    right = next((answer.feedback for answer in accepted if answer.feedback), "")
    return fill_in_content(
        prompt=question.prompt,
        accepted=[literal(answer.text) for answer in accepted],
        feedback_correct=losses.fitting(right),
        feedback_incorrect=losses.fitting(wrong.feedback if wrong else ""),
        capitals=question.case_counts,
    )


def full_marks(answers: Sequence[Answer], losses: Losses) -> list[Answer]:
    """The answers that give full marks and hold no pattern. Raises QuestionRefused when there is none."""
    whole = [answer for answer in answers if answer.percent == FULL]
    accepted = [answer for answer in whole if not _ANY_SIGNS.search(answer.text)]
    if not accepted:
        raise QuestionRefused("pattern" if whole else "no_full_marks")
    losses.note("patterns", when=len(accepted) < len(whole))
    return accepted


def literal(text: str) -> str:
    """An accepted answer as the bank holds it: a star is a star."""
    return one_line(text).replace("\\*", "*")


def _says_more(answers: Sequence[Answer]) -> bool:
    """Several right answers with feedbacks that differ: the bank has one for all."""
    return len({answer.feedback for answer in answers if answer.feedback}) > 1
