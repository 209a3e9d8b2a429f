"""Enrolling people and cohorts, and ending it. Rows are ended, never deleted: what was done stays."""

import datetime

from django.db import transaction

from courses.enrolments.models import CohortEnrolment, Enrolment
from courses.outline.models import Course, Track
from lms.accounts.models import User
from lms.cohorts.models import Cohort
from lms.journal.services import record
from lms.signin import trials
from lms.signin.trials import BegunTrial


class NothingToFollow(ValueError):
    """An enrolment is in one track or in one course: neither or both were given."""


class OutOfForce(ValueError):
    """The track or course is retired: nobody enrols in it any more."""


@transaction.atomic
def enrol(
    *,
    user: User,
    track: Track | None = None,
    course: Course | None = None,
    by: User | None,
    now: datetime.datetime,
) -> Enrolment:
    """Enrol a person on their own account; who is enrolled already stays so, from the first day.

    Raises NothingToFollow, OutOfForce.
    """
    _check(track, course)
    enrolment, new = Enrolment.objects.get_or_create(
        user=user, track=track, course=course, ended_at=None, defaults={"enrolled_at": now, "enrolled_by": by}
    )
    if new:
        record(verb="enrolment.begun", now=now, by=by, subject=user, target=_target(track, course))
    return enrolment


@transaction.atomic
def begin_trial(*, course: Course, now: datetime.datetime) -> BegunTrial:
    """A guest who follows this course, and nothing else. Raises TooManyTrials, OutOfForce."""
    begun = trials.begin_trial(now=now)
    enrol(user=begun.trial.guest, course=course, by=None, now=now)
    return begun


@transaction.atomic
def end_enrolment(*, enrolment: Enrolment, by: User | None, now: datetime.datetime) -> bool:
    """The person no longer follows it. False when it had ended already."""
    ended = Enrolment.objects.current().filter(pk=enrolment.pk).update(ended_at=now)
    if ended:
        target = _target(enrolment.track, enrolment.course)
        record(verb="enrolment.ended", now=now, by=by, subject=enrolment.user, target=target)
    return bool(ended)


@transaction.atomic
def enrol_cohort(
    *,
    cohort: Cohort,
    track: Track | None = None,
    course: Course | None = None,
    by: User | None,
    now: datetime.datetime,
) -> CohortEnrolment:
    """Enrol a whole cohort: who is in it follows from now on, who joins later as they come, who leaves no more.

    Raises NothingToFollow, OutOfForce.
    """
    _check(track, course)
    enrolment, new = CohortEnrolment.objects.get_or_create(
        cohort=cohort,
        track=track,
        course=course,
        ended_at=None,
        defaults={"enrolled_at": now, "enrolled_by": by},
    )
    if new:
        _tell(enrolment, "cohort.enrolled", by=by, now=now)
    return enrolment


@transaction.atomic
def end_cohort_enrolment(*, enrolment: CohortEnrolment, by: User | None, now: datetime.datetime) -> bool:
    """The cohort no longer follows it. False when it had ended already."""
    ended = CohortEnrolment.objects.filter(pk=enrolment.pk, ended_at=None).update(ended_at=now)
    if ended:
        _tell(enrolment, "cohort.enrolment_ended", by=by, now=now)
    return bool(ended)


def _check(track: Track | None, course: Course | None) -> None:
    if (track is None) == (course is None):
        raise NothingToFollow
    target = track or course
    if target is not None and target.retired_at is not None:
        raise OutOfForce(target.title)


def _target(track: Track | None, course: Course | None) -> str:
    return f"track:{track.uuid}" if track else f"course:{course.uuid}" if course else ""


def _tell(enrolment: CohortEnrolment, verb: str, *, by: User | None, now: datetime.datetime) -> None:
    record(
        verb=verb,
        now=now,
        by=by,
        structure_id=enrolment.cohort.structure_id,
        target=_target(enrolment.track, enrolment.course),
        cohort=str(enrolment.cohort.uuid),
    )
