"""A text with gaps to type in and lists to choose from."""

from collections.abc import Mapping
from typing import Any

from assessments.quizzes.answers.fields import Fields
from assessments.quizzes.answers.gapped import again, chosen_in, filled, typed_in

__all__ = ["again", "read"]


def read(body: Mapping[str, Any], fields: Fields) -> dict[str, str]:
    """What stands in each gap that is not empty. Raises NoAnswer."""
    gaps = [piece for piece in body["pieces"] if "gap" in piece]
    lists = {gap["gap"]: [each["id"] for each in gap["choices"]] for gap in gaps if "choices" in gap}
    typed = [gap["gap"] for gap in gaps if "choices" not in gap]
    return filled(typed_in(typed, fields) | chosen_in(lists, fields))
