"""Something done in the room: the button that says so is the answer."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.quizzes.answers.fields import Fields, NoAnswer

DONE = "done"


def read(_body: Mapping[str, Any], fields: Fields) -> dict[str, bool]:
    """Raises NoAnswer for whatever the button does not send."""
    if fields.values != (DONE,):
        raise NoAnswer(_("Do it first. Then press “I have done it”."))
    return {"done": True}


def again(answer: Mapping[str, bool]) -> Fields:
    return Fields(values=(DONE,) if answer["done"] else ())
