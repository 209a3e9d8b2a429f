"""Reads Moodle XML: each type that we know, the others by their name. Plain Python.

Syntax: https://docs.moodle.org/en/Moodle_XML_format
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from assessments.exchange.cloze import read_cloze
from assessments.exchange.files import Found
from assessments.exchange.missing_words import read_places
from assessments.exchange.moodle_xml_texts import QuestionTexts, percent_of
from assessments.exchange.names import name_of, path_of
from assessments.exchange.numbers import read_number
from assessments.exchange.plain_text import fit
from assessments.exchange.problems import Problem, QuestionRefused
from assessments.exchange.questions import (
    ChoiceQuestion,
    ClozeQuestion,
    DescriptionQuestion,
    EssayQuestion,
    MatchingQuestion,
    MissingWordsQuestion,
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
    Word,
)
from assessments.exchange.xml_nodes import Node, question_nodes

_TRUE = frozenset({"true", "1"})

Shared = dict[str, Any]  # what all questions have: name, prompt, place…


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
    texts = QuestionTexts()
    prompt, picture = texts.prompt(node.first("questiontext"))
    shared: Shared = {
        "name": _name(node) or name_of("", prompt),
        "prompt": prompt,
        "picture": picture,
        "general_feedback": texts.words(node.first("generalfeedback")),
        "hints": texts.hints(node),
        "category": category,
        "place": place,
    }
    kind = node.attributes.get("type", "")
    if kind not in _KINDS:
        return OtherQuestion(kind=kind, **shared)
    if not prompt:
        raise QuestionRefused("wrong_element", "questiontext")
    question = _KINDS[kind](node, texts, shared)
    told = (Note(code="other_files" if picture else "files", count=texts.files_left),) if texts.files_left else ()
    return replace(question, left_out=(*told, *question.left_out)) if told else question


def _choice(node: Node, texts: QuestionTexts, shared: Shared) -> Question:
    answers = tuple(texts.answers(node))
    if len(answers) < 2:
        raise QuestionRefused("few_answers")
    single = (node.said("single") or "true").lower() in _TRUE
    shuffle = node.said("shuffleanswers").lower() in _TRUE
    return ChoiceQuestion(answers=answers, single=single, shuffle=shuffle, verdicts=texts.verdicts(node), **shared)


def _true_false(node: Node, texts: QuestionTexts, shared: Shared) -> Question:
    """Old files say « vrai » and « faux » in Moodle's language: then the first answer is true."""
    answers = tuple(texts.answers(node))
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


def _short_answer(node: Node, texts: QuestionTexts, shared: Shared) -> Question:
    answers = tuple(texts.answers(node))
    if not answers:
        raise QuestionRefused("no_answer_given")
    return ShortAnswerQuestion(answers=answers, case_counts=node.said("usecase") in _TRUE, **shared)


def _numerical(node: Node, texts: QuestionTexts, shared: Shared) -> Question:
    answers = tuple(_number(each, texts) for each in node.all("answer"))
    if not answers:
        raise QuestionRefused("no_answer_given")
    units = tuple(_units(node.first("units")))
    required = bool(units) and node.said("unitgradingtype") in {"1", "2"}
    return NumericalQuestion(answers=answers, units=units, unit_required=required, **shared)


def _units(node: Node | None) -> Iterator[Unit]:
    for each in node.all("unit") if node else ():
        yield Unit(name=fit(each.said("unit_name")), multiplier=read_number(each.said("multiplier") or "1"))


def _number(answer: Node, texts: QuestionTexts) -> Number:
    said = texts.words(answer)
    return Number(
        value=None if said == "*" else read_number(said),
        tolerance=abs(read_number(answer.said("tolerance") or "0")),
        percent=percent_of(answer),
        feedback=texts.words(answer.first("feedback")),
    )


def _matching(node: Node, texts: QuestionTexts, shared: Shared) -> Question:
    pairs = tuple(
        Pair(left=texts.words(each), right=fit(texts.words(each.first("answer")))) for each in node.all("subquestion")
    )
    if len(pairs) < 2:
        raise QuestionRefused("few_answers")
    return MatchingQuestion(pairs=pairs, verdicts=texts.verdicts(node), **shared)


def _cloze(node: Node, texts: QuestionTexts, shared: Shared) -> Question:
    prompt, pieces = read_cloze(shared["prompt"])
    return ClozeQuestion(pieces=pieces, **{**shared, "prompt": prompt})


def _ordering(node: Node, texts: QuestionTexts, shared: Shared) -> Question:
    steps = tuple(texts.words(each) for each in node.all("answer"))
    if len(steps) < 2:
        raise QuestionRefused("few_answers")
    return OrderingQuestion(steps=steps, verdicts=texts.verdicts(node), left_out=_drawn(node, len(steps)), **shared)


def _drawn(node: Node, steps: int) -> tuple[Note, ...]:
    """Moodle may draw some of the steps for each attempt."""
    count = node.said("selectcount")
    some = node.said("selecttype").upper() in {"RANDOM", "CONTIGUOUS"} and count.isdecimal() and int(count[:4]) < steps
    return (Note(code="drawn_steps"),) if some else ()


def _dragged(node: Node, texts: QuestionTexts, shared: Shared) -> Question:
    return _missing_words(node, "dragbox", texts, shared)


def _listed(node: Node, texts: QuestionTexts, shared: Shared) -> Question:
    return _missing_words(node, "selectoption", texts, shared)


def _missing_words(node: Node, tag: str, texts: QuestionTexts, shared: Shared) -> Question:
    words = tuple(Word(text=fit(texts.words(each)), group=_group(each)) for each in node.all(tag))
    if not words:
        raise QuestionRefused("wrong_element", tag)
    prompt, pieces = read_places(shared["prompt"], len(words))
    own = {"pieces": pieces, "words": words, "chosen": tag == "selectoption", "verdicts": texts.verdicts(node)}
    return MissingWordsQuestion(**{**shared, **own, "prompt": prompt})


def _group(word: Node) -> int:
    said = word.said("group")
    return int(said[:4]) if said.isdecimal() else 1


_KINDS: Mapping[str, Callable[[Node, QuestionTexts, Shared], Question]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "matching": _matching,
    "ddmatch": _matching,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ordering": _ordering,
    "ddwtos": _dragged,
    "gapselect": _listed,
    "essay": lambda node, texts, shared: EssayQuestion(**shared),
    "description": lambda node, texts, shared: DescriptionQuestion(**shared),
}
