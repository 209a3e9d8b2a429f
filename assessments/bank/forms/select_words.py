"""The form of words to find in a text."""

from collections.abc import Mapping
from typing import Any

from assessments.bank.content import ItemContent, select_words_content, select_words_text
from assessments.bank.forms.marked import MarkedForm
from assessments.bank.models import Interaction


class SelectWordsForm(MarkedForm):
    interaction = Interaction.SELECT_WORDS

    def read(self, typed: Mapping[str, Any]) -> ItemContent:
        return select_words_content(**self.typed_parts(typed))

    @classmethod
    def typed_from(cls, content: ItemContent) -> dict[str, Any]:
        return cls.typed_again(content, select_words_text(content))
