"""The form of something to do in the room: what trainers read, and what they look at."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_TEXT, ItemContent, observation_content
from assessments.bank.forms.rubric import RubricForm
from assessments.bank.models import Interaction


class ObservationForm(RubricForm):
    interaction = Interaction.OBSERVATION

    instructions = forms.CharField(
        label=_("For the trainer who watches"),
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What to get ready, where to look, how much to help. Learners never read it."),
    )
    show_criteria = forms.BooleanField(
        label=_("Learners read what you will look at before they answer"), required=False
    )

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return observation_content(
            prompt=typed.get("prompt", ""),
            criteria=self.criteria(typed),
            instructions=typed.get("instructions", ""),
            show_criteria=bool(typed.get("show_criteria")),
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        return cls.typed_criteria(content.key) | {
            "instructions": content.key.get("instructions", ""),
            "show_criteria": "criteria" in content.body,
        }
