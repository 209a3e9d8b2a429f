"""What a trainer says of a work: the level of each criterion, a word for the person, why it is said again."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from assessments.attempts.marks import LONGEST_COMMENT, Mark
from assessments.grading.rubric import Rubric


class MarkForm(forms.Form):
    """A list of levels for each criterion of the rubric; `after` is how many marks the trainer has seen."""

    comment = forms.CharField(
        label=_("A word for the person"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it with their result: what is good, what to do next. At most 500 signs."),
    )
    reason = forms.ChoiceField(label=_("Why do you say it again?"), widget=forms.RadioSelect)
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, rubric: Rubric, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric, self.again = rubric, again
        if again:
            self.fields["reason"].choices = Mark.Reason.choices  # type: ignore[attr-defined]
        else:
            del self.fields["reason"]
        for number, criterion in enumerate(rubric.criteria):
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=criterion.text,
                choices=[(level.id, level.text) for level in criterion.levels],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a level.")},
            )

    @property
    def criteria(self) -> list[BoundField]:
        return [self[f"level_{number}"] for number in range(len(self.rubric.criteria))]

    @property
    def levels(self) -> dict[str, str]:
        """The level chosen for each criterion, once the form is valid."""
        return {
            criterion.id: self.cleaned_data[f"level_{number}"] for number, criterion in enumerate(self.rubric.criteria)
        }

    def after_another(self, *, seen: int) -> "MarkForm":
        """The same form, nothing typed lost, for whoever has now seen that many marks."""
        typed = {name: self[name].data for name in self.fields}
        return MarkForm(initial=typed | first_values(seen=seen), rubric=self.rubric, again=True)


def first_values(*, seen: int) -> dict[str, Any]:
    """The hidden part of a new form."""
    return {"after": seen, "submission": uuid.uuid4()}


def values_of(rubric: Rubric, mark: Mark | None) -> Mapping[str, Any]:
    """A new form's initial values: those of the last mark, where there is one."""
    if mark is None:
        return first_values(seen=0)
    levels = {f"level_{number}": mark.levels[each.id] for number, each in enumerate(rubric.criteria)}
    return levels | {"comment": mark.comment} | first_values(seen=mark.sequence)
