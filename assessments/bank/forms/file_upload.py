"""The form of a question answered with files: which, how many, and what the trainer looks at."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import ItemContent, file_upload_content
from assessments.bank.families import MAX_MEGABYTES, Family
from assessments.bank.forms.rubric import RubricForm
from assessments.bank.models import Interaction


class FileUploadForm(RubricForm):
    interaction = Interaction.FILE_UPLOAD

    families = forms.MultipleChoiceField(
        label=_("What people may hand in"),
        choices=Family.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick photos wherever you can: a telephone is enough, also for work on paper."),
    )
    most = forms.IntegerField(label=_("How many files at most"), initial=1, required=False)
    megabytes = forms.IntegerField(
        label=_("Size of a file at most, in megabytes"),
        initial=MAX_MEGABYTES,
        required=False,
        help_text=_("Photos are made smaller by themselves. Over a slow line, 10 MB take some minutes."),
    )
    show_criteria = forms.BooleanField(
        label=_("Learners read what you will look at before they answer"), required=False
    )

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return file_upload_content(
            prompt=typed.get("prompt", ""),
            criteria=self.criteria(typed),
            families=typed.get("families", ()),
            most=_or(typed.get("most"), 1),
            megabytes=_or(typed.get("megabytes"), MAX_MEGABYTES),
            show_criteria=bool(typed.get("show_criteria")),
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        asked = {name: content.body[name] for name in ("families", "most", "megabytes")}
        return cls.typed_criteria(content.key) | asked | {"show_criteria": "criteria" in content.body}


def _or(typed: int | None, usual: int) -> int:
    """What was typed, zero too; the usual figure for an empty field."""
    return usual if typed is None else typed
