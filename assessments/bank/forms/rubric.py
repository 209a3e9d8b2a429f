"""What the forms of all work marked by trainers share: a row for each criterion, with its levels one a line."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from assessments.bank.content.rows import MAX_ROW
from assessments.bank.content.rubric import MAX_CRITERIA, WrittenCriterion, lines_of
from assessments.bank.forms.groups import GroupsForm


class RubricForm(GroupsForm):
    first_rows = 3
    most_rows = MAX_CRITERIA
    head = "criteria"
    shown = ("text", "levels")

    def part_fields(self, number: int) -> dict[str, forms.Field]:
        shown = {"number": number}
        return {
            "text": forms.CharField(
                label=_("What you look at (%(number)d)") % shown, max_length=MAX_ROW, required=False
            ),
            "levels": forms.CharField(
                label=_("Levels of criterion %(number)d") % shown,
                help_text=_("One on each line, with its points: “Yes = 2”. Leave empty for “yes” (1) and “no” (0)."),
                widget=forms.Textarea(attrs={"rows": 3}),
                required=False,
            ),
        }

    def group_label(self, number: int) -> str:
        return _("Criterion %(number)d") % {"number": number}

    def criteria(self, typed: Mapping[str, Any]) -> list[WrittenCriterion]:
        """The criteria of the rows in which something is typed."""
        return [
            WrittenCriterion(id=row["id"], text=row["text"], levels=row["levels"].splitlines())
            for row in self.filled(typed)
        ]

    @staticmethod
    def typed_criteria(key: Mapping[str, Any]) -> dict[str, Any]:
        """What an author would type to get the criteria of this key."""
        typed: dict[str, Any] = {"rows": len(key["criteria"])}
        for number, criterion in enumerate(key["criteria"]):
            row = {"id": criterion["id"], "text": criterion["text"], "levels": "\n".join(lines_of(criterion))}
            typed |= {f"criteria_{number}_{part}": text for part, text in row.items()}
        return typed
