"""What each screen asks of the database, kept as a snapshot: a query that comes, goes or changes is seen in review.

After a change that is meant: `pytest tests/project/test_sql_snapshots.py --snapshot-update`, and read the difference.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse
from syrupy.assertion import SnapshotAssertion

from lms.structures.models import Role
from tests.factories.outline import EnrolmentFactory, LessonActivityFactory, LessonFactory, quiz
from tests.factories.people import CohortFactory, CohortMembershipFactory, SupportFactory, learner, person, trainer
from tests.sql import CapturedSql

pytestmark = pytest.mark.django_db
Capture = Callable[[], AbstractContextManager[CapturedSql]]


@pytest.fixture
def world() -> dict[str, object]:
    """One place with a trainer, a counsellor, a learner who follows a course of one lesson with a quiz."""
    cohort = CohortFactory.create()
    place = cohort.structure
    fatima, nadia = learner(place), person(Role.COUNSELLOR, place)
    lesson = LessonFactory.create(course__structure=place, course__track__structure=place)
    activity = quiz(items=2, structure=place).activity
    LessonActivityFactory.create(lesson=lesson, activity=activity)
    EnrolmentFactory.create(user=fatima, course=lesson.course)
    CohortMembershipFactory.create(cohort=cohort, learner=fatima)
    SupportFactory.create(learner=fatima, counsellor=nadia)
    return {
        "learner": fatima, "counsellor": nadia, "trainer": trainer(place),
        "cohort": cohort, "lesson": lesson, "activity": activity,
    }  # fmt: skip


SCREENS = {
    "home": ("learner", ()),
    "quiz": ("learner", ("activity", "lesson")),
    "my_certificates": ("learner", ()),
    "consent": ("learner", ()),
    "cohorts": ("trainer", ()),
    "cohort": ("trainer", ("cohort",)),
    "learners": ("trainer", ()),
    "cohort_progress": ("trainer", ("cohort",)),
    "caseload": ("counsellor", ()),
    "caseload_person": ("counsellor", ("learner",)),
}


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_asks_what_it_asked_before(
    screen: str, world: dict, client: Client, capture_sql: Capture, snapshot: SnapshotAssertion
):
    who, things = SCREENS[screen]
    client.force_login(world[who])
    address = reverse(screen, args=[world[thing].uuid for thing in things])
    assert client.get(address).status_code == 200  # the session's own notes are written now, and not counted
    with capture_sql() as sql:
        client.get(address)
    assert sql.shapes == snapshot
