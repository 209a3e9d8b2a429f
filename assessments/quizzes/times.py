"""What a learner reads of a quiz's times: before it, how long it lasts and when it may be begun; then its end."""

import datetime
from dataclasses import dataclass

from assessments.activities.models import Activity
from assessments.attempts.models import Attempt
from assessments.attempts.timing import break_left, ends_at, time_for
from lms.accounts.accommodations import break_time_in, extra_time_of
from lms.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Times:
    """At most one of the three moments is there: not open yet, closed, or open and closing later."""

    minutes: int | None = None  # whole minutes that this person has; None: as long as they like
    has_extra: bool = False
    break_minutes: int = 0  # all in all
    opens_at: datetime.datetime | None = None
    closed_at: datetime.datetime | None = None
    closes_at: datetime.datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether an attempt may be begun now."""
        return self.opens_at is None and self.closed_at is None


@dataclass(frozen=True, kw_only=True)
class Clock:
    """An attempt that ends by itself: when, and whole minutes of break that the person may still take."""

    until: datetime.datetime
    break_minutes: int


def clock_of(attempt: Attempt) -> Clock | None:
    """The clock of an open attempt; None where it has no end. Asks the database where there is a time limit: once."""
    end = ends_at(attempt) if attempt.state == Attempt.State.OPEN else None
    return None if end is None else Clock(until=end, break_minutes=_minutes(break_left(attempt)))


def times_of(activity: Activity, user: User, *, now: datetime.datetime) -> Times:
    """The activity's times for this person now; asks the database nothing."""
    later, closed = activity.opens_later(now), activity.has_closed(now)
    limit = activity.time_limit
    time = time_for(limit, user)
    return Times(
        minutes=_minutes(time) if limit else None,
        has_extra=bool(limit) and extra_time_of(user) > 0,
        break_minutes=_minutes(break_time_in(time, user)),
        opens_at=activity.opens_at if later else None,
        closed_at=activity.closes_at if closed else None,
        closes_at=None if later or closed else activity.closes_at,
    )


def _minutes(time: datetime.timedelta) -> int:
    """Whole minutes."""
    return int(time.total_seconds() // 60)
