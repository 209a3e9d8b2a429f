"""For each step its place, chosen in a list of numbers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.quizzes.answers.fields import Fields, NoAnswer
from assessments.quizzes.answers.rows import ids, in_every_row, split


def read(body: Mapping[str, Any], fields: Fields) -> list[str]:
    """The steps in the order given. Raises NoAnswer."""
    steps = ids(body["steps"])
    places = in_every_row(split(fields.values), steps, [str(place) for place in range(1, len(steps) + 1)])
    given = list(places.values())
    if twice := sorted((place for place in set(given) if given.count(place) > 1), key=int):
        words = _("Several steps have the number %(number)s. Give each step a number of its own.")
        raise NoAnswer(words % {"number": twice[0]}, rows=(step for step in steps if places[step] in twice))
    return sorted(steps, key=lambda step: int(places[step]))


def again(answer: list[str]) -> Fields:
    return Fields(values=tuple(f"{step}:{place}" for place, step in enumerate(answer, start=1)))
