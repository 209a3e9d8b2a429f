"""Plain texts of the bank as H5P wants them: HTML, and the signs that mark words inside a text. Plain Python.

In a text with gaps or words to mark, H5P reads `*` as the edge of a word, inside which `/`, `:` and `\\` part it. None
of them can be escaped for all sites, so a text that holds one where it would be misread is refused.
"""

import html
import re
from collections.abc import Iterable, Sequence

from assessments.exchange.problems import QuestionRefused

_LINES = re.compile(r"\n+")
# As H5P.MarkTheWords cuts a text: at spaces, then signs around each word taken off.
_BEFORE = re.compile(r"^[\[({⟨¿¡“\"«„]+")
_AFTER = re.compile(r"[\",….:;?!\])}⟩»”]+$")


def inline(text: str) -> str:
    """A text that stands in a line: its signs escaped, its lines broken."""
    return _LINES.sub("<br>", escaped(text.strip()))


def paragraphs(text: str) -> str:
    """A text in paragraphs, one for each line."""
    return "".join(f"<p>{escaped(line.strip())}</p>" for line in text.split("\n") if line.strip())


def escaped(text: str) -> str:
    """A text without markup: what looks like some stays as it was typed."""
    return html.escape(text, quote=False)


def unmarked(text: str) -> str:
    """A piece of text around the gaps. Raises QuestionRefused where it would open one."""
    if "*" in text:
        raise QuestionRefused("format_text", text)
    return text


def blank(accepted: Sequence[str]) -> str:
    """A gap to type, with its variants. Raises QuestionRefused."""
    for text in accepted:
        if any(sign in text for sign in "*/:") or not text.strip():
            raise QuestionRefused("format_text", text)
    return f"*{'/'.join(each.strip() for each in accepted)}*"


def place(word: str, *, wrong: str = "") -> str:
    """A place for a word to drag, and what is said to who drops another. Raises QuestionRefused."""
    if not may_be_dragged(word):
        raise QuestionRefused("format_text", word)
    said = rf" \-{wrong}" if wrong else ""
    return f"*{word.strip()}{said}*"


def may_be_dragged(text: str) -> bool:
    """Whether a word, or what is said of it, is read as it is written."""
    return bool(text.strip()) and not any(sign in text for sign in "*:\\\n")


def with_marks(pieces: Iterable[tuple[str, bool]]) -> str:
    """A text whose right words stand between stars; each piece comes with whether it is to be found.

    Words of several parts are marked part by part. Raises QuestionRefused where H5P would find other words.
    """
    wanted: list[str] = []
    text = ""
    for piece, right in pieces:
        unmarked(piece)
        if not right:
            text += piece
            continue
        parts = piece.split()
        wanted += parts
        text += " ".join(f"*{part}*" for part in parts)
    if found_in(text) != wanted:
        raise QuestionRefused("format_text", text)
    return text


def found_in(text: str) -> list[str]:
    """The right words that H5P.MarkTheWords reads in a text."""
    found = []
    for token in text.split():
        word = _AFTER.sub("", _BEFORE.sub("", token))
        if len(word) > 2 and word.startswith("*") and word.endswith("*"):
            found.append(word[1:-1])
        elif len(word) > 2 and word.startswith("*") and word[-2] == "*":
            found.append(word[1:-2])
        elif "*" in word:
            found.append(word)  # a star in the middle: H5P would drop it, and the word with it
    return found
