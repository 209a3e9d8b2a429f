"""Reads the demo content from the TOML files in `content/`.

Reading is strict: a key that is not expected, or one that is missing, stops with the names of the file and
of the key.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from assessments.bank.content import Category, Pair
from cms.demo.content import (
    ActivityBlock,
    Block,
    CalloutBlock,
    Certificate,
    Choice,
    Course,
    GlossaryBlock,
    ImageBlock,
    Lesson,
    Question,
    QuizSettings,
    StepsBlock,
    TextBlock,
    Track,
)

CONTENT: Final = Path(__file__).parent / "content"
_T = TypeVar("_T")


class ContentInvalid(ValueError):
    """A content file says something unexpected; the message names the file and the key."""


_BLOCKS: Final[Mapping[str, type[Block]]] = {
    "text": TextBlock,
    "image": ImageBlock,
    "steps": StepsBlock,
    "callout": CalloutBlock,
    "glossary": GlossaryBlock,
    "activity": ActivityBlock,
}


@cache
def tracks() -> tuple[Track, ...]:
    """The tracks, in the order in which they are shown."""
    path = CONTENT / "tracks.toml"
    return tuple(_build(Track, row, where=path.name) for row in _read(path)["track"])


@cache
def courses() -> tuple[Course, ...]:
    """Every course with its lessons, in the order of the tracks."""
    return tuple(_course(CONTENT / code.lower()) for track in tracks() for code in track.courses)


def course(code: str) -> Course:
    """The course whose code is `code`; KeyError when there is none."""
    return {each.code: each for each in courses()}[code]


def _course(folder: Path) -> Course:
    where = f"{folder.name}/course.toml"
    row = _read(folder / "course.toml")
    certificate = row.pop("certificate", None)
    names = row.pop("lessons")
    return _build(
        Course,
        row,
        where=where,
        lessons=tuple(_lesson(folder / f"{name}.toml") for name in names),
        certificate=certificate and _certificate(certificate, where=where),
    )


def _certificate(row: dict[str, Any], *, where: str) -> Certificate:
    return _build(Certificate, row | {"hours": Decimal(row["hours"])}, where=where)


def _lesson(path: Path) -> Lesson:
    where = f"{path.parent.name}/{path.name}"
    row = _read(path)
    blocks = tuple(_block(block, where=where) for block in row.pop("block"))
    questions = tuple(_question(question, where=where) for question in row.pop("question"))
    quiz = _build(QuizSettings, row.pop("quiz"), where=where)
    return _build(Lesson, row, where=where, blocks=blocks, questions=questions, quiz=quiz)


def _block(row: dict[str, Any], *, where: str) -> Block:
    kind = row.pop("type")
    if kind not in _BLOCKS:
        raise ContentInvalid(f"{where}: no block is called {kind!r}")
    return _build(_BLOCKS[kind], row, where=where)


def _question(row: dict[str, Any], *, where: str) -> Question:
    parts = {
        name: tuple(_build(kind, part, where=where) for part in row.pop(name, ()))
        for name, kind in (("choices", Choice), ("pairs", Pair), ("categories", Category))
    }
    return _build(Question, row, where=where, **parts)


def _build(kind: type[_T], row: Mapping[str, Any], *, where: str, **made: object) -> _T:
    """One dataclass from one TOML table; lists become tuples so that the whole is frozen."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    values = {**row, **made}
    _refuse(set(values) - set(known), f"{where}: {kind.__name__} has no")
    required = {name for name, field in known.items() if field.default is MISSING}
    _refuse(required - set(values), f"{where}: {kind.__name__} lacks")
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def _refuse(names: Iterable[str], message: str) -> None:
    if found := sorted(names):
        raise ContentInvalid(f"{message} {', '.join(found)}")


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        return tomllib.load(stream)
