"""The form of a number to find: the number, its tolerance, its units."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_TEXT, ItemContent, Unit, numeric_content
from assessments.bank.content.numeric import LONGEST_UNIT, MAX_UNITS
from assessments.bank.forms.figures import NumberField
from assessments.bank.forms.parts import RowsForm
from assessments.bank.models import Interaction

HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """The bound fields of one unit, for the template."""

    name: BoundField
    factor: BoundField


class NumericForm(RowsForm):
    interaction = Interaction.NUMERIC
    first_rows = 2
    most_rows = MAX_UNITS

    value = NumberField(label=_("Right number"), required=False, help_text=_("With a comma or a point: 3,14."))
    tolerance = NumberField(
        label=_("How far the answer may be"), required=False, help_text=_("Empty: only this number is right.")
    )
    relative = forms.BooleanField(label=_("This is in percent of the right number"), required=False)
    unit_required = forms.BooleanField(label=_("The unit must be written"), required=False)
    feedback_correct = forms.CharField(label=_("What to say when it is right"), max_length=MAX_TEXT, required=False)
    feedback_incorrect = forms.CharField(label=_("What to say when it is wrong"), max_length=MAX_TEXT, required=False)

    def row_fields(self, number: int) -> dict[str, forms.Field]:
        shown = {"number": number + 1}
        return {
            f"unit_{number}_name": forms.CharField(
                label=_("Unit %(number)d") % shown, max_length=LONGEST_UNIT, required=False
            ),
            f"unit_{number}_factor": NumberField(
                label=_("What one of unit %(number)d is worth in the first unit") % shown, required=False
            ),
        }

    @property
    def unit_rows(self) -> list[UnitRow]:
        numbers = range(self.row_count)
        return [UnitRow(name=self[f"unit_{each}_name"], factor=self[f"unit_{each}_factor"]) for each in numbers]

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        relative, tolerance = bool(typed.get("relative")), typed.get("tolerance") or Decimal(0)
        self._filled = [number for number in range(self.row_count) if self._is_filled(typed, number)]
        return numeric_content(
            prompt=typed.get("prompt", ""),
            value=typed.get("value"),
            tolerance=tolerance / HUNDRED if relative else tolerance,
            relative=relative,
            units=[self._unit(typed, number) for number in self._filled],
            unit_required=bool(typed.get("unit_required")),
            feedback_correct=typed.get("feedback_correct", ""),
            feedback_incorrect=typed.get("feedback_incorrect", ""),
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        key = content.key
        typed: dict[str, Any] = {f"feedback_{name}": key["feedback"].get(name, "") for name in ("correct", "incorrect")}
        tolerance = Decimal(key["tolerance"]) * (HUNDRED if key["relative"] else 1)
        typed |= {"value": Decimal(key["value"]), "tolerance": tolerance or None, "relative": key["relative"]}
        typed |= {"unit_required": content.body.get("unit") == "required", "rows": len(key["units"])}
        for number, unit in enumerate(key["units"]):
            typed[f"unit_{number}_name"] = unit["name"]
            typed[f"unit_{number}_factor"] = Decimal(unit["factor"])
        return typed

    def field_of(self, place: str) -> str | None:
        """Empty rows were left out: the second unit read may stand in the third row."""
        head, _dot, rest = place.partition(".")
        number, _dot, name = rest.partition(".")
        return f"unit_{self._filled[int(number)]}_{name}" if head == "units" else super().field_of(place)

    @staticmethod
    def _unit(typed: Mapping[str, Any], number: int) -> Unit:
        factor = typed.get(f"unit_{number}_factor")
        return Unit(name=typed.get(f"unit_{number}_name", ""), factor=Decimal(1) if factor is None else factor)

    @staticmethod
    def _is_filled(typed: Mapping[str, Any], number: int) -> bool:
        return bool(typed.get(f"unit_{number}_name")) or typed.get(f"unit_{number}_factor") is not None
