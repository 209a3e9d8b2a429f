"""Two answers of one person at the same instant: neither is lost from progress, and one certificate is given."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from assessments.activities.models import Activity
from assessments.attempts.models import Outcome
from assessments.credentials.models import Credential
from courses.progress import services
from courses.progress.models import CourseProgress
from lms.accounts.models import User
from tests.factories.credentials import AchievementFactory, AchievementVersionFactory
from tests.factories.outline import CourseFactory, EnrolmentFactory, LessonFactory
from tests.factories.people import learner
from tests.factories.progress import holding, outcome

NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)


def _recorded_together(user: User, activity: Activity, barrier: Barrier) -> None:
    """An outcome written, then, once both are, progress derived in the same transaction."""
    try:
        with transaction.atomic():
            made: Outcome = outcome(user, activity, at=NOW, told=False)
            barrier.wait(timeout=10)
            services.update_after(attempt=made.attempt, now=NOW)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_last_answers_at_once_complete_the_course_and_award_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time (IMMEDIATE): two transactions never overlap")
    achievement = AchievementVersionFactory.create(achievement=AchievementFactory.create()).achievement
    course = CourseFactory.create(achievement=achievement)
    activities = [holding(LessonFactory.create(course=course)) for _ in range(2)]
    user = EnrolmentFactory.create(user=learner(), course=course).user
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(_recorded_together, user, activity, barrier) for activity in activities]
        for each in running:
            each.result()
    assert CourseProgress.objects.get().lessons_done == 2
    assert Credential.objects.get().learner == user
