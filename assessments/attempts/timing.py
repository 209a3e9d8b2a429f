"""When an attempt ends: by the server's clock, worked out at each read, so that what is arranged applies at once."""

import datetime
import math

from assessments.attempts.models import Attempt
from lms.accounts.accommodations import extra_time_of
from lms.accounts.models import User

# What leaves the browser in time may wait that long for a slow line; no page says so.
GRACE = datetime.timedelta(seconds=30)


class TimeIsUp(Exception):
    """The attempt's time is over, the grace too: nothing more is recorded in it."""

    def __init__(self, attempt: Attempt, at: datetime.datetime) -> None:
        self.attempt, self.at = attempt, at
        super().__init__(attempt.pk)


def time_for(minutes: int, user: User) -> datetime.timedelta:
    """A time limit for this person: with their extra time, to the second above."""
    return datetime.timedelta(seconds=math.ceil(minutes * 60 * (1 + extra_time_of(user))))


def ends_at(attempt: Attempt) -> datetime.datetime | None:
    """The end of the attempt; None: it has none.

    Whoever begins in time keeps all their time: the moment when the activity closes ends only what has no limit.
    """
    if attempt.time_limit:
        return attempt.started_at + time_for(attempt.time_limit, attempt.user)
    return attempt.activity.closes_at


def is_up(attempt: Attempt, *, now: datetime.datetime) -> bool:
    """Whether pages say that time is up."""
    end = ends_at(attempt) if attempt.state == Attempt.State.OPEN else None
    return end is not None and now >= end


def check_time(attempt: Attempt, *, now: datetime.datetime) -> None:
    """Raises TimeIsUp for what arrives after the end and the grace."""
    end = ends_at(attempt)
    if end is not None and now > end + GRACE:
        raise TimeIsUp(attempt, end)
