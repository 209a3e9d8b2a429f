"""Words of one pool, chosen for each gap."""

from collections.abc import Mapping
from typing import Any

from assessments.quizzes.answers.fields import Fields
from assessments.quizzes.answers.gapped import again, chosen_in, filled

__all__ = ["again", "read"]


def read(body: Mapping[str, Any], fields: Fields) -> dict[str, str]:
    """The word in each gap that is not empty. Raises NoAnswer."""
    pool = [word["id"] for word in body["words"]]
    return filled(chosen_in({piece["gap"]: pool for piece in body["pieces"] if "gap" in piece}, fields))
