"""One choice ticked, or several."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.quizzes.answers.fields import Fields, NoAnswer


def read(body: Mapping[str, Any], fields: Fields) -> list[str]:
    """The ids ticked. Raises NoAnswer."""
    return picked(fields.values, {choice["id"] for choice in body["choices"]}, multiple=body.get("multiple", False))


def again(answer: list[str]) -> Fields:
    return Fields(values=tuple(answer))


def picked(values: tuple[str, ...], ids: Collection[str], *, multiple: bool) -> list[str]:
    """The values, all of them among the ids. Raises NoAnswer."""
    if not values:
        raise NoAnswer(_("Tick at least one answer.") if multiple else _("Choose an answer."))
    if not set(values) <= set(ids) or (len(values) > 1 and not multiple):
        raise NoAnswer(_("This answer is not in the list. Choose one below."))
    return list(values)
