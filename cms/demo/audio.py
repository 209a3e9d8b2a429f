"""What is read aloud in a lesson, and the recordings kept for it.

A lesson is cut into clips: its title, its objective, each block, each question, each choice and each word of
feedback, so that a person who reads with difficulty can do it with sound only. The recordings are made by
`recording`, kept in `audio/<lesson>/` and listed there in `audio.toml` with the exact words that are heard.
"""

import html
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from cms.demo.content import (
    ActivityBlock,
    Block,
    CalloutBlock,
    GlossaryBlock,
    ImageBlock,
    Lesson,
    Question,
    StepsBlock,
    TextBlock,
)

AUDIO: Final = Path(__file__).parent / "audio"
_CALLOUTS: Final = {"warning": "Attention.", "tip": "Astuce.", "remember": "À retenir."}
_CHOICES: Final = {True: ("true", "Vrai"), False: ("false", "Faux")}


@dataclass(frozen=True, kw_only=True)
class Clip:
    """Something that is said: `key` names the part of the lesson, `transcript` the words."""

    key: str
    """title, objective, block:<index from 0>, question:<id>, choice:<id>:<choice>, feedback:<id>:<choice>."""
    transcript: str


@dataclass(frozen=True, kw_only=True)
class Recording:
    """One line of `audio.toml`."""

    key: str
    file: str
    transcript: str
    seconds: Decimal
    voice: str

    def path(self, code: str) -> Path:
        """Where the sound is, for the lesson whose code is `code`."""
        return folder_of(code) / self.file


def folder_of(code: str) -> Path:
    """Where the recordings of the lesson whose code is `code` are kept."""
    return AUDIO / code.lower()


@cache
def recordings(code: str) -> dict[str, Recording]:
    """The recordings of a lesson by their key; none when the lesson was not recorded."""
    manifest = folder_of(code) / "audio.toml"
    if not manifest.exists():
        return {}
    with manifest.open("rb") as stream:
        rows = tomllib.load(stream)["clip"]
    return {row["key"]: Recording(**row | {"seconds": Decimal(row["seconds"])}) for row in rows}


def clips(lesson: Lesson) -> tuple[Clip, ...]:
    """Everything that is said in a lesson, in reading order."""
    return (
        Clip(key="title", transcript=lesson.title),
        Clip(key="objective", transcript=lesson.objective),
        *(Clip(key=f"block:{index}", transcript=_said(block, lesson)) for index, block in enumerate(lesson.blocks)),
        *(clip for question in lesson.questions for clip in _question_clips(question)),
    )


def _said(block: Block, lesson: Lesson) -> str:
    match block:
        case TextBlock(html=source):
            return plain(source)
        case ImageBlock(alt=alt, caption=caption):
            return f"Image\u00a0: {alt} {caption}"
        case StepsBlock(title=title, steps=steps):
            return " ".join(
                [
                    f"{title}.",
                    *(f"{number}. {_ended(step)}" for number, step in enumerate(steps, 1)),
                ]
            )
        case CalloutBlock(kind=kind, text=text):
            return f"{_CALLOUTS[kind]} {text}"
        case GlossaryBlock(word=word, definition=definition):
            return f"{word}\u00a0: {definition}"
        case ActivityBlock():
            return f"Exercice\u00a0: {lesson.quiz.title}."


def _question_clips(question: Question) -> Iterator[Clip]:
    yield Clip(key=f"question:{question.id}", transcript=question.prompt)
    for choice, text, feedback in _answers(question):
        yield Clip(key=f"choice:{question.id}:{choice}", transcript=text)
        yield Clip(key=f"feedback:{question.id}:{choice}", transcript=feedback)


def _answers(question: Question) -> Iterator[tuple[str, str, str]]:
    if question.interaction == "true-false":
        yield *_CHOICES[True], question.feedback_true
        yield *_CHOICES[False], question.feedback_false
    yield from ((choice.id, choice.text, choice.feedback) for choice in question.choices)


def plain(source: str) -> str:
    """The words of a passage of rich text, in one line, each item ended by a full stop."""
    items = re.split(r"</(?:p|li)>", source)
    words = (html.unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in items)
    return " ".join(_ended(item) for item in words if item)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", ":")) else f"{text}."
