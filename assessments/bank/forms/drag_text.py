"""The form of words to put in a text."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.content import MAX_MARKED, ItemContent, drag_text_content, drag_text_text, other_words
from assessments.bank.forms.marked import MarkedForm
from assessments.bank.models import Interaction


class DragTextForm(MarkedForm):
    interaction = Interaction.DRAG_TEXT

    others = forms.CharField(
        label=_("Other words, that fit nowhere"),
        max_length=MAX_MARKED,
        required=False,
        help_text=_("One a line. They stand in the list with the right words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return drag_text_content(**self.typed_parts(typed), others=typed.get("others", "").splitlines())

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        return cls.typed_again(content, drag_text_text(content)) | {"others": "\n".join(other_words(content))}
