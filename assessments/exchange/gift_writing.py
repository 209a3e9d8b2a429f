"""Writes GIFT that Moodle reads back, and so do we. Plain Python.

Syntax: https://docs.moodle.org/en/GIFT_format
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from assessments.exchange.files import Written
from assessments.exchange.gift_ordering import write_steps
from assessments.exchange.gift_signs import escape, escape_answer
from assessments.exchange.numbers import written
from assessments.exchange.problems import Problem, QuestionRefused
from assessments.exchange.questions import (
    FULL,
    UNSAID,
    Answer,
    ChoiceQuestion,
    DescriptionQuestion,
    EssayQuestion,
    MatchingQuestion,
    NumericalQuestion,
    OrderingQuestion,
    Question,
    ShortAnswerQuestion,
    TrueFalseQuestion,
)


def write_gift(questions: Sequence[Question]) -> Written:
    """A file of those that GIFT can hold; the others are named."""
    blocks: list[str] = []
    problems: list[Problem] = []
    category, count = "", 0
    for question in questions:
        try:
            block = _block(question)
        except QuestionRefused as refused:
            problems.append(refused.at(question.place, question.name))
            continue
        if question.category != category:
            category = question.category
            blocks.append(f"$CATEGORY: {category or 'top'}")
        blocks.append(block)
        count += 1
        problems += [Problem(code=code, place=question.place, name=question.name) for code in _losses(question)]
    return Written(text="\n\n".join([*blocks, ""]), count=count, problems=tuple(problems))


def _losses(question: Question) -> Iterator[str]:
    if question.picture:
        yield "picture_lost"
    if isinstance(question, ChoiceQuestion) and question.shuffle:
        yield "unshuffled"
    if isinstance(question, ShortAnswerQuestion) and question.case_counts:
        yield "case_lost"
    if isinstance(question, NumericalQuestion) and question.units:
        yield "unit_lost"
    if getattr(question, "verdicts", UNSAID) != UNSAID:
        yield "feedback_lost"


def _block(question: Question) -> str:
    if type(question) not in _WRITERS:
        raise QuestionRefused("format_lacks")
    inside = _WRITERS[type(question)](question)
    head = f"::{escape(question.name)}::[plain]{escape(question.prompt)}"
    if inside is None:
        return head
    general = f"\t####{escape_answer(question.general_feedback)}\n" if question.general_feedback else ""
    return f"{head}{{{inside}{general}}}"


def _lines(answers: Iterator[str]) -> str:
    return "\n" + "".join(f"\t{answer}\n" for answer in answers)


def _said(feedback: str) -> str:
    return f"#{escape_answer(feedback)}" if feedback else ""


def _choice(question: ChoiceQuestion) -> str:
    """One right answer has the sign =, and a wrong one ~, without which it would be a short answer."""
    if question.single and all(answer.percent != FULL for answer in question.answers):
        raise QuestionRefused("no_full_marks")
    if question.single and all(answer.percent == FULL for answer in question.answers):
        raise QuestionRefused("format_text", question.answers[0].text)
    return _lines(_choice_line(answer, single=question.single) for answer in question.answers)


def _choice_line(answer: Answer, *, single: bool) -> str:
    whole = single and answer.percent == FULL
    text = escape_answer(answer.text)
    share = "=" if whole else "~" if not answer.percent and not text.startswith("%") else _share(answer)
    return f"{share}{text}{_said(answer.feedback)}"


def _share(answer: Answer) -> str:
    return f"~%{written(answer.percent)}%"


def _true_false(question: TrueFalseQuestion) -> str:
    right, wrong = question.feedback_true, question.feedback_false
    if not question.answer:
        right, wrong = wrong, right
    said = f"#{escape_answer(wrong)}" if wrong or right else ""
    return f"{'TRUE' if question.answer else 'FALSE'}{said}{_said(right)}"


def _short_answer(question: ShortAnswerQuestion) -> str:
    if arrow := next((each for each in question.answers if "->" in each.text + each.feedback), None):
        raise QuestionRefused("format_text", arrow.text)  # -> would make it a matching question: it has no escape
    return _lines(
        f"=%{written(each.percent)}%{escape_answer(each.text)}{_said(each.feedback)}" for each in question.answers
    )


def _numerical(question: NumericalQuestion) -> str:
    accepted = (
        f"=%{written(each.percent)}%{written(each.value)}:{written(each.tolerance)}{_said(each.feedback)}"
        for each in question.answers
        if each.value is not None
    )
    others = [f"~{_said(each.feedback)}" for each in question.answers if each.value is None]
    return f"#{_lines(accepted)}" + "".join(f"\t{other}\n" for other in others[:1])


def _matching(question: MatchingQuestion) -> str:
    if arrow := next((pair for pair in question.pairs if "->" in pair.left), None):
        raise QuestionRefused("format_text", arrow.left)
    return _lines(f"={escape_answer(pair.left)} -> {escape(pair.right)}" for pair in question.pairs)


_WRITERS: Mapping[type[Question], Callable[[Any], str | None]] = {
    ChoiceQuestion: _choice,
    TrueFalseQuestion: _true_false,
    ShortAnswerQuestion: _short_answer,
    NumericalQuestion: _numerical,
    MatchingQuestion: _matching,
    OrderingQuestion: lambda question: write_steps(question.steps),
    EssayQuestion: lambda question: "",
    DescriptionQuestion: lambda question: None,
}
