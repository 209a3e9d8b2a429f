"""The form of a text with gaps."""

from collections.abc import Mapping
from typing import Any

from assessments.bank.content import ItemContent, cloze_content, cloze_text
from assessments.bank.forms.marked import MarkedForm
from assessments.bank.models import Interaction


class ClozeForm(MarkedForm):
    interaction = Interaction.CLOZE

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return cloze_content(**self.typed_parts(typed))

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        return cls.typed_again(content, cloze_text(content))
