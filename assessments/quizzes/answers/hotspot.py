"""Places marked on a picture, or areas chosen by their names.

Without a script each press on the picture sends the form: it comes back with its mark, as a draft (`NotYet`).
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.grading.hotspot import MOST_PLACES
from assessments.grading.numbers import NotANumber, only_number
from assessments.quizzes.answers.fields import Fields, NoAnswer, NotYet
from assessments.quizzes.answers.places import Place, places_in
from assessments.quizzes.answers.rows import ids

# What a picture that was pressed sends, « <width>x<height>.x »: its name tells its size, in pixels.
PRESSED = re.compile(r"([1-9]\d{0,3})x([1-9]\d{0,3})\.x")
TYPED = ("across", "down")  # a place told in numbers


def read(body: Mapping[str, Any], fields: Fields) -> list[list[float]] | dict[str, list[str]]:
    """The places, as pairs of shares; or the areas named, which count alone. Raises NoAnswer, NotYet."""
    marked = places_in(fields.values)
    if "remove" in fields.parts:
        raise NotYet(_fields(_without(marked, fields.parts["remove"])))
    if (added := _added(fields)) is not None:
        raise NotYet(_fields(_with(marked, added, several=body["several"])))
    if named := [value for value in fields.values if value in ids(body["places"])]:
        return {"named": _named(named, several=body["several"])}
    if not marked:
        raise NoAnswer(_("Mark a place on the picture first."))
    return [place.shares for place in marked]


def again(answer: list[list[float]] | dict[str, list[str]]) -> Fields:
    if isinstance(answer, dict):
        return Fields(values=tuple(answer["named"]))
    return _fields(tuple(Place.at(across * 100, down * 100) for across, down in answer))


def _fields(places: tuple[Place, ...]) -> Fields:
    return Fields(values=tuple(place.value for place in places))


def _named(named: list[str], *, several: bool) -> list[str]:
    if len(named) > 1 and not several:
        raise NoAnswer(_("This answer is not in the list. Choose one below."))
    return named


def _without(marked: tuple[Place, ...], number: str) -> tuple[Place, ...]:
    return tuple(place for at, place in enumerate(marked, start=1) if str(at) != number)


def _with(marked: tuple[Place, ...], added: Place, *, several: bool) -> tuple[Place, ...]:
    """Where one place is asked for, the new one takes the place of the other."""
    if not several:
        return (added,)
    if len(marked) >= MOST_PLACES:
        raise NoAnswer(_("You have marked many places. Remove one before you add another."))
    return (*marked, added)


def _added(fields: Fields) -> Place | None:
    """The place that was pressed or told in numbers, if there is one. Raises NoAnswer."""
    sizes = (PRESSED.fullmatch(part) for part in fields.parts)
    if pressed := next((size for size in sizes if size), None):
        return _pressed(fields, width=int(pressed[1]), height=int(pressed[2]))
    typed = [fields.parts.get(name, "").strip().removesuffix("%") for name in TYPED]
    return _told(typed) if any(typed) else None


def _pressed(fields: Fields, *, width: int, height: int) -> Place:
    """A key pressed on the picture tells no place: it comes as 0, 0."""
    across, down = (fields.parts.get(f"{width}x{height}.{axis}", "") for axis in "xy")
    if not all(re.fullmatch(r"\d{1,5}", each) for each in (across, down)) or across == down == "0":
        raise NoAnswer(_("To mark a place with the keyboard, open “Mark a place with numbers” below the picture."))
    return Place.at(int(across) * 100 / width, int(down) * 100 / height)


def _told(typed: list[str]) -> Place:
    try:
        across, down = (float(only_number(each)) for each in typed)
    except NotANumber:
        across = down = -1
    if not (0 <= across <= 100 and 0 <= down <= 100):
        raise NoAnswer(_("Write two numbers from 0 to 100."))
    return Place.at(across, down)
