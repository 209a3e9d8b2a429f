"""For each thing its category, ticked."""

from collections.abc import Mapping
from typing import Any

from assessments.quizzes.answers.fields import Fields
from assessments.quizzes.answers.rows import ids, in_every_row


def read(body: Mapping[str, Any], fields: Fields) -> dict[str, str]:
    """The category of each thing. Raises NoAnswer."""
    return in_every_row(fields.parts, ids(body["things"]), ids(body["categories"]))


def again(answer: dict[str, str]) -> Fields:
    return Fields(parts=answer)
