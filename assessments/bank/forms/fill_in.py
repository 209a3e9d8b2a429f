"""The form of a short answer: a row for each way to write it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_ACCEPTED, MAX_TEXT, ItemContent, fill_in_content
from assessments.bank.forms.parts import RowsForm
from assessments.bank.models import Interaction
from assessments.grading.fill_in import MAX_LENGTH


class FillInForm(RowsForm):
    interaction = Interaction.FILL_IN
    first_rows = 3
    most_rows = MAX_ACCEPTED

    feedback_correct = forms.CharField(label=_("What to say when it is right"), max_length=MAX_TEXT, required=False)
    feedback_incorrect = forms.CharField(label=_("What to say when it is wrong"), max_length=MAX_TEXT, required=False)

    accents = forms.BooleanField(label=_("Accents count"), required=False)
    capitals = forms.BooleanField(label=_("Capitals count"), required=False)
    typos = forms.TypedChoiceField(
        label=_("Letters that may be off"),
        choices=[(0, _("none")), (1, _("one")), (2, _("two"))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_(
            "Missing, added, wrong or swapped: one from 4 letters on, two from 8 on, none where there is a digit."
        ),
    )

    def row_fields(self, number: int) -> dict[str, forms.Field]:
        label = _("Right answer") if number == 0 else _("Also right (%(number)d)") % {"number": number + 1}
        return {f"accepted_{number}": forms.CharField(label=label, max_length=MAX_LENGTH, required=False)}

    @property
    def accepted_rows(self) -> list[BoundField]:
        return [self[f"accepted_{number}"] for number in range(self.row_count)]

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return fill_in_content(
            prompt=typed.get("prompt", ""),
            accepted=[typed.get(f"accepted_{number}", "") for number in range(self.row_count)],
            feedback_correct=typed.get("feedback_correct", ""),
            feedback_incorrect=typed.get("feedback_incorrect", ""),
            accents=bool(typed.get("accents")),
            capitals=bool(typed.get("capitals")),
            typos=typed.get("typos") or 0,
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        said = {f"feedback_{name}": content.key["feedback"].get(name, "") for name in ("correct", "incorrect")}
        accepted = {f"accepted_{number}": text for number, text in enumerate(content.key["accepted"])}
        settings = {name: name in content.body.get("counts", ()) for name in ("accents", "capitals")}
        return {"rows": len(accepted), "typos": content.key.get("typos", 0)} | settings | said | accepted

    def field_of(self, place: str) -> str | None:
        return "accepted_0" if place == "accepted" else super().field_of(place)
