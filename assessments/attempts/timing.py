"""When an attempt ends: by the server's clock, worked out at each read, so that what is arranged applies at once."""

import datetime
import math

from django.db.models import prefetch_related_objects

from assessments.attempts.models import Attempt, Pause
from lms.accounts.accommodations import break_time_in, extra_time_of
from lms.accounts.models import User

# What leaves the browser in time may wait that long for a slow line; no page says so.
GRACE = datetime.timedelta(seconds=30)
LEAST_BREAK = datetime.timedelta(minutes=1)  # what is left of a person's breaks below it is no rest: none is offered


class TimeIsUp(Exception):
    """The attempt's time is over, the grace too: nothing more is recorded in it."""

    def __init__(self, attempt: Attempt, at: datetime.datetime) -> None:
        self.attempt, self.at = attempt, at
        super().__init__(attempt.pk)


class OnBreak(Exception):
    """The person is taking a break: nothing is recorded until they go on."""


def time_for(minutes: int, user: User) -> datetime.timedelta:
    """A time limit for this person: with their extra time, to the second above."""
    return datetime.timedelta(seconds=math.ceil(minutes * 60 * (1 + extra_time_of(user))))


def ends_at(attempt: Attempt) -> datetime.datetime | None:
    """The end of the attempt; None: it has none. During a break, the end if the break lasts as long as it may.

    Whoever begins in time keeps all their time: the moment when the activity closes ends only what has no limit.
    """
    if attempt.time_limit:
        return attempt.started_at + time_for(attempt.time_limit, attempt.user) + _paused(attempt)
    return attempt.activity.closes_at


def is_up(attempt: Attempt, *, now: datetime.datetime) -> bool:
    """Whether pages say that time is up."""
    end = ends_at(attempt) if attempt.state == Attempt.State.OPEN else None
    return end is not None and now >= end


def check_time(attempt: Attempt, *, now: datetime.datetime) -> None:
    """Raises TimeIsUp for what arrives after the end and the grace, OnBreak during a break."""
    if pause_at(attempt, now=now):
        raise OnBreak
    end = ends_at(attempt)
    if end is not None and now > end + GRACE:
        raise TimeIsUp(attempt, end)


def pauses_of(attempt: Attempt) -> list[Pause]:
    """The attempt's breaks, oldest first: read once; no query where it has no time limit."""
    if not attempt.time_limit:
        return []
    prefetch_related_objects([attempt], "pauses")
    return list(attempt.pauses.all())


def pause_at(attempt: Attempt, *, now: datetime.datetime) -> Pause | None:
    """The break under way in an open attempt."""
    if attempt.state != Attempt.State.OPEN:
        return None
    return next((each for each in pauses_of(attempt) if each.ended_at is None and now < each.until), None)


def break_left(attempt: Attempt) -> datetime.timedelta:
    """What the person may still take as breaks in this attempt; nothing, where it is less than LEAST_BREAK."""
    if not attempt.time_limit:
        return datetime.timedelta()
    allowed = break_time_in(time_for(attempt.time_limit, attempt.user), attempt.user)
    left = allowed - _paused(attempt) if allowed else allowed
    return left if left >= LEAST_BREAK else datetime.timedelta()


def _paused(attempt: Attempt) -> datetime.timedelta:
    return sum((each.length for each in pauses_of(attempt)), datetime.timedelta())
