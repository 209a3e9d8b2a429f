"""Accommodations belong to the person: what they come to, wherever something is timed. Never why they were given."""

from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext as _

from lms.accounts.models import ExtraTime, User


def offered_extra_times() -> list[ExtraTime]:
    """What may be given here, the least first: nothing above MOST_EXTRA_TIME (a third, unless it says otherwise)."""
    return [each for each in ExtraTime if _share(each) <= settings.MOST_EXTRA_TIME]


def extra_time_of(user: User) -> Fraction:
    """How much longer than the others the person has, as a share: 0, 1/4, 1/3…

    Never more than MOST_EXTRA_TIME says today, whatever was given under another setting.
    """
    return min(_share(user.extra_time), settings.MOST_EXTRA_TIME)


def extra_time_words(user: User) -> str:
    """What the person reads of it under « Mes réglages »; empty without any."""
    words = {
        ExtraTime.QUARTER: _("When an exercise has a time limit, you have a quarter more time than it says."),
        ExtraTime.THIRD: _("When an exercise has a time limit, you have a third more time than it says."),
        ExtraTime.HALF: _("When an exercise has a time limit, you have half as much time again as it says."),
        ExtraTime.DOUBLE: _("When an exercise has a time limit, you have twice the time that it says."),
    }
    had = next((each for each in words if _share(each) == extra_time_of(user)), None)
    return words[had] if had else ""


def _share(written: str) -> Fraction:
    return Fraction(written or 0)
