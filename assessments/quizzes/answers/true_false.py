"""True or false, ticked."""

from collections.abc import Mapping
from typing import Any

from assessments.quizzes.answers.choice import picked
from assessments.quizzes.answers.fields import Fields


def read(_body: Mapping[str, Any], fields: Fields) -> bool:
    """Raises NoAnswer."""
    return picked(fields.values, ("true", "false"), multiple=False) == ["true"]


def again(answer: bool) -> Fields:
    return Fields(values=("true" if answer else "false",))
