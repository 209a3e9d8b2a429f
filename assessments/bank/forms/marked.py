"""What the forms of the questions asked inside a text share: the text with its marks, what is said of the whole."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_MARKED, MAX_TEXT, ItemContent
from assessments.bank.forms.parts import ItemForm


class MarkedForm(ItemForm):
    """`text` is typed in the notation of `bank.notation`, which its template explains by an example."""

    text = forms.CharField(
        label=_("Text"), max_length=MAX_MARKED, required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    feedback_correct = forms.CharField(label=_("What to say when it is right"), max_length=MAX_TEXT, required=False)
    feedback_incorrect = forms.CharField(label=_("What to say when it is wrong"), max_length=MAX_TEXT, required=False)

    def typed_parts(self, typed: Mapping[str, Any]) -> dict[str, str]:
        """What every such question is made from."""
        return {name: typed.get(name, "") for name in ("prompt", "text", "feedback_correct", "feedback_incorrect")}

    @staticmethod
    def typed_again(content: ItemContent, text: str) -> dict[str, str]:
        """What the author would type for the text and for what is said of the whole."""
        said = {f"feedback_{name}": content.key["feedback"].get(name, "") for name in ("correct", "incorrect")}
        return {"text": text} | said
