"""What was followed, when the work changes hands."""

import datetime

from courses.enrolments.models import Enrolment
from lms.accounts.evidence import moves_evidence
from lms.accounts.models import User


@moves_evidence
def move_enrolments(*, source: User, target: User, now: datetime.datetime) -> None:
    """`target` follows what `source` followed; what they followed already goes on as it was, the second row ended."""
    for enrolment in Enrolment.objects.filter(user=source).order_by("pk"):
        own = Enrolment.objects.current().filter(user=target, track=enrolment.track_id, course=enrolment.course_id)
        if enrolment.ended_at is None and own.exists():
            enrolment.ended_at = now
        enrolment.user = target
        enrolment.save(update_fields=["user", "ended_at"])
