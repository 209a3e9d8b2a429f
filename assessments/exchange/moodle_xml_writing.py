"""Writes Moodle XML that Moodle reads back, and so do we. Plain Python.

Texts are written as plain ones (format="plain_text"): Moodle then shows them sign for sign.
Syntax: https://docs.moodle.org/en/Moodle_XML_format
"""

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from assessments.exchange.cloze import write_cloze
from assessments.exchange.embedded import encoded, ending_of
from assessments.exchange.files import Written
from assessments.exchange.missing_words import write_places
from assessments.exchange.numbers import written
from assessments.exchange.plain_text import fit
from assessments.exchange.problems import Problem, QuestionRefused
from assessments.exchange.questions import (
    Answer,
    ChoiceQuestion,
    ClozeQuestion,
    DescriptionQuestion,
    EssayQuestion,
    MatchingQuestion,
    MissingWordsQuestion,
    Number,
    NumericalQuestion,
    OrderingQuestion,
    Picture,
    Question,
    ShortAnswerQuestion,
    TrueFalseQuestion,
    Verdicts,
)

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'

Lines = Iterator[str]


def write_moodle_xml(questions: Sequence[Question]) -> Written:
    """A file of those that Moodle has a type for; the others are named."""
    pieces: list[str] = []
    problems: list[Problem] = []
    category, count = "", 0
    for question in questions:
        try:
            lines = _question(question)
        except QuestionRefused as refused:
            problems.append(refused.at(question.place, question.name))
            continue
        if question.category != category:
            category = question.category
            pieces.append(_category(category))
        pieces.append(lines)
        count += 1
    return Written(text=f"{_HEAD}{''.join(pieces)}</quiz>\n", count=count, problems=tuple(problems))


def _category(path: str) -> str:
    place = f"$course$/top/{path}" if path else "$course$/top"
    return f'<question type="category"><category><text>{_signs(place)}</text></category></question>\n'


