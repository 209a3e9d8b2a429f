"""Breaks: for whom they are arranged, in what has a time limit. The attempt's row is locked, as for an answer."""

import datetime

from django.db import transaction

from assessments.attempts.closing import AttemptClosed
from assessments.attempts.models import Attempt, Pause
from assessments.attempts.timing import TimeIsUp, break_left, ends_at, is_up, pause_at


class NoBreakLeft(Exception):
    """No breaks are arranged with the person, the attempt has no time limit, or they took them all."""


@transaction.atomic
def take_break(*, attempt: Attempt, now: datetime.datetime) -> Pause:
    """« Faire une pause »: for as long as breaks are left. Pressed twice, the first one goes on.

    Raises AttemptClosed, TimeIsUp, NoBreakLeft.
    """
    fresh = _locked(attempt)
    if fresh.state != Attempt.State.OPEN:
        raise AttemptClosed
    if running := pause_at(fresh, now=now):
        return running
    end = ends_at(fresh)
    if end is not None and is_up(fresh, now=now):
        raise TimeIsUp(fresh, end)
    left = break_left(fresh)
    if not left:
        raise NoBreakLeft
    _end(fresh, now)
    return Pause.objects.create(attempt=fresh, started_at=now, until=now + left)


@transaction.atomic
def end_break(*, attempt: Attempt, now: datetime.datetime) -> Attempt:
    """« Reprendre »: the break ends, if it has not by itself. Twice changes nothing.

    Returns the attempt locked and read anew: its end (`timing.ends_at`) is the one that holds from here on.
    """
    fresh = _locked(attempt)
    _end(fresh, now)
    return fresh


def _locked(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_for_update(of=("self",)).select_related("activity", "user").get(pk=attempt.pk)


def _end(attempt: Attempt, now: datetime.datetime) -> None:
    for pause in Pause.objects.filter(attempt=attempt, ended_at=None):
        # another tab's clock was read a moment before this one began
        pause.ended_at = min(max(now, pause.started_at), pause.until)
        pause.save(update_fields=["ended_at"])
