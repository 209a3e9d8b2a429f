"""Attempts that nobody came back to: ended by the server, with what was recorded in them."""

import contextlib
import datetime

from django.db.models import Q

from assessments.activities.models import Activity
from assessments.attempts.closing import AttemptClosed
from assessments.attempts.models import Attempt
from assessments.attempts.services import submit_attempt
from assessments.attempts.timing import GRACE, ends_at


def close_overdue(*, now: datetime.datetime) -> int:
    """Submit every attempt whose time is up, the grace too, each in a transaction of its own; returns how many.

    What was validated counts; the rest is worth nothing. Run as often as one likes.
    """
    timed = Attempt.objects.filter(state=Attempt.State.OPEN, activity__kind=Activity.Kind.QUIZ)
    timed = timed.filter(Q(time_limit__gt=0) | Q(activity__closes_at__lt=now))
    closed = 0
    for attempt in timed.select_related("activity", "user").prefetch_related("pauses").order_by("pk"):
        end = ends_at(attempt)
        if end is not None and now > end + GRACE:
            with contextlib.suppress(AttemptClosed):  # cancelled meanwhile
                submit_attempt(attempt=attempt, now=now)
                closed += 1
    return closed
