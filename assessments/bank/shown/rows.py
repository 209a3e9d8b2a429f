"""Rows with an answer for each, as learners see them: to match, to put in order or into categories."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.bank.shown.parts import Showing, ShownChoice, ShownMedia
from assessments.bank.texts import PARTS


@dataclass(frozen=True, kw_only=True)
class Option:
    """What may be chosen in a row; `value` is what its control sends."""

    value: str
    text: str
    audio: ShownMedia | None = None


@dataclass(frozen=True, kw_only=True)
class ShownRow:
    id: str
    text: str
    options: tuple[Option, ...]
    audio: ShownMedia | None = None


@dataclass(frozen=True, kw_only=True)
class ShownRows:
    """The rows in the order of this attempt; the answers too, where they are listed above the rows."""

    rows: tuple[ShownRow, ...]
    answers: tuple[ShownChoice, ...] = ()
    first: str = "answer_0"


def read(showing: Showing, name: str, *, shuffled: bool = True) -> list[ShownChoice]:
    """The rows of the body's list `name`, with their sounds."""
    rows: list[Mapping[str, Any]] = showing.body[name]
    part = PARTS[name]
    return [
        ShownChoice(id=each["id"], text=each["text"], audio=showing.sounds.get(f"{part}:{each['id']}"))
        for each in (showing.chance.shuffled(rows, name) if shuffled else rows)
    ]
