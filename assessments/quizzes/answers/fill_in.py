"""A short answer, typed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.grading.fill_in import MAX_LENGTH
from assessments.quizzes.answers.fields import Fields, NoAnswer


def read(_body: Mapping[str, Any], fields: Fields) -> str:
    """Raises NoAnswer."""
    text = fields.text
    if not text.strip():
        raise NoAnswer(_("Write your answer."))
    if len(text) > MAX_LENGTH:
        raise NoAnswer(_("Your answer is too long. A few words are enough."))
    return text.strip()


def again(answer: str) -> Fields:
    return Fields(values=(answer,))
