"""What reading a file gives and what writing one gives; a file's bytes as text. Plain Python."""

from dataclasses import dataclass

from assessments.exchange.problems import FileRefused, Problem
from assessments.exchange.questions import Question

MAX_QUESTIONS = 500


@dataclass(frozen=True, kw_only=True)
class Found:
    """The questions that could be read, and a line for each of the others."""

    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Written:
    """A file's text, how many questions it holds, a line for each that it cannot hold or holds in part."""

    text: str
    count: int
    problems: tuple[Problem, ...] = ()


def decode(content: bytes) -> str:
    """The text of a file: as its byte-order mark says, else UTF-8, else what French Windows writes.

    Newlines alone end its lines. Raises FileRefused.
    """
    if content.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise FileRefused("archive")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _lines(text)
    raise FileRefused("not_text")


def at_most(count: int) -> None:
    """Raises FileRefused when a file holds more questions than that."""
    if count > MAX_QUESTIONS:
        raise FileRefused("too_many", limit=MAX_QUESTIONS)


def _encodings(content: bytes) -> tuple[str, ...]:
    return ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")


def _lines(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    if "\x00" in text:
        raise FileRefused("not_text")
    if not text.strip():
        raise FileRefused("empty")
    return text
