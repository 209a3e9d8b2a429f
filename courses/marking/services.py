"""A work looked at by a trainer, and everything that follows from it."""

import datetime
import uuid
from collections.abc import Mapping

from django.db import transaction

from assessments.attempts.hand_marking import Marked, mark_response
from assessments.attempts.models import Response
from assessments.attempts.regrading import Regraded
from courses.corrections.certificates import take_lost
from courses.corrections.effects import living_certificates, people_in
from courses.progress.services import update_courses
from lms.accounts.models import User


@transaction.atomic
def mark_work(
    *,
    response: Response,
    levels: Mapping[str, str],
    comment: str,
    after: int,
    submission: uuid.UUID,
    by: User,
    now: datetime.datetime,
    reason: str = "",
) -> Marked:
    """`attempts.hand_marking.mark_response`, its terms and its errors; progress, skills and certificates follow.

    What completes an attempt is followed as any outcome is; where a result changes, a certificate that is earned no
    more is revoked if it is of a structure of the trainer's, as after a correction (docs/decisions/0029).
    """
    marked = mark_response(
        response=response,
        levels=levels,
        comment=comment,
        after=after,
        submission=submission,
        by=by,
        now=now,
        reason=reason,
    )
    if marked.change is not None and marked.change.outcome_changes:
        _follow(marked.change, by=by, now=now)
    return marked


def _follow(change: Regraded, *, by: User, now: datetime.datetime) -> None:
    people = people_in([change], written=True)
    held = living_certificates(people)
    for user_id, person in people.items():
        courses = [effect.course for effect in person.effects]
        update_courses(user=change.attempt.user, courses=courses, now=now)
        take_lost(person, held.get(user_id, {}).values(), by=by, now=now)
