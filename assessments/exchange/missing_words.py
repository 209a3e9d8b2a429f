"""Moodle's text with numbered places, for its types « ddwtos » and « gapselect »: Le [[1]] est un [[2]]. Plain Python.

Syntax: https://docs.moodle.org/en/Drag_and_drop_into_text_question_type
"""

import re
from collections.abc import Sequence

from assessments.exchange.cloze import LINE_TO_FILL
from assessments.exchange.plain_text import fit
from assessments.exchange.problems import QuestionRefused

_PLACE = re.compile(r"\[\[(\d{1,2})\]\]")

Pieces = tuple[str | int, ...]


def read_places(text: str, words: int) -> tuple[str, Pieces]:
    """The text with lines to fill, and its pieces in order; there are so many words. Raises QuestionRefused."""
    parts = _PLACE.split(text)
    if len(parts) == 1:
        raise QuestionRefused("no_gap")
    if unknown := next((number for number in parts[1::2] if not 1 <= int(number) <= words), ""):
        raise QuestionRefused("gap", f"[[{unknown}]]")
    pieces = [int(part) if rank % 2 else part for rank, part in enumerate(parts)]
    kept = tuple(piece for piece in pieces if piece != "")
    return prompt_of(kept), kept


def prompt_of(pieces: Sequence[str | int]) -> str:
    """The text that repeats these pieces, its places as lines to fill."""
    return fit("".join(piece if isinstance(piece, str) else LINE_TO_FILL for piece in pieces))


def write_places(pieces: Sequence[str | int], words: int) -> str:
    """The text that reads as these pieces. Raises QuestionRefused where a piece looks like a place."""
    text = fit("".join(piece if isinstance(piece, str) else f"[[{piece}]]" for piece in pieces))
    try:
        same = read_places(text, words)[1] == tuple(pieces)
    except QuestionRefused:
        same = False
    if not same:
        raise QuestionRefused("format_text", text)
    return text
