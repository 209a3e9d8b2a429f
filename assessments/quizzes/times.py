"""What a learner reads of a quiz's times before beginning: how long it lasts for them, and when it may be begun."""

import datetime
from dataclasses import dataclass

from assessments.activities.models import Activity
from assessments.attempts.timing import time_for
from lms.accounts.accommodations import extra_time_of
from lms.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Times:
    """At most one of the three moments is there: not open yet, closed, or open and closing later."""

    minutes: int | None = None  # whole minutes that this person has; None: as long as they like
    has_extra: bool = False
    opens_at: datetime.datetime | None = None
    closed_at: datetime.datetime | None = None
    closes_at: datetime.datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether an attempt may be begun now."""
        return self.opens_at is None and self.closed_at is None


def times_of(activity: Activity, user: User, *, now: datetime.datetime) -> Times:
    """The activity's times for this person now; asks the database nothing."""
    later, closed = activity.opens_later(now), activity.has_closed(now)
    limit = activity.time_limit
    return Times(
        minutes=int(time_for(limit, user).total_seconds() // 60) if limit else None,
        has_extra=bool(limit) and extra_time_of(user) > 0,
        opens_at=activity.opens_at if later else None,
        closed_at=activity.closes_at if closed else None,
        closes_at=None if later or closed else activity.closes_at,
    )
