"""Accommodations belong to the person: what they come to, wherever something is timed. Never why they were given."""

import datetime
import math
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext as _

from lms.accounts.models import Breaks, ExtraTime, User


def offered_extra_times() -> list[ExtraTime]:
    """What may be given here, the least first: nothing above MOST_EXTRA_TIME (a third, unless it says otherwise)."""
    return [each for each in ExtraTime if _share(each) <= settings.MOST_EXTRA_TIME]


def offered_breaks() -> list[Breaks]:
    """What may be given here, the least first: nothing above MOST_BREAKS (a quarter, unless it says otherwise)."""
    return [each for each in Breaks if _share(each) <= settings.MOST_BREAKS]


def extra_time_of(user: User) -> Fraction:
    """How much longer than the others the person has, as a share: 0, 1/4, 1/3…

    Never more than MOST_EXTRA_TIME says today, whatever was given under another setting.
    """
    return min(_share(user.extra_time), settings.MOST_EXTRA_TIME)


def breaks_of(user: User) -> Breaks:
    """The breaks that the person may take; the longest offered, where more were given under another setting."""
    return min(Breaks(user.breaks), offered_breaks()[-1], key=_share)


def break_time_in(time: datetime.timedelta, user: User) -> datetime.timedelta:
    """The time of break, all in all, that the person may take in what lasts `time` for them.

    A part that is only begun gives its whole break: in 30 minutes, « 5 minutes for each 20 minutes » come to 10.
    """
    breaks = breaks_of(user)
    if not breaks:
        return datetime.timedelta()
    minutes, every = (datetime.timedelta(minutes=int(figure)) for figure in breaks.split("/"))
    return minutes * math.ceil(time / every)


def accommodation_words(user: User) -> list[str]:
    """What the person reads of them under « Mes réglages », a sentence each."""
    return [words for words in (_extra_time_words(user), _breaks_words(user)) if words]


def _extra_time_words(user: User) -> str:
    words = {
        ExtraTime.QUARTER: _("When an exercise has a time limit, you have a quarter more time than it says."),
        ExtraTime.THIRD: _("When an exercise has a time limit, you have a third more time than it says."),
        ExtraTime.HALF: _("When an exercise has a time limit, you have half as much time again as it says."),
        ExtraTime.DOUBLE: _("When an exercise has a time limit, you have twice the time that it says."),
    }
    had = next((each for each in words if _share(each) == extra_time_of(user)), None)
    return words[had] if had else ""


def _breaks_words(user: User) -> str:
    return {
        Breaks.FIVE_AN_HOUR: _("You may take breaks: 5 minutes for each hour of an exercise with a time limit."),
        Breaks.TEN_AN_HOUR: _("You may take breaks: 10 minutes for each hour of an exercise with a time limit."),
        Breaks.FIVE_IN_TWENTY: _(
            "You may take breaks: 5 minutes for each 20 minutes of an exercise with a time limit."
        ),
        Breaks.TEN_IN_THIRTY: _(
            "You may take breaks: 10 minutes for each 30 minutes of an exercise with a time limit."
        ),
    }.get(breaks_of(user), "")


def _share(written: str) -> Fraction:
    return Fraction(written or 0)
