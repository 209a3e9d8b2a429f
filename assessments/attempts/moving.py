"""Attempts that change hands, with their answers, drafts, statements and outcomes: all hang on the attempt."""

import datetime

from django.db.models import F, Max

from assessments.attempts.models import Attempt
from assessments.attempts.services import void_attempt
from lms.accounts.evidence import moves_evidence
from lms.accounts.models import User

BOTH_OPEN = "open-twice"


@moves_evidence
def move_attempts(*, source: User, target: User, now: datetime.datetime) -> None:
    """Number the attempts of `source` after those of `target`, activity by activity; none is lost.

    Where both have one open, the person goes on with their own: the other is voided, and stays on file.
    """
    _lock(source, target)
    _void_second_open(source, target, now=now)
    moved = Attempt.objects.filter(user=source).order_by().values_list("activity", flat=True).distinct()
    for activity in list(moved):
        last = Attempt.objects.filter(user=target, activity=activity).aggregate(last=Max("number"))["last"] or 0
        Attempt.objects.filter(user=source, activity=activity).update(user=target, number=F("number") + last)


def _lock(source: User, target: User) -> None:
    """The attempts of both, then `source`, as an answer locks them: one that is being given is waited for and taken
    along, and no row of any kind is added to `source` from here on."""
    list(Attempt.objects.select_for_update().filter(user__in=[source, target]).order_by("pk").values_list("pk"))
    User.objects.select_for_update().get(pk=source.pk)


def _void_second_open(source: User, target: User, *, now: datetime.datetime) -> None:
    open_now = Attempt.objects.filter(state=Attempt.State.OPEN)
    mine = open_now.filter(user=target).order_by().values("activity")
    for attempt in open_now.filter(user=source, activity__in=mine).order_by("pk"):
        void_attempt(attempt=attempt, by=target, reason=BOTH_OPEN, now=now)
