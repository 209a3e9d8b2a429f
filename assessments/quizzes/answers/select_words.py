"""Words ticked in a text."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.quizzes.answers.choice import picked
from assessments.quizzes.answers.fields import Fields, NoAnswer


def read(body: Mapping[str, Any], fields: Fields) -> list[str]:
    """The ids of the words taken. Raises NoAnswer."""
    if not fields.values:
        raise NoAnswer(_("Choose at least one word."))
    return picked(fields.values, {piece["word"] for piece in body["pieces"] if "word" in piece}, multiple=True)


def again(answer: list[str]) -> Fields:
    return Fields(values=tuple(answer))
