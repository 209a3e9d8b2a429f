"""The form of pairs to match: a row for each, and for each answer that goes with nothing."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from assessments.bank.content import MAX_TEXT, ItemContent, Pair, matching_content
from assessments.bank.content.rows import MAX_ROW
from assessments.bank.forms.groups import RightOrWrongForm
from assessments.bank.models import Interaction


class MatchingForm(RightOrWrongForm):
    interaction = Interaction.MATCHING
    head = "pairs"
    shown = ("source", "target", "feedback")
    hidden = ("id", "target_id")

    def part_fields(self, number: int) -> dict[str, forms.Field]:
        shown = {"number": number}
        return {
            "source": forms.CharField(label=_("Thing %(number)d") % shown, max_length=MAX_ROW, required=False),
            "target": forms.CharField(
                label=_("What goes with thing %(number)d") % shown, max_length=MAX_ROW, required=False
            ),
            "feedback": forms.CharField(
                label=_("What to say to who gets thing %(number)d wrong") % shown, max_length=MAX_TEXT, required=False
            ),
        }

    def group_label(self, number: int) -> str:
        return _("Pair %(number)d") % {"number": number}

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return matching_content(
            prompt=typed.get("prompt", ""),
            pairs=[Pair(**row) for row in self.filled(typed)],
            feedback_correct=typed.get("feedback_correct", ""),
            feedback_incorrect=typed.get("feedback_incorrect", ""),
        )

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        """The pairs in their order, then the answers that go with nothing."""
        said, pairs = content.key["feedback"], content.key["pairs"]
        texts = {each["id"]: each["text"] for each in content.body["targets"]}
        rows = [
            (each["text"], texts[pairs[each["id"]]], said.get(each["id"], ""), each["id"], pairs[each["id"]])
            for each in content.body["sources"]
        ]
        rows += [("", text, "", "", id) for id, text in texts.items() if id not in pairs.values()]
        names = (*cls.shown, *cls.hidden)
        typed = {
            f"pairs_{number}_{name}": text
            for number, row in enumerate(rows)
            for name, text in zip(names, row, strict=True)
        }
        return (
            typed | {"rows": len(rows)} | {f"feedback_{name}": said.get(name, "") for name in ("correct", "incorrect")}
        )
