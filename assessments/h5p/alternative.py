"""What an exercise asks, in plain words without the answers: for who cannot do it in its frame. Plain Python.

Read from the parameters of the types whose fields are known; of others, from the exercises and texts inside them. What
would give the answer away is left out: gaps stay gaps, choices are in alphabetical order.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from assessments.h5p.plain_words import plain_words

GAP = re.compile(r"\*([^*\n]+)\*")
HOLE = "______"
MOST_PASSAGES = 200
DEPTH = 20


@dataclass(frozen=True)
class Passage:
    """Something to read: a text, then what there is to choose from (empty where nothing is)."""

    text: str
    choices: tuple[str, ...] = ()


def passages(main_library: str, params: Any) -> list[Passage]:
    """What can be read of an exercise, in its order; empty when its type holds nothing to read."""
    found: list[Passage] = []
    for passage in _of(main_library, params, 0):
        if passage.text or passage.choices:
            found.append(passage)
        if len(found) == MOST_PASSAGES:
            break
    return found


def _of(library: str, params: Any, depth: int) -> Iterator[Passage]:
    name = library.split(" ", 1)[0]
    if isinstance(params, dict) and (read := READERS.get(name)):
        yield from read(params)
    if name not in CLOSED:
        yield from _inside(params, depth)


def _inside(value: Any, depth: int) -> Iterator[Passage]:
    """The exercises and texts that an exercise is made of, wherever its fields hold them."""
    if depth > DEPTH:
        return
    if isinstance(value, dict) and isinstance(value.get("library"), str) and "params" in value:
        yield from _of(value["library"], value["params"], depth + 1)
        return
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _inside(part, depth + 1)


def _text(params: Any, *names: str) -> str:
    """The first of these fields that holds a text, in plain words."""
    values = (params.get(name) for name in names) if isinstance(params, dict) else ()
    return next((words for value in values if isinstance(value, str) and (words := plain_words(value))), "")


def _rows(params: dict[str, Any], name: str) -> list[Any]:
    rows = params.get(name)
    return rows if isinstance(rows, list) else []


def _sorted(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted({text for text in texts if text}, key=str.casefold))


def _words(value: Any) -> str:
    return plain_words(value) if isinstance(value, str) else ""


def _with_gaps(text: str) -> str:
    return GAP.sub(HOLE, text)


def _multi_choice(params: dict[str, Any]) -> Iterator[Passage]:
    yield Passage(_text(params, "question"), _sorted(_text(answer, "text") for answer in _rows(params, "answers")))


def _single_choice_set(params: dict[str, Any]) -> Iterator[Passage]:
    for choice in _rows(params, "choices"):
        answers = _rows(choice, "answers") if isinstance(choice, dict) else []
        yield Passage(_text(choice, "question"), _sorted(_words(answer) for answer in answers))


def _summary(params: dict[str, Any]) -> Iterator[Passage]:
    yield Passage(_text(params, "intro"))
    for panel in _rows(params, "summaries"):
        claims = _rows(panel, "summary") if isinstance(panel, dict) else []
        yield Passage("", _sorted(_words(claim) for claim in claims))


def _blanks(params: dict[str, Any]) -> Iterator[Passage]:
    yield Passage(_text(params, "text"))
    for text in _rows(params, "questions"):
        yield Passage(_with_gaps(_words(text)))


def _drag_text(params: dict[str, Any]) -> Iterator[Passage]:
    text = _text(params, "textField")
    hidden = f"{text} {_text(params, 'distractors')}"
    # `*word:tip*`, `*word\+right*`: the word alone.
    words = (re.split(r":|\\", found, maxsplit=1)[0].strip() for found in GAP.findall(hidden))
    yield Passage(_text(params, "taskDescription"))
    yield Passage(_with_gaps(text), _sorted(words))


def _mark_the_words(params: dict[str, Any]) -> Iterator[Passage]:
    yield Passage(_text(params, "taskDescription"))
    yield Passage(_text(params, "textField").replace("*", ""))


def _word_match(params: dict[str, Any]) -> Iterator[Passage]:
    yield Passage(_text(params, "introduction"))
    pairs = _rows(params, "pairs")
    for pair in pairs:
        yield Passage(_text(pair, "meaning"))
    yield Passage("", _sorted(_text(pair, "word") for pair in pairs))


def _rows_of(name: str, *fields: str) -> Callable[[dict[str, Any]], Iterator[Passage]]:
    def read(params: dict[str, Any]) -> Iterator[Passage]:
        yield Passage(_text(params, "taskDescription", "description"))
        for row in _rows(params, name):
            yield Passage(_text(row, *fields))

    return read


def _field(*names: str) -> Callable[[dict[str, Any]], Iterator[Passage]]:
    def read(params: dict[str, Any]) -> Iterator[Passage]:
        yield Passage(_text(params, *names))

    return read


def _accordion(params: dict[str, Any]) -> Iterator[Passage]:
    for panel in _rows(params, "panels"):
        yield Passage(_text(panel, "title"))
        yield from _inside(panel, 0)


READERS: dict[str, Callable[[dict[str, Any]], Iterator[Passage]]] = {
    "Declic.WordMatch": _word_match,  # of the demo
    "H5P.MultiChoice": _multi_choice,
    "H5P.TrueFalse": _field("question"),
    "H5P.Blanks": _blanks,
    "H5P.DragText": _drag_text,
    "H5P.MarkTheWords": _mark_the_words,
    "H5P.SingleChoiceSet": _single_choice_set,
    "H5P.Summary": _summary,
    "H5P.Essay": _field("taskDescription"),
    "H5P.Dialogcards": _rows_of("dialogs", "text"),
    "H5P.Flashcards": _rows_of("cards", "text"),
    "H5P.Accordion": _accordion,
    "H5P.AdvancedText": _field("text"),
    "H5P.Text": _field("text"),
    "H5P.Image": _field("alt"),
    "H5P.GuessTheAnswer": _field("taskDescription"),
}
# What they hold besides is feedback or the answers.
CLOSED = frozenset(READERS)