def _question(question: Question) -> str:
    if type(question) not in _TYPES:
        raise QuestionRefused("format_lacks")
    kind, write = _TYPES[type(question)]
    if isinstance(question, MissingWordsQuestion) and question.chosen:
        kind = "gapselect"
    lines = [
        f"<question type={quoteattr(kind)}>",
        f"<name><text>{_signs(question.name)}</text></name>",
        _questiontext(_prompt(question), question.picture),
        _text("generalfeedback", question.general_feedback),
        *write(question),
        *(_text("hint", hint) for hint in question.hints),
        "</question>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _questiontext(text: str, picture: Picture | None) -> str:
    """With a picture, in Moodle's own format: its lines are lines, and a tag shows the picture."""
    if picture is None:
        return _text("questiontext", text)
    name = f"picture{ending_of(picture.content)}"
    shown = f'<img src="@@PLUGINFILE@@/{name}" alt="{html.escape(picture.description)}" />'
    file = f'<file name="{name}" path="/" encoding="base64">{encoded(picture.content)}</file>'
    said = _signs(f"{html.escape(fit(text), quote=False)}\n\n{shown}")
    return f'<questiontext format="moodle_auto_format"><text>{said}</text>{file}</questiontext>'


def _prompt(question: Question) -> str:
    """A text with gaps says its gaps inside it."""
    if isinstance(question, ClozeQuestion):
        return write_cloze(question.pieces)
    if isinstance(question, MissingWordsQuestion):
        return write_places(question.pieces, len(question.words))
    return question.prompt


def _signs(text: str) -> str:
    return escape(fit(text))


def _text(tag: str, text: str) -> str:
    return f'<{tag} format="plain_text"><text>{_signs(text)}</text></{tag}>'


def _answer(answer: Answer, inside: str = "") -> str:
    said = f"<text>{_signs(answer.text)}</text>{_text('feedback', answer.feedback)}{inside}"
    return f'<answer fraction="{written(answer.percent)}" format="plain_text">{said}</answer>'


def _verdicts(said: Verdicts) -> Lines:
    named = {"correctfeedback": said.right, "partiallycorrectfeedback": said.partly, "incorrectfeedback": said.wrong}
    return (_text(tag, text) for tag, text in named.items() if text)


def _choice(question: ChoiceQuestion) -> Lines:
    yield f"<single>{'true' if question.single else 'false'}</single>"
    yield f"<shuffleanswers>{'true' if question.shuffle else 'false'}</shuffleanswers>"
    yield "<answernumbering>none</answernumbering>"
    yield from _verdicts(question.verdicts)
    yield from (_answer(answer) for answer in question.answers)


def _true_false(question: TrueFalseQuestion) -> Lines:
    for truth, feedback in ((True, question.feedback_true), (False, question.feedback_false)):
        percent = 100 if truth is question.answer else 0
        said = f"<text>{str(truth).lower()}</text>{_text('feedback', feedback)}"
        yield f'<answer fraction="{percent}" format="moodle_auto_format">{said}</answer>'


def _short_answer(question: ShortAnswerQuestion) -> Lines:
    yield f"<usecase>{int(question.case_counts)}</usecase>"
    yield from (_answer(answer) for answer in question.answers)


def _numerical(question: NumericalQuestion) -> Lines:
    yield from (_number(number) for number in question.answers)
    if question.units:
        units = (
            f"<unit><multiplier>{written(unit.multiplier)}</multiplier><unit_name>{_signs(unit.name)}</unit_name></unit>"
            for unit in question.units
        )
        yield f"<units>{''.join(units)}</units>"
        # Without its unit, a number has no mark at all where the unit must be given.
        yield f"<unitgradingtype>{int(question.unit_required)}</unitgradingtype><unitpenalty>1</unitpenalty>"
        yield "<showunits>0</showunits>"


def _number(number: Number) -> str:
    text = "*" if number.value is None else written(number.value)
    answer = Answer(text=text, percent=number.percent, feedback=number.feedback)
    return _answer(answer, f"<tolerance>{written(number.tolerance)}</tolerance>")


def _matching(question: MatchingQuestion) -> Lines:
    yield "<shuffleanswers>true</shuffleanswers>"
    yield from _verdicts(question.verdicts)
    for pair in question.pairs:
        answer = f'<answer format="plain_text"><text>{_signs(pair.right)}</text></answer>'
        yield f'<subquestion format="plain_text"><text>{_signs(pair.left)}</text>{answer}</subquestion>'


def _ordering(question: OrderingQuestion) -> Lines:
    yield "<layouttype>VERTICAL</layouttype>"
    yield "<selecttype>ALL</selecttype>"
    yield f"<selectcount>{len(question.steps)}</selectcount>"
    yield "<gradingtype>RELATIVE_NEXT_EXCLUDE_LAST</gradingtype>"
    yield "<showgrading>SHOW</showgrading>"
    yield from _verdicts(question.verdicts)
    for number, step in enumerate(question.steps, start=1):
        yield f'<answer fraction="{number}" format="plain_text"><text>{_signs(step)}</text></answer>'


def _missing_words(question: MissingWordsQuestion) -> Lines:
    """A dragged word may be used again, as here."""
    yield "<shuffleanswers>1</shuffleanswers>"
    yield from _verdicts(question.verdicts)
    tag, again = ("selectoption", "") if question.chosen else ("dragbox", "<infinite/>")
    for word in question.words:
        yield f"<{tag}><text>{_signs(word.text)}</text><group>{word.group}</group>{again}</{tag}>"


def _nothing_more(question: Question) -> Lines:
    return iter(())


_TYPES: Mapping[type[Question], tuple[str, Callable[[Any], Lines]]] = {
    ChoiceQuestion: ("multichoice", _choice),
    TrueFalseQuestion: ("truefalse", _true_false),
    ShortAnswerQuestion: ("shortanswer", _short_answer),
    NumericalQuestion: ("numerical", _numerical),
    MatchingQuestion: ("matching", _matching),
    ClozeQuestion: ("cloze", _nothing_more),
    OrderingQuestion: ("ordering", _ordering),
    MissingWordsQuestion: ("ddwtos", _missing_words),
    EssayQuestion: ("essay", _nothing_more),
    DescriptionQuestion: ("description", _nothing_more),
}
