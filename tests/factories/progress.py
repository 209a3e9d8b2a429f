"""Enrolments of cohorts, attempts and what they came to: bare rows, and the same acts as the product does them."""

import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.activities.models import Activity
from assessments.attempts.models import Attempt, Outcome
from assessments.signals import outcome_recorded
from courses.enrolments.models import CohortEnrolment
from courses.outline.models import Lesson
from lms.accounts.models import User
from tests.factories.outline import ActivityFactory, LessonActivityFactory
from tests.factories.people import CohortFactory, UserFactory


class CohortEnrolmentFactory(DjangoModelFactory[CohortEnrolment]):
    class Meta:
        model = CohortEnrolment

    cohort = factory.SubFactory(CohortFactory)
    enrolled_at = factory.LazyFunction(timezone.now)


class AttemptFactory(DjangoModelFactory[Attempt]):
    class Meta:
        model = Attempt

    user = factory.SubFactory(UserFactory)
    activity = factory.SubFactory(ActivityFactory)
    number = factory.Sequence(lambda n: n + 1)
    started_at = factory.LazyFunction(timezone.now)


def holding(lesson: Lesson, *, required: bool = True, kind: str = Activity.Kind.QUIZ) -> Activity:
    """A new activity inside the lesson."""
    activity = ActivityFactory.create(structure=lesson.course.structure, kind=kind)
    LessonActivityFactory.create(lesson=lesson, activity=activity, required=required)
    return activity


def outcome(
    user: User,
    activity: Activity,
    *,
    at: datetime.datetime,
    success: bool = True,
    completion: bool = True,
    scaled: float | None = None,
    told: bool = True,
    **fields: Any,
) -> Outcome:
    """A finished attempt with its outcome; `told` sends the signal, as recording does."""
    scaled = (1.0 if success else 0.0) if scaled is None else scaled
    attempt = AttemptFactory.create(
        user=user,
        activity=activity,
        state=fields.pop("state", Attempt.State.MARKED),
        started_at=at,
        submitted_at=at,
    )
    made = Outcome.objects.create(
        attempt=attempt,
        score_raw=scaled * 10,
        score_max=10,
        score_scaled=scaled,
        success=success,
        completion=completion,
        duration=60,
        self_assessed=fields.pop("self_assessed", activity.kind == Activity.Kind.H5P),
        recorded_at=at,
    )
    if told:
        outcome_recorded.send(sender=Outcome, outcome=made, now=at)
    return made
