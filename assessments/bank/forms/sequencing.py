"""The form of steps to put in order: one a line, in the right order."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_TEXT, ItemContent, sequencing_content
from assessments.bank.forms.parts import ItemForm
from assessments.bank.models import Interaction


class SequencingForm(ItemForm):
    interaction = Interaction.SEQUENCING

    steps = forms.CharField(
        label=_("Steps in the right order"),
        help_text=_("One step on each line. Learners see them shuffled."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )
    feedback_correct = forms.CharField(label=_("What to say when it is right"), max_length=MAX_TEXT, required=False)
    feedback_incorrect = forms.CharField(label=_("What to say when it is wrong"), max_length=MAX_TEXT, required=False)

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return sequencing_content(
            prompt=typed.get("prompt", ""),
            steps=typed.get("steps", "").splitlines(),
            feedback_correct=typed.get("feedback_correct", ""),
            feedback_incorrect=typed.get("feedback_incorrect", ""),
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        texts = {each["id"]: each["text"] for each in content.body["steps"]}
        said = {f"feedback_{name}": content.key["feedback"].get(name, "") for name in ("correct", "incorrect")}
        return {"steps": "\n".join(texts[id] for id in content.key["order"])} | said
