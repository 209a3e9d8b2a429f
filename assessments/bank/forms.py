"""The forms with which authors write questions, one per interaction. They work without JavaScript.

`form.content` is the checked question once the form is valid; what is wrong stands at its field, in words. The rows of
choices are plain fields; « add a row » is a submit that asks for the same form with one row more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import (
    MAX_ACCEPTED,
    MAX_TEXT,
    Choice,
    ItemContent,
    choice_content,
    fill_in_content,
    true_false_content,
)
from assessments.bank.form_parts import ItemForm, RowsForm
from assessments.bank.models import Interaction, ItemVersion
from assessments.bank.queries import content_of
from assessments.grading.fill_in import MAX_LENGTH

PARTS: dict[str, Any] = {"id": "", "text": "", "correct": False, "feedback": ""}  # of a choice's row, when empty


@dataclass(frozen=True, kw_only=True)
class ChoiceRow:
    """The bound fields of one row, for the template."""

    number: int
    id: BoundField
    text: BoundField
    correct: BoundField
    feedback: BoundField


class ChoiceForm(RowsForm):
    interaction = Interaction.CHOICE

    multiple = forms.BooleanField(
        label=_("Several right answers"), required=False, help_text=_("Learners then tick all those that are right.")
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
            f"choice_{number}_feedback": forms.CharField(
                label=_("What to say to who picks choice %(number)d") % shown, max_length=MAX_TEXT, required=False
            ),
        }

    @property
    def choice_rows(self) -> list[ChoiceRow]:
        return [
            ChoiceRow(
                number=number + 1,
                **{name: self[f"choice_{number}_{name}"] for name in ("id", "text", "correct", "feedback")},
            )
            for number in range(self.row_count)
        ]

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        self._filled = [number for number in range(self.row_count) if self._is_filled(typed, number)]
        choices = [
            Choice(**{name: typed.get(f"choice_{number}_{name}") or empty for name, empty in PARTS.items()})
            for number in self._filled
        ]
        return choice_content(prompt=typed.get("prompt", ""), choices=choices, multiple=bool(typed.get("multiple")))

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        typed: dict[str, Any] = {"multiple": content.body["multiple"], "rows": len(content.body["choices"])}
        for number, choice in enumerate(content.body["choices"]):
            typed[f"choice_{number}_id"] = choice["id"]
            typed[f"choice_{number}_text"] = choice["text"]
            typed[f"choice_{number}_correct"] = choice["id"] in content.key["correct"]
            typed[f"choice_{number}_feedback"] = content.key["feedback"].get(choice["id"], "")
        return typed

    def field_of(self, place: str) -> str | None:
        """Empty rows were left out: the third choice read may stand in the fifth row."""
        if place == "choices":
            return "choice_0_correct" if self._filled else "choice_0_text"
        head, _dot, rest = place.partition(".")
        number, _dot, name = rest.partition(".")
        return f"choice_{self._filled[int(number)]}_{name}" if head == "choices" else super().field_of(place)

    def _is_filled(self, typed: Mapping[str, Any], number: int) -> bool:
        return any(typed.get(f"choice_{number}_{name}") for name in ("text", "correct", "feedback"))


class TrueFalseForm(ItemForm):
    interaction = Interaction.TRUE_FALSE

    answer = forms.TypedChoiceField(
        label=_("This sentence is"),
        choices=[("true", _("true")), ("false", _("false"))],
        coerce=lambda value: value == "true",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    feedback_true = forms.CharField(label=_("What to say to who answers “True”"), max_length=MAX_TEXT, required=False)
    feedback_false = forms.CharField(label=_("What to say to who answers “False”"), max_length=MAX_TEXT, required=False)

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return true_false_content(
            prompt=typed.get("prompt", ""),
            answer=typed.get("answer"),
            feedback_true=typed.get("feedback_true", ""),
            feedback_false=typed.get("feedback_false", ""),
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        said = {f"feedback_{name}": content.key["feedback"].get(name, "") for name in ("true", "false")}
        return {"answer": "true" if content.key["correct"] else "false"} | said


class FillInForm(RowsForm):
    interaction = Interaction.FILL_IN
    first_rows = 3
    most_rows = MAX_ACCEPTED

    feedback_correct = forms.CharField(label=_("What to say when it is right"), max_length=MAX_TEXT, required=False)
    feedback_incorrect = forms.CharField(label=_("What to say when it is wrong"), max_length=MAX_TEXT, required=False)

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
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        said = {f"feedback_{name}": content.key["feedback"].get(name, "") for name in ("correct", "incorrect")}
        accepted = {f"accepted_{number}": text for number, text in enumerate(content.key["accepted"])}
        return {"rows": len(accepted)} | said | accepted

    def field_of(self, place: str) -> str | None:
        return "accepted_0" if place == "accepted" else super().field_of(place)


FORMS: Mapping[str, type[ItemForm]] = {form.interaction.value: form for form in (ChoiceForm, TrueFalseForm, FillInForm)}


def initial_of(version: ItemVersion) -> dict[str, Any]:
    """The initial values of the form that edits this version: for its authors, as they hold the key."""
    item = version.item
    shared = {"title": item.title, "prompt": version.prompt, "skills": list(item.skills.order_by("pk"))}
    return shared | FORMS[item.interaction].typed_from(content_of(version))
