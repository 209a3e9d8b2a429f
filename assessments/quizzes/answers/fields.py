"""What a learner's form holds of an answer: the same from a form sent, from a draft, and for the form shown again."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.http import QueryDict

from assessments.quizzes.answers.places import Place, places_in

PART = re.compile(r"[a-z0-9_-]{1,20}(\.[xy])?")  # .x and .y: where in a picture one pressed
NAME = "answer"


class NoAnswer(Exception):
    """Nothing was answered that could be recorded; the message says what to do, `rows` names those to mend.

    Without rows the whole answer is to be mended.
    """

    def __init__(self, message: str, *, rows: Iterable[str] = ()) -> None:
        self.rows = frozenset(rows)
        super().__init__(message)


class NotYet(Exception):
    """A control of the question was pressed that only changes what its form holds: `fields`, from now on."""

    def __init__(self, fields: "Fields") -> None:
        self.fields = fields
        super().__init__()


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The values of the controls named `answer` (a choice's id, a row's « row:choice », or the one text typed), and
    what is typed in those named `answer_<part>`, by part.

    A draft keeps both in one list: the values, then `part=text`. Read from there, `values` holds all that was kept,
    as a text typed may have an « = » of its own: an interaction looks up only the values and the parts that it knows.
    """

    values: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Mapping[str, Any], ...] = ()  # no control sends them: what the server holds (`handins`)

    @property
    def text(self) -> str:
        """What is typed where the question has one field."""
        return self.values[0] if self.values else ""

    @property
    def places(self) -> tuple[Place, ...]:
        """What is marked where the question has a picture to mark."""
        return places_in(self.values)

    @classmethod
    def sent(cls, form: QueryDict) -> Self:
        """From a form, as it was posted; of a part sent twice the last counts."""
        named = ((name.removeprefix(f"{NAME}_"), text) for name, text in form.items() if name.startswith(f"{NAME}_"))
        parts = {part: str(text) for part, text in named if PART.fullmatch(part)}
        return cls(values=tuple(form.getlist(NAME)), parts=parts)

    @classmethod
    def kept(cls, draft: Sequence[str]) -> Self:
        """From a draft, as `as_draft` gave it."""
        split = (each.partition("=") for each in draft)
        parts = {part: text for part, equals, text in split if equals and PART.fullmatch(part)}
        return cls(values=tuple(draft), parts=parts)

    def as_draft(self) -> list[str]:
        """What a draft keeps: empty parts are not there."""
        return [*self.values, *(f"{part}={text}" for part, text in self.parts.items() if text)]
