"""The part of a quiz's form that says what comes before it: a row for each activity, two empty ones below."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.activities.models import Activity, Prerequisite
from assessments.activities.prerequisites import PrerequisiteRing
from assessments.quizzes.models import Quiz
from cms.authoring.filing_forms import one_of
from lms.structures.models import Structure

EMPTY_ROWS = 2
MOST_ROWS = 10


class FirstForm(forms.Form):
    """One activity that comes first; left out where none is chosen."""

    required = forms.TypedChoiceField(label=_("Quiz or H5P exercise"), required=False, empty_value=None)
    wanted = forms.ChoiceField(
        label=_("What is asked"),
        choices=Prerequisite.Wanted.choices,
        initial=Prerequisite.Wanted.PASSED,
        required=False,
    )

    def __init__(self, *args: Any, activities: Sequence[Activity] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["required"]
        assert isinstance(field, forms.TypedChoiceField)
        known = {str(each.pk): each for each in activities}
        field.coerce = one_of(known)
        field.choices = [("", "—"), *((pk, each.title) for pk, each in known.items())]


class BaseFirstForms(forms.BaseFormSet[FirstForm]):
    def chosen(self) -> Mapping[Activity, Prerequisite.Wanted]:
        """What comes first, and how; once the rows are valid. Chosen twice, the last row counts."""
        typed = [form.cleaned_data for form in self.forms if form.cleaned_data.get("required")]
        return {each["required"]: Prerequisite.Wanted(each["wanted"] or "passed") for each in typed}

    def refuse(self, ring: PrerequisiteRing) -> None:
        """Said in the row that closes the ring."""
        words = _("“%(title)s” itself waits for this quiz: nobody could begin either. Choose another one.")
        for form in self.forms:
            if form.cleaned_data.get("required") == ring.required:
                form.add_error("required", words % {"title": ring.required.title})


FirstForms = cast(
    type[BaseFirstForms],
    forms.formset_factory(FirstForm, BaseFirstForms, extra=EMPTY_ROWS, absolute_max=MOST_ROWS, max_num=MOST_ROWS),
)


def first_forms(data: QueryDict | None, *, structure: Structure, quiz: Quiz | None = None) -> BaseFirstForms:
    """The rows of this quiz, with the activities of its structure: those in use, and those it already waits for."""
    held = list(Prerequisite.objects.filter(activity=quiz.pk).select_related("required")) if quiz else []
    in_use = Activity.objects.filter(structure=structure, retired_at=None)
    others = in_use.exclude(pk=quiz.pk) if quiz else in_use
    kept = [each.required for each in held if each.required.retired_at]
    rows = [{"required": each.required_id, "wanted": each.wanted} for each in held]
    # a form sent without this part changes nothing of it
    sent = data if data is not None and "first-TOTAL_FORMS" in data else None
    return FirstForms(sent, prefix="first", initial=rows, form_kwargs={"activities": [*others, *kept]})
