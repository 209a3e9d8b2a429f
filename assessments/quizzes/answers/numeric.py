"""A number, typed: what cannot be one is said before it is marked, and nothing typed is lost."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.grading.numbers import NotANumber, read_number
from assessments.grading.numeric import MAX_LENGTH
from assessments.quizzes.answers.fields import Fields, NoAnswer


def read(body: Mapping[str, Any], fields: Fields) -> str:
    """Raises NoAnswer."""
    text = fields.text.strip()
    if len(text) > MAX_LENGTH:
        raise NoAnswer(_("Your answer is too long. A few words are enough."))
    try:
        _number, unit = read_number(text)
    except NotANumber as error:
        raise NoAnswer(_("Write a number, for example 12,5.")) from error
    if unit and "unit" not in body:
        raise NoAnswer(_("Write only the number, without a unit."))
    if not unit and body.get("unit") == "required":
        raise NoAnswer(_("Write the unit after the number too."))
    return text


def again(answer: str) -> Fields:
    return Fields(values=(answer,))
