"""What a trainer says about a question to correct: how, why; the right answers come in the question's own form."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.attempts.corrections import Correction
from assessments.bank.forms import FORMS, ItemForm, initial_of
from assessments.bank.forms.hints import NAMES as HINTS
from assessments.bank.models import ItemVersion

KEPT = ("title", "prompt", "general_feedback", *HINTS)  # not for the correction to change


class CorrectionForm(forms.Form):
    """How, and the sentence that the people concerned will read."""

    prefix = "correction"

    kind = forms.ChoiceField(
        label=gettext_lazy("What is to be done?"), choices=Correction.Kind.choices, widget=forms.RadioSelect
    )
    explanation = forms.CharField(
        label=gettext_lazy("Say why, in a sentence"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The people concerned read it in their letter."),
    )


def key_form(version: ItemVersion, typed: QueryDict | None) -> ItemForm:
    """The form with which the question was written; what is no part of its right answers comes from the version."""
    initial = initial_of(version)
    form_class = FORMS[version.item.interaction]
    if typed is None:
        return form_class(initial=initial)
    data = typed.copy()
    for name in KEPT:
        data[name] = "" if (value := initial.get(name)) is None else value
    return form_class(data, initial=initial)


def refuse_other_changes(form: ItemForm, version: ItemVersion) -> bool:
    """Whether a valid form changes nothing but right answers; otherwise it says what to do."""
    if form.content.body == version.body:
        return True
    form.add_error(
        None, _("Change the right answers only. To say the question otherwise, rewrite the question itself.")
    )
    return False
