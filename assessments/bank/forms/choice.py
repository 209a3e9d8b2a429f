"""The form of a choice: its rows are plain fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_TEXT, Choice, ItemContent, choice_content
from assessments.bank.forms.figures import PercentField
from assessments.bank.forms.parts import RowsForm
from assessments.bank.models import Interaction

# The parts of a choice's row, as they are when empty.
PARTS: dict[str, Any] = {"id": "", "text": "", "correct": False, "feedback": "", "worth": None}


@dataclass(frozen=True, kw_only=True)
class ChoiceRow:
    """The bound fields of one row, for the template."""

    number: int
    id: BoundField
    text: BoundField
    correct: BoundField
    feedback: BoundField
    worth: BoundField


class ChoiceForm(RowsForm):
    interaction = Interaction.CHOICE

    multiple = forms.BooleanField(
        label=_("Several right answers"), required=False, help_text=_("Learners then tick all those that are right.")
    )
    shuffle = forms.BooleanField(
        label=_("Shuffle the choices"), required=False, help_text=_("Each try then has its own order.")
    )

    def row_fields(self, number: int) -> dict[str, forms.Field]:
        shown = {"number": number + 1}
        return {
            f"choice_{number}_id": forms.SlugField(max_length=20, required=False, widget=forms.HiddenInput),
            f"choice_{number}_text": forms.CharField(
                label=_("Choice %(number)d") % shown, max_length=MAX_TEXT, required=False
            ),
            f"choice_{number}_correct": forms.BooleanField(
                label=_("Choice %(number)d is right") % shown, required=False
            ),
            f"choice_{number}_worth": PercentField(
                label=_("What choice %(number)d is worth, in percent") % shown, required=False
            ),
            f"choice_{number}_feedback": forms.CharField(
                label=_("What to say to who picks choice %(number)d") % shown, max_length=MAX_TEXT, required=False
            ),
        }

    @property
    def choice_rows(self) -> list[ChoiceRow]:
        return [
            ChoiceRow(
                number=number + 1,
                **{name: self[f"choice_{number}_{name}"] for name in PARTS},
            )
            for number in range(self.row_count)
        ]

    @property
    def says_worth(self) -> bool:
        """Some choice has a figure, right or not: the figures are shown."""
        return any(row.worth.value() not in (None, "") for row in self.choice_rows)

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        self._filled = [number for number in range(self.row_count) if self._is_filled(typed, number)]
        choices = [
            Choice(**{name: typed.get(f"choice_{number}_{name}") or empty for name, empty in PARTS.items()})
            for number in self._filled
        ]
        return choice_content(
            prompt=typed.get("prompt", ""),
            choices=choices,
            multiple=bool(typed.get("multiple")),
            shuffle=bool(typed.get("shuffle")),
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        typed: dict[str, Any] = {name: content.body.get(name, False) for name in ("multiple", "shuffle")}
        typed["rows"] = len(content.body["choices"])
        for number, choice in enumerate(content.body["choices"]):
            typed[f"choice_{number}_id"] = choice["id"]
            typed[f"choice_{number}_text"] = choice["text"]
            typed[f"choice_{number}_correct"] = choice["id"] in content.key["correct"]
            typed[f"choice_{number}_feedback"] = content.key["feedback"].get(choice["id"], "")
            typed[f"choice_{number}_worth"] = content.key.get("worth", {}).get(choice["id"])
        return typed

    def field_of(self, place: str) -> str | None:
        """Empty rows were left out: the third choice read may stand in the fifth row."""
        if place == "choices":
            return "choice_0_correct" if self._filled else "choice_0_text"
        head, _dot, rest = place.partition(".")
        number, _dot, name = rest.partition(".")
        return f"choice_{self._filled[int(number)]}_{name}" if head == "choices" else super().field_of(place)

    def _is_filled(self, typed: Mapping[str, Any], number: int) -> bool:
        return any(typed.get(f"choice_{number}_{name}") for name in PARTS if name != "id")
