"""Whose a trial's work is, as the trainer says."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.desk.forms import LearnerForm


class AuthorForm(LearnerForm):
    """A learner of mine, or a new one: `cleaned_data["learner"]` is None for who must be registered."""

    code = forms.CharField(widget=forms.HiddenInput)
    learner = forms.ModelChoiceField(
        label=_("The person has a card already"),
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("No: it is somebody new"),
    )
    field_order = ["code", "learner", "first_name", "last_name", "structure"]

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["learner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
        for name in ("first_name", "last_name", "structure"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("learner") is None:
            for name in ("first_name", "last_name", "structure"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose a person above, or give this for a new one."))
        return cleaned
