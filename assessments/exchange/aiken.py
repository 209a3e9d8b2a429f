"""Aiken: one question, lettered choices, the letter of the right one. Plain Python.

Syntax: https://docs.moodle.org/en/Aiken_format. More lenient in two places: a question may have several lines, and the
letter of the answer may be a small one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assessments.exchange.files import Found, Written, at_most
from assessments.exchange.names import name_of
from assessments.exchange.plain_text import fit
from assessments.exchange.problems import Problem, QuestionRefused
from assessments.exchange.questions import FULL, NONE, Answer, ChoiceQuestion, Place, Question

_CHOICE = re.compile(r"([A-Z])(?:\)|\.\s)\s*(.*)")
_ANSWER = re.compile(r"ANSWER\s*:\s*(.*)")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class _Block:
    """The lines of one question, so far."""

    line: int = 0
    prompt: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)
    answer: str | None = None
    problem: QuestionRefused | None = None

    @property
    def begun(self) -> bool:
        return bool(self.line)


def read_aiken(text: str) -> Found:
    """Every question of the file that can be read. Raises FileRefused when there are too many."""
    questions: list[Question] = []
    problems: list[Problem] = []
    for number, block in enumerate(_blocks(text), start=1):
        at_most(number)
        place = Place(line=block.line, number=number)
        name = name_of("", " ".join(block.prompt))
        try:
            questions.append(_read(block, name=name, place=place))
        except QuestionRefused as refused:
            problems.append(refused.at(place, name))
    return Found(questions=tuple(questions), problems=tuple(problems))


def _blocks(text: str) -> Iterator[_Block]:
    """One block a question: it ends with its answer, or where another question begins."""
    block = _Block()
    for number, line in enumerate(text.split("\n"), start=1):
        bare = fit(line)
        if not bare:
            continue
        choice, answer = _CHOICE.match(bare), _ANSWER.match(bare)
        if block.choices and not choice and not answer:
            yield block
            block = _Block()
        block.line = block.line or number
        if answer:
            block.answer = answer[1].strip()
            yield block
            block = _Block()
        elif choice:
            block.choices.setdefault(choice[1], choice[2].strip())
        else:
            block.prompt.append(bare)
    if block.begun:
        yield block


def _read(block: _Block, *, name: str, place: Place) -> ChoiceQuestion:
    if not block.prompt:
        raise QuestionRefused("choice_without_question" if block.choices else "answer_without_question")
    if len(block.choices) < 2:
        raise QuestionRefused("few_answers")
    if block.answer is None:
        raise QuestionRefused("no_answer_line")
    right = block.answer.rstrip(".)").upper()
    if right not in block.choices:
        raise QuestionRefused("answer_letter", block.answer)
    answers = tuple(
        Answer(text=text, percent=FULL if letter == right else NONE) for letter, text in block.choices.items()
    )
    return ChoiceQuestion(name=name, prompt="\n".join(block.prompt), answers=answers, place=place)


def write_aiken(questions: Sequence[Question]) -> Written:
    """A file of the choice questions with one right answer; the others are named, and what is lost of each."""
    blocks: list[str] = []
    problems: list[Problem] = []
    for question in questions:
        try:
            blocks.append(_written(question))
        except QuestionRefused as refused:
            problems.append(refused.at(question.place, question.name))
            continue
        problems += [Problem(code=code, place=question.place, name=question.name) for code in _losses(question)]
    return Written(text="\n".join(blocks), count=len(blocks), problems=tuple(problems))


def _written(question: Question) -> str:
    if not isinstance(question, ChoiceQuestion):
        raise QuestionRefused("format_lacks")
    right = [place for place, answer in enumerate(question.answers) if answer.percent == FULL]
    if not question.single or len(right) != 1:
        raise QuestionRefused("format_single")
    prompt = _one_line(question.prompt)
    if _CHOICE.match(prompt) or _ANSWER.match(prompt):
        raise QuestionRefused("format_text", prompt)
    if len(question.answers) > len(_LETTERS):
        raise QuestionRefused("format_lacks")
    choices = [
        f"{letter}) {_one_line(answer.text)}" for letter, answer in zip(_LETTERS, question.answers, strict=False)
    ]
    return "\n".join([prompt, *choices, f"ANSWER: {_LETTERS[right[0]]}", ""])


def _losses(question: Question) -> Iterator[str]:
    if not isinstance(question, ChoiceQuestion):
        return
    if question.picture:
        yield "picture_lost"
    if question.shuffle:
        yield "unshuffled"
    texts = [question.prompt, *(answer.text for answer in question.answers)]
    if any("\n" in fit(text) for text in texts):
        yield "lines_joined"
    if question.general_feedback or any(answer.feedback for answer in question.answers):
        yield "feedback_lost"
    if any(answer.percent not in {FULL, NONE} for answer in question.answers):
        yield "partial"


def _one_line(text: str) -> str:
    return " ".join(fit(text).split())
