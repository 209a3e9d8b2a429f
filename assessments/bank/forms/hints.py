"""The hints of a question, in its author's form: some rows of a text and what it costs; an empty row does not count."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_COST, MAX_HINTS, MAX_TEXT, Hint

_NUMBERS = range(1, MAX_HINTS + 1)
NAMES = tuple(name for number in _NUMBERS for name in (f"hint_{number}", f"hint_{number}_cost"))


def hint_fields() -> dict[str, forms.Field]:
    """The fields of every row, by name, in the order of `NAMES`."""
    return {
        name: field
        for number in _NUMBERS
        for name, field in {
            f"hint_{number}": forms.CharField(
                label=_("Hint %(number)d") % {"number": number},
                max_length=MAX_TEXT,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
            f"hint_{number}_cost": forms.IntegerField(
                label=_("What hint %(number)d costs (%%)") % {"number": number},
                min_value=0,
                max_value=MAX_COST,
                required=False,
                help_text=_("The share of the question’s points that is lost. 0 or nothing: it is free."),
            ),
        }.items()
    }


def hints_typed(typed: Mapping[str, Any]) -> list[Hint]:
    """The rows as they are, the empty ones too."""
    return [
        Hint(text=typed.get(f"hint_{number}") or "", cost=typed.get(f"hint_{number}_cost") or 0) for number in _NUMBERS
    ]


def hints_as_typed(hints: Sequence[Hint]) -> dict[str, Any]:
    """The initial values of the fields for these hints."""
    return dict(_named(hints))


def _named(hints: Iterable[Hint]) -> Iterable[tuple[str, Any]]:
    for number, hint in enumerate(hints, 1):
        yield f"hint_{number}", hint.text
        yield f"hint_{number}_cost", hint.cost or None
