"""The form of things to put into categories: a row for each category, with its things one a line."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from assessments.bank.content import MAX_TEXT, Category, ItemContent, categorise_content
from assessments.bank.content.categorise import MAX_CATEGORIES
from assessments.bank.content.rows import MAX_ROW
from assessments.bank.forms.groups import RightOrWrongForm
from assessments.bank.models import Interaction


class CategoriseForm(RightOrWrongForm):
    interaction = Interaction.CATEGORISE
    first_rows = 3
    most_rows = MAX_CATEGORIES
    head = "categories"
    shown = ("name", "things", "feedback")

    def part_fields(self, number: int) -> dict[str, forms.Field]:
        shown = {"number": number}
        return {
            "name": forms.CharField(label=_("Name of category %(number)d") % shown, max_length=MAX_ROW, required=False),
            "things": forms.CharField(
                label=_("What belongs in category %(number)d") % shown,
                help_text=_("One thing on each line."),
                widget=forms.Textarea(attrs={"rows": 4}),
                required=False,
            ),
            "feedback": forms.CharField(
                label=_("What to say to who puts a thing of category %(number)d elsewhere") % shown,
                max_length=MAX_TEXT,
                required=False,
            ),
        }

    def group_label(self, number: int) -> str:
        return _("Category %(number)d") % {"number": number}

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return categorise_content(
            prompt=typed.get("prompt", ""),
            categories=[
                Category(id=row["id"], name=row["name"], things=row["things"].splitlines(), feedback=row["feedback"])
                for row in self.filled(typed)
            ],
            feedback_correct=typed.get("feedback_correct", ""),
            feedback_incorrect=typed.get("feedback_incorrect", ""),
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        said, places = content.key["feedback"], content.key["places"]
        texts = {each["id"]: each["text"] for each in content.body["things"]}
        typed: dict[str, Any] = {"rows": len(content.body["categories"])}
        for number, category in enumerate(content.body["categories"]):
            things = [texts[id] for id in places.get(category["id"], [])]
            row = {"id": category["id"], "name": category["text"], "things": "\n".join(things)}
            row["feedback"] = said.get(category["id"], "")
            typed |= {f"categories_{number}_{part}": text for part, text in row.items()}
        return typed | {f"feedback_{name}": said.get(name, "") for name in ("correct", "incorrect")}
