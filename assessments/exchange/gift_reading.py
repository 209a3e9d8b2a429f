"""Reads GIFT as Moodle does: a question a block, blocks set apart by empty lines. Plain Python.

Syntax: https://docs.moodle.org/en/GIFT_format. More lenient in two places: {true} is {TRUE}, a decimal comma a point.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from assessments.exchange import gift_ordering
from assessments.exchange.files import Found, at_most
from assessments.exchange.gift_signs import hide, show, split_percent, styled
from assessments.exchange.names import name_of, path_of
from assessments.exchange.numbers import read_number
from assessments.exchange.plain_text import MAX_SIGNS, UNFIT, Style, TextReader, fit
from assessments.exchange.problems import Problem, QuestionRefused
from assessments.exchange.questions import (
    FULL,
    NONE,
    Answer,
    ChoiceQuestion,
    DescriptionQuestion,
    EssayQuestion,
    MatchingQuestion,
    Note,
    Number,
    NumericalQuestion,
    OrderingQuestion,
    Pair,
    Place,
    Question,
    ShortAnswerQuestion,
    TrueFalseQuestion,
)

_CATEGORY = "$CATEGORY:"
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_LINE_TO_FILL = "_____"  # where the answers stood in the middle of the sentence

Shared = dict[str, Any]  # what all questions have: name, prompt, place…
Reader = Callable[[str], str]  # from a piece of the file to plain words


def read_gift(text: str) -> Found:
    """Every question of the file that can be read. Raises FileRefused when there are too many."""
    questions: list[Question] = []
    problems: list[Problem] = []
    category, number = "", 0
    for line, block in _blocks(UNFIT.sub("", text)):
        if block.startswith(_CATEGORY):
            category = path_of(block.removeprefix(_CATEGORY))
            continue
        number += 1
        at_most(number)
        place = Place(line=line, number=number)
        name, rest = _cut_name(hide(block))
        try:
            questions.append(_read(name, rest, category=category, place=place))
        except QuestionRefused as refused:
            problems.append(refused.at(place, name_of(name, show(rest))))
    return Found(questions=tuple(questions), problems=tuple(problems))


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """The blocks that say something, each with the line where it begins; a category is a block by itself."""
    begun = 0
    lines: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        if not bare and lines:
            yield begun, "\n".join(lines).strip()
            lines = []
        elif not lines and bare.startswith(_CATEGORY):
            yield number, bare
        elif bare and not bare.startswith("//"):
            begun = begun if lines else number
            lines.append(line.strip())


def _cut_name(block: str) -> tuple[str, str]:
    """The name between double colons, and the rest."""
    if not block.startswith("::") or "::" not in block[2:]:
        return "", block.removeprefix("::")
    name, _colons, rest = block[2:].partition("::")
    return show(name), rest.strip()


def _read(name: str, block: str, *, category: str, place: Place) -> Question:
    if len(block) > MAX_SIGNS:
        raise QuestionRefused("too_long")
    said, answers = _cut_answers(block)
    texts = TextReader()
    said, style = styled(said.strip(), Style.MOODLE)
    read = partial(_words, texts, style)
    shared: Shared = {"prompt": read(said), "category": category, "place": place}
    shared["name"] = name_of(name, shared["prompt"])
    if answers is None:
        question: Question = DescriptionQuestion(**shared)
    else:
        if "####" in answers:
            answers, _mark, general = answers.rpartition("####")
            shared["general_feedback"] = read(general)
        if not shared["prompt"]:
            raise QuestionRefused("no_text")
        question = _kind_of(answers.strip())(answers.strip(), read, shared)
    told = (Note(code="files", count=texts.files),) if texts.files else ()
    return replace(question, left_out=(*told, *question.left_out)) if told else question


def _cut_answers(block: str) -> tuple[str, str | None]:
    """The text, and what stands between the braces; None where there are none."""
    start, end = block.find("{"), block.find("}")
    if start < 0 and end < 0:
        return block, None
    if start < 0 or end < start:
        raise QuestionRefused("one_brace")
    rest = block[end + 1 :].strip()
    before = block[:start].rstrip() if not rest else block[:start] + _LINE_TO_FILL
    return f"{before}{block[end + 1 :]}".strip(), block[start + 1 : end].strip()


def _words(texts: TextReader, style: Style, piece: str) -> str:
    piece, own = styled(piece.strip(), style)
    return texts.read(show(piece.strip()), own)


def _kind_of(answers: str) -> Callable[[str, Reader, Shared], Question]:
    """The reader of these answers: the same signs tell the kinds apart as in Moodle."""
    rules = (
        (not answers, _essay),
        (answers.startswith(gift_ordering.SIGN), _ordering),
        (answers.startswith("#"), _numerical),
        ("~" in answers, _choice),
        ("=" in answers and "->" in answers, _matching),
        (answers.partition("#")[0].strip().upper() in _TRUTH, _true_false),
    )
    return next((reader for fits, reader in rules if fits), _short_answer)


def _essay(answers: str, read: Reader, shared: Shared) -> Question:
    return EssayQuestion(**shared)


def _choice(answers: str, read: Reader, shared: Shared) -> Question:
    pieces = [piece.strip() for piece in re.split(r"(?=[~=])", answers) if piece.strip()]
    if len(pieces) < 2:
        raise QuestionRefused("few_answers")
    given = tuple(_choice_answer(piece, read) for piece in pieces)
    return ChoiceQuestion(answers=given, single="=" in answers, **shared)


def _choice_answer(piece: str, read: Reader) -> Answer:
    if piece.startswith("="):
        return _answer(piece[1:], FULL, read)
    text, percent = split_percent(piece.removeprefix("~").lstrip(), NONE)
    return _answer(text, percent, read)


def _answer(text: str, percent: Decimal, read: Reader) -> Answer:
    said, _mark, feedback = text.partition("#")
    return Answer(text=read(said), percent=percent, feedback=read(feedback))


def _matching(answers: str, read: Reader, shared: Shared) -> Question:
    pairs = []
    for piece in _given(answers):
        left, arrow, right = piece.partition("->")
        if not arrow:
            raise QuestionRefused("pair_without_arrow", show(piece))
        pairs.append(Pair(left=read(left), right=fit(show(right))))
    if len(pairs) < 2:
        raise QuestionRefused("few_answers")
    return MatchingQuestion(pairs=tuple(pairs), **shared)


def _true_false(answers: str, read: Reader, shared: Shared) -> Question:
    """What is said to who is wrong stands first, then what is said to who is right."""
    word, wrong, right = (answers.split("#", 2) + ["", ""])[:3]
    answer = _TRUTH[word.strip().upper()]
    said = (read(right), read(wrong)) if answer else (read(wrong), read(right))
    return TrueFalseQuestion(answer=answer, feedback_true=said[0], feedback_false=said[1], **shared)


def _short_answer(answers: str, read: Reader, shared: Shared) -> Question:
    given = tuple(_answer(*split_percent(piece, FULL), read) for piece in _given(answers))
    if not given:
        raise QuestionRefused("no_answer_given")
    return ShortAnswerQuestion(answers=given, **shared)


def _numerical(answers: str, read: Reader, shared: Shared) -> Question:
    accepted, other, wrong = answers.removeprefix("#").partition("~")
    given = tuple(_number(piece, read) for piece in _given(accepted))
    if not given:
        raise QuestionRefused("no_answer_given")
    if other:
        given = (*given, Number(value=None, percent=NONE, feedback=read(wrong.partition("#")[2])))
    return NumericalQuestion(answers=given, **shared)


def _number(piece: str, read: Reader) -> Number:
    text, percent = split_percent(piece, FULL)
    said, _mark, feedback = text.partition("#")
    value, tolerance = number_and_tolerance(show(said).strip())
    return Number(value=value, tolerance=tolerance, percent=percent, feedback=read(feedback))


def number_and_tolerance(text: str) -> tuple[Decimal | None, Decimal]:
    """3.14, 3.14:0.01, 3.1..3.2; None for *, which stands for any other number. Raises QuestionRefused."""
    if text == "*":
        return None, NONE
    least, between, most = text.partition("..")
    if between:
        low, high = read_number(least), read_number(most)
        return (low + high) / 2, abs(high - low) / 2
    value, _colon, tolerance = text.partition(":")
    return read_number(value), abs(read_number(tolerance)) if tolerance.strip() else NONE


def _ordering(answers: str, read: Reader, shared: Shared) -> Question:
    steps, drawn = gift_ordering.read_steps(answers)
    told = (Note(code="drawn_steps"),) if drawn else ()
    return OrderingQuestion(steps=tuple(read(step) for step in steps), left_out=told, **shared)


def _given(answers: str) -> list[str]:
    return [piece.strip() for piece in answers.split("=") if piece.strip()]
