"""From a question of a file to one of the bank, for the kinds that both know; what is lost on the way is said."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.bank.content import (
    MAX_TEXT,
    Choice,
    ContentRefused,
    ItemContent,
    choice_content,
    fill_in_content,
    true_false_content,
)
from assessments.exchange.numbers import written
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import (
    FULL,
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

ROUNDING = 1  # percent: a third is written 33, 33.3 or 33.33333
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
    except ContentRefused as refused:
        words = " ".join(dict.fromkeys(problem.message for problem in refused.problems))
        raise QuestionRefused("bank", words) from refused
    return Taken(content=content, notes=(*question.left_out, *(Note(code=code) for code in losses.codes)))


def _one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def _with_general(question: Question, said: Sequence[str], losses: _Losses) -> list[str]:
    """Each feedback followed by what the file says to everybody, where that stays short enough to be read."""
    general = _one_line(question.general_feedback)
    longer = [f"{each} {general}".strip() for each in said]
    if any(len(each) > MAX_TEXT for each in longer):
        losses.note("general_feedback")
        return list(said)
    return longer


def _choice(question: ChoiceQuestion, losses: _Losses) -> ItemContent:
    right = _right(question, losses)
    said = [losses.fitting(answer.feedback) for answer in question.answers]
    if question.single:
        said = _with_general(question, said, losses)
    else:
        losses.note("general_feedback", when=bool(question.general_feedback))
    choices = [
        Choice(text=_one_line(answer.text), correct=correct, feedback=feedback)
        for answer, correct, feedback in zip(question.answers, right, said, strict=True)
    ]
    return choice_content(
        prompt=question.prompt, choices=choices, multiple=not question.single, shuffle=question.shuffle
    )


def _right(question: ChoiceQuestion, losses: _Losses) -> list[bool]:
    """Which answers count as right. Several share the marks alike here: another share is noted."""
    shares = [answer.percent for answer in question.answers]
    if question.single:
        if FULL not in shares:
            raise QuestionRefused("no_full_marks")
        losses.note("partial", when=any(0 < share < FULL for share in shares))
        losses.note("shares", when=any(share < 0 for share in shares))
        return [share == FULL for share in shares]
    right = [share for share in shares if share > 0]
    if not right or abs(sum(right) - FULL) > ROUNDING:
        raise QuestionRefused("marks_sum", written(sum(right, start=FULL - FULL)))
    each = FULL / len(right)
    wrong = [-share for share in shares if share < 0]
    losses.note("shares", when=any(abs(share - each) > ROUNDING for share in right + wrong))
    return [share > 0 for share in shares]


def _true_false(question: TrueFalseQuestion, losses: _Losses) -> ItemContent:
    said = [losses.fitting(question.feedback_true), losses.fitting(question.feedback_false)]
    said = _with_general(question, said, losses)
    return true_false_content(
        prompt=question.prompt, answer=question.answer, feedback_true=said[0], feedback_false=said[1]
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
    said = [losses.fitting(right), losses.fitting(wrong.feedback if wrong else "")]
    said = _with_general(question, said, losses)
    return fill_in_content(
        prompt=question.prompt,
        accepted=[_one_line(answer.text).replace("\\*", "*") for answer in accepted],
        feedback_correct=said[0],
        feedback_incorrect=said[1],
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
