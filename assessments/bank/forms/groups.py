"""Rows of several fields, empty ones not counted: what the forms of pairs, of categories and of criteria share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_TEXT
from assessments.bank.forms.parts import RowsForm


@dataclass(frozen=True, kw_only=True)
class Group:
    """The fields of one row, for the template."""

    label: str
    fields: list[BoundField]


class GroupsForm(RowsForm):
    """Rows whose fields are called `<head>_<row>_<part>`; `head` is the place's name in a content too."""

    head: ClassVar[str]
    shown: ClassVar[tuple[str, ...]]  # parts that an author fills
    hidden: ClassVar[tuple[str, ...]] = ("id",)  # ids that a row keeps

    def part_fields(self, number: int) -> dict[str, forms.Field]:
        """The fields of the parts that an author fills, by part; `number` is from 1."""
        raise NotImplementedError

    def group_label(self, number: int) -> str:
        raise NotImplementedError

    def row_fields(self, number: int) -> dict[str, forms.Field]:
        ids = {part: forms.SlugField(max_length=20, required=False, widget=forms.HiddenInput) for part in self.hidden}
        fields = self.part_fields(number + 1) | ids
        return {f"{self.head}_{number}_{part}": field for part, field in fields.items()}

    @property
    def groups(self) -> list[Group]:
        return [
            Group(
                label=self.group_label(number + 1),
                fields=[self[f"{self.head}_{number}_{part}"] for part in self.shown],
            )
            for number in range(self.row_count)
        ]

    def filled(self, typed: Mapping[str, Any]) -> list[dict[str, str]]:
        """The parts of each row in which something is typed."""
        rows = [
            {part: typed.get(f"{self.head}_{number}_{part}") or "" for part in (*self.shown, *self.hidden)}
            for number in range(self.row_count)
        ]
        self._filled = [number for number, row in enumerate(rows) if any(row[part].strip() for part in self.shown)]
        return [rows[number] for number in self._filled]

    def field_of(self, place: str) -> str | None:
        """Empty rows were left out: the third one read may stand in the fifth row."""
        head, *rest = place.split(".")
        if head != self.head:
            return super().field_of(place)
        if not rest:
            return f"{self.head}_0_{self.shown[0]}"
        number, part = rest
        return f"{self.head}_{self._filled[int(number)]}_{part}"


class RightOrWrongForm(GroupsForm):
    """Groups that are put together rightly or wrongly: what to say then."""

    feedback_correct = forms.CharField(label=_("What to say when it is right"), max_length=MAX_TEXT, required=False)
    feedback_incorrect = forms.CharField(label=_("What to say when it is wrong"), max_length=MAX_TEXT, required=False)
