"""The form of a sentence that is true or false."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_TEXT, ItemContent, true_false_content
from assessments.bank.forms.parts import ItemForm
from assessments.bank.models import Interaction


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
