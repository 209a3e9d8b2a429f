"""Looking at someone's path: allowed by a consent in force, and written down either way."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from lms.accounts.models import User
from lms.journal.services import record_refusal, record_view, record_views
from lms.structures.models import Support

VIEWED = "caseload.viewed"
EXPORTED = "caseload.export.viewed"
REFUSED = "caseload.refused"


class NotAgreed(Exception):
    """The person's consent to this counsellor is not in force.

    `reason` is "withdrawn", "over", "not-yet", "left" (the counsellor works there no more) or "never".
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def look_at(*, learner: User, by: User, now: datetime.datetime) -> Support:
    """The consent under which `by` looks at the learner's path now, once the look is in the journal.

    Raises NotAgreed after the refusal is in the journal: not in a transaction that the exception would undo.
    """
    on = timezone.localtime(now).date()
    given = Support.objects.filter(learner=learner, counsellor=by)
    support = given.current(on=on).select_related("counsellor").first()
    if support is None:
        reason = _reason(given.order_by("-given_at", "-pk").first(), on=on)
        record_refusal(verb=REFUSED, now=now, by=by, subject=learner, reason=reason)
        raise NotAgreed(reason)
    record_view(verb=VIEWED, now=now, by=by, subject=learner, target=f"support:{support.uuid}")
    return support


def _reason(last: Support | None, *, on: datetime.date) -> str:
    if last is None:
        return "never"
    if last.withdrawn_at is not None:
        return "withdrawn"
    if last.until < on:
        return "over"
    return "not-yet" if last.since > on else "left"


def take_away(*, people: Iterable[User], by: User, now: datetime.datetime) -> None:
    """A file of the list leaves with these people in it: each of them will see that it did."""
    record_views(verb=EXPORTED, now=now, by=by, subjects=people)
