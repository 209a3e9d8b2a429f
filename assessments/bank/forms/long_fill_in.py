"""The form of a long answer: how long, and what the trainer looks at."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import ItemContent, long_fill_in_content
from assessments.bank.forms.rubric import RubricForm
from assessments.bank.models import Interaction


class LongFillInForm(RubricForm):
    interaction = Interaction.LONG_FILL_IN

    least_words = forms.IntegerField(label=_("From how many words"), min_value=0, required=False)
    most_words = forms.IntegerField(
        label=_("To how many words"),
        min_value=0,
        required=False,
        help_text=_("Learners read it as advice. No answer is refused for its length."),
    )
    show_criteria = forms.BooleanField(
        label=_("Learners read what you will look at before they answer"), required=False
    )

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return long_fill_in_content(
            prompt=typed.get("prompt", ""),
            criteria=self.criteria(typed),
            least_words=typed.get("least_words"),
            most_words=typed.get("most_words"),
            show_criteria=bool(typed.get("show_criteria")),
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        words = content.body.get("words", {})
        return cls.typed_criteria(content.key) | {
            "least_words": words.get("least"),
            "most_words": words.get("most"),
            "show_criteria": "criteria" in content.body,
        }
