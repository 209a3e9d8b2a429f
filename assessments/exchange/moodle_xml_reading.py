"""Reads Moodle XML: each type that we know, the others by their name. Plain Python.

Syntax: https://docs.moodle.org/en/Moodle_XML_format
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assessments.exchange.cloze import read_cloze
from assessments.exchange.files import Found
from assessments.exchange.names import name_of, path_of
from assessments.exchange.numbers import read_number, read_percent
from assessments.exchange.plain_text import Style, TextReader, fit
from assessments.exchange.problems import Problem, QuestionRefused
from assessments.exchange.questions import (
    Answer,
    ChoiceQuestion,
    ClozeQuestion,
    DescriptionQuestion,
    EssayQuestion,
    MatchingQuestion,
    Note,
    Number,
    NumericalQuestion,
    OrderingQuestion,
    OtherQuestion,
    Pair,
    Place,
    Question,
    ShortAnswerQuestion,
    TrueFalseQuestion,
    Unit,
)
from assessments.exchange.xml_nodes import Node, question_nodes

_STYLES = {"html": Style.HTML, "plain_text": Style.PLAIN, "markdown": Style.MARKDOWN}  # others: Moodle's own
_TRUE = frozenset({"true", "1"})

Shared = dict[str, Any]  # what all questions have: name, prompt, place…


class _Reader:
    """Reads the texts of one question and counts the files that they show."""

    def __init__(self) -> None:
        self._texts = TextReader()
        self._embedded = 0

    @property
    def files(self) -> int:
        """How many pictures and sounds: some show without being in the file, some are there without a tag."""
        return max(self._texts.files, self._embedded)

    def words(self, node: Node | None) -> str:
        """What the <text> of this element says in plain words, empty without one."""
        if node is None:
            return ""
        self._embedded += sum(1 for _file in node.all("file"))
        style = _STYLES.get(node.attributes.get("format", ""), Style.MOODLE)
        inner = node.first("text")
        return self._texts.read((inner or node).text, style)


def read_moodle_xml(text: str) -> Found:
    """Every question of the file that can be read. Raises FileRefused."""
    questions: list[Question] = []
    problems: list[Problem] = []
    category, number = "", 0
    for node in question_nodes(text):
        if node.attributes.get("type") == "category":
            category = _category(node)
            continue
        number += 1
        place = Place(line=node.line, number=number)
        try:
            questions.append(_read(node, category=category, place=place))
        except QuestionRefused as refused:
            problems.append(refused.at(place, _name(node)))
    return Found(questions=tuple(questions), problems=tuple(problems))


def _category(node: Node) -> str:
    named = node.first("category")
    return path_of(named.said("text") if named else "")


def _name(node: Node) -> str:
    named = node.first("name")
    return name_of(named.said("text") if named else "", "")


def _read(node: Node, *, category: str, place: Place) -> Question:
    texts = _Reader()
    prompt = texts.words(node.first("questiontext"))
    shared: Shared = {
        "name": _name(node) or name_of("", prompt),
        "prompt": prompt,
        "general_feedback": texts.words(node.first("generalfeedback")),
        "category": category,
        "place": place,
    }
    kind = node.attributes.get("type", "")
    if kind not in _KINDS:
        return OtherQuestion(kind=kind, **shared)
    if not prompt:
        raise QuestionRefused("wrong_element", "questiontext")
    question = _KINDS[kind](node, texts, shared)
    return replace(question, left_out=(Note(code="files", count=texts.files),)) if texts.files else question


def _answers(node: Node, texts: _Reader) -> Iterator[Answer]:
    for each in node.all("answer"):
        yield Answer(text=texts.words(each), percent=_percent(each), feedback=texts.words(each.first("feedback")))


def _percent(answer: Node) -> Decimal:
    try:
        return read_percent(answer.attributes.get("fraction", "0"))
    except QuestionRefused as refused:
        raise QuestionRefused(refused.code, refused.text, line=answer.line) from refused


def _choice(node: Node, texts: _Reader, shared: Shared) -> Question:
    answers = tuple(_answers(node, texts))
    if len(answers) < 2:
        raise QuestionRefused("few_answers")
    single = (node.said("single") or "true").lower() in _TRUE
    shuffle = node.said("shuffleanswers").lower() in _TRUE
    return ChoiceQuestion(answers=answers, single=single, shuffle=shuffle, **shared)


def _true_false(node: Node, texts: _Reader, shared: Shared) -> Question:
    """Old files say « vrai » and « faux » in Moodle's language: then the first answer is true."""
    answers = tuple(_answers(node, texts))
    if len(answers) != 2:
        raise QuestionRefused("wrong_element", "answer")
    if answers[0].text.lower() == "false" or answers[1].text.lower() == "true":
        answers = answers[::-1]
    return TrueFalseQuestion(
        answer=answers[0].percent > answers[1].percent,
        feedback_true=answers[0].feedback,
        feedback_false=answers[1].feedback,
        **shared,
    )


def _short_answer(node: Node, texts: _Reader, shared: Shared) -> Question:
    answers = tuple(_answers(node, texts))
    if not answers:
        raise QuestionRefused("no_answer_given")
    return ShortAnswerQuestion(answers=answers, case_counts=node.said("usecase") in _TRUE, **shared)


def _numerical(node: Node, texts: _Reader, shared: Shared) -> Question:
    answers = tuple(_number(each, texts) for each in node.all("answer"))
    if not answers:
        raise QuestionRefused("no_answer_given")
    units = tuple(_units(node.first("units")))
    required = bool(units) and node.said("unitgradingtype") in {"1", "2"}
    return NumericalQuestion(answers=answers, units=units, unit_required=required, **shared)


def _units(node: Node | None) -> Iterator[Unit]:
    for each in node.all("unit") if node else ():
        yield Unit(name=fit(each.said("unit_name")), multiplier=read_number(each.said("multiplier") or "1"))


def _number(answer: Node, texts: _Reader) -> Number:
    said = texts.words(answer)
    return Number(
        value=None if said == "*" else read_number(said),
        tolerance=abs(read_number(answer.said("tolerance") or "0")),
        percent=_percent(answer),
        feedback=texts.words(answer.first("feedback")),
    )


def _matching(node: Node, texts: _Reader, shared: Shared) -> Question:
    pairs = tuple(
        Pair(left=texts.words(each), right=fit(texts.words(each.first("answer")))) for each in node.all("subquestion")
    )
    if len(pairs) < 2:
        raise QuestionRefused("few_answers")
    return MatchingQuestion(pairs=pairs, **shared)


def _cloze(node: Node, texts: _Reader, shared: Shared) -> Question:
    prompt, pieces = read_cloze(shared["prompt"])
    return ClozeQuestion(pieces=pieces, **{**shared, "prompt": prompt})


def _ordering(node: Node, texts: _Reader, shared: Shared) -> Question:
    steps = tuple(texts.words(each) for each in node.all("answer"))
    if len(steps) < 2:
        raise QuestionRefused("few_answers")
    return OrderingQuestion(steps=steps, **shared)


_KINDS: Mapping[str, Callable[[Node, _Reader, Shared], Question]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "matching": _matching,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ordering": _ordering,
    "essay": lambda node, texts, shared: EssayQuestion(**shared),
    "description": lambda node, texts, shared: DescriptionQuestion(**shared),
}
