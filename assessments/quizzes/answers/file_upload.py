"""Files handed in: those that the question's page holds, as `handins` describes them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.quizzes.answers.fields import Fields, NoAnswer


def read(_body: Mapping[str, Any], fields: Fields) -> list[Mapping[str, Any]]:
    """Raises NoAnswer."""
    if not fields.files:
        raise NoAnswer(_("Choose a file, then press “Send this file”."))
    return list(fields.files)


def again(answer: list[Mapping[str, Any]]) -> Fields:
    return Fields(files=tuple(answer))
