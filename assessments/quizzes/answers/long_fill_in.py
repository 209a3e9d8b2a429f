"""A long answer, typed or dictated."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.grading.long_fill_in import MAX_LENGTH
from assessments.quizzes.answers.fields import Fields, NoAnswer


def read(_body: Mapping[str, Any], fields: Fields) -> str:
    """The text, its lines parted as everywhere but in forms. Raises NoAnswer."""
    text = fields.text.replace("\r\n", "\n").strip()
    if not text:
        raise NoAnswer(_("Write your answer."))
    if len(text) > MAX_LENGTH:
        raise NoAnswer(_("Your answer is too long. Shorten it a little."))
    return text


def again(answer: str) -> Fields:
    return Fields(values=(answer,))
