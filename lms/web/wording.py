"""Figures in words: hours, durations, days gone by."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NBSP = "\u00a0"


def hours_hundredths(spent: timedelta) -> str:
    """Hours in hundredths, as the French certificate of completion wants them: 90 minutes are "1,50 h"."""
    hours = (Decimal(spent // timedelta(seconds=1)) / 3600).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{number_format(hours, 2)}{NBSP}h"


def duration_words(minutes: int) -> str:
    """ "30 minutes", "1 hour", "1 hour 30": in the reader's language."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}
    whole = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return f"{whole} {rest:02d}" if rest else whole


def clock(moment: datetime) -> str:
    """The time of day, in the site's time zone: "19 h 10" in French, "19:10" elsewhere.

    Between right-to-left words, letters beside the figures would turn them round.
    """
    here = timezone.localtime(moment)
    return f"{here.hour}{NBSP}h{NBSP}{here:%M}" if translation.get_language() == "fr" else f"{here:%H:%M}"


def since_words(day: date | None, today: date) -> str:
    """How long ago a day was: "Today", "3 days ago", "2 months ago"; "Not yet" without a day."""
    if day is None:
        return _("Not yet")
    days = (today - day).days
    if days <= 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    if days < 60:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    if days < 730:
        return ngettext("%(count)d month ago", "%(count)d months ago", days // 30) % {"count": days // 30}
    return ngettext("%(count)d year ago", "%(count)d years ago", days // 365) % {"count": days // 365}
