"""For each thing, what goes with it, chosen in a list."""

from collections.abc import Mapping
from typing import Any

from assessments.quizzes.answers.fields import Fields
from assessments.quizzes.answers.rows import ids, in_every_row, split


def read(body: Mapping[str, Any], fields: Fields) -> dict[str, str]:
    """The target of each source. Raises NoAnswer."""
    return in_every_row(split(fields.values), ids(body["sources"]), ids(body["targets"]))


def again(answer: dict[str, str]) -> Fields:
    return Fields(values=tuple(f"{source}:{target}" for source, target in answer.items()))
