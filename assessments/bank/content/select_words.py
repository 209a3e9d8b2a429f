"""Words to find in a text, as their author marks them: `La [souris] et le [clavier] sont sur la {table basse}.`"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from assessments.bank.content.marked import problem, read_marks
from assessments.bank.content.problems import (
    MAX_TEXT,
    ContentProblem,
    ItemContent,
    feedback_problems,
    kept,
    markable,
    prompt_problems,
    refuse,
)
from assessments.bank.models import Interaction
from assessments.bank.notation import Mark, MarkedText, Piece, written

MAX_WORDS = 60  # a draft keeps as many ticks


def select_words_content(
    *, prompt: str, text: str, feedback_correct: str = "", feedback_incorrect: str = ""
) -> ItemContent:
    """Between [ ] the words to find, each one or a group; every other word of the text is a wrong one, and { } makes a
    group of several. After a # what to say to who misses the word, or takes it wrongly. Raises ContentRefused.
    """
    said = {"correct": feedback_correct, "incorrect": feedback_incorrect}
    pieces, unread = read_marks(text)
    stored, marks = _stored(pieces)
    problems = unread or [*_mark_problems(marks), *_word_problems(stored, marks)]
    refuse(prompt_problems(prompt), problems, feedback_problems(said))
    return markable(
        Interaction.SELECT_WORDS,
        prompt,
        body={"pieces": stored},
        key={
            "correct": [word for word, mark in marks.items() if mark.opening == "["],
            "decoys": [word for word, mark in marks.items() if mark.opening == "{"],
            "feedback": kept(said) | {word: mark.said for word, mark in marks.items() if mark.said},
        },
    )


def select_words_text(content: ItemContent) -> str:
    """The text that its author would type."""
    openings = dict.fromkeys(content.key["correct"], "[") | dict.fromkeys(content.key.get("decoys", []), "{")
    said = content.key.get("feedback", {})

    def piece_of(stored: dict[str, Any]) -> Piece:
        word, text = stored.get("word", ""), str(stored["text"])
        if word not in openings:
            return text
        return Mark(opening=openings[word], texts=(MarkedText(text=text),), said=said.get(word, ""))

    return written(piece_of(stored) for stored in content.body["pieces"])


def _stored(pieces: Sequence[Piece]) -> tuple[list[dict[str, Any]], dict[str, Mark]]:
    """The pieces as a body stores them, and the marks by the id of their word."""
    stored: list[dict[str, Any]] = []
    marks: dict[str, Mark] = {}
    words = 0
    for piece in pieces:
        if isinstance(piece, Mark):
            words += 1
            marks[f"w{words}"] = piece
            stored.append({"word": f"w{words}", "text": piece.texts[0].text})
            continue
        for text, is_word in _words_in(piece):
            words += is_word
            stored.append({"word": f"w{words}", "text": text} if is_word else {"text": text})
    return stored, marks


def _words_in(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut at its words: each piece, and whether it is a word. Signs around a word stay outside it."""
    start = 0
    while start < len(text):
        begin = next((place for place in range(start, len(text)) if _is_of_word(text[place])), len(text))
        end = next((place for place in range(begin, len(text)) if text[place].isspace()), len(text))
        while end > begin and not _is_of_word(text[end - 1]):
            end -= 1
        if begin > start:
            yield text[start:begin], False
        if end > begin:
            yield text[begin:end], True
        start = end


def _is_of_word(sign: str) -> bool:
    """Letters, their accents, digits: neither space nor punctuation nor symbol."""
    return unicodedata.category(sign)[0] in "LMN"


def _mark_problems(marks: dict[str, Mark]) -> Iterator[ContentProblem]:
    for mark in marks.values():
        text = mark.texts[0].text
        if not text or len(mark.texts) > 1 or mark.texts[0].starred:
            yield problem("not_one_word", near=written([mark])[:40])
        if len(mark.said) > MAX_TEXT or len(text) > MAX_TEXT:
            yield ContentProblem(code="text_too_long", field="text")


def _word_problems(stored: list[dict[str, Any]], marks: dict[str, Mark]) -> Iterator[ContentProblem]:
    words = sum("word" in piece for piece in stored)
    right = sum(mark.opening == "[" for mark in marks.values())
    if not right:
        yield problem("no_word_to_find")
    elif right == words:
        yield problem("only_words_to_find")
    if words > MAX_WORDS:
        yield problem("too_many_words", most=MAX_WORDS)
