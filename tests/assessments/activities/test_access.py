"""The seam through which players ask the floor above: shut by default, asked anew at each request."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.activities import access
from assessments.activities.models import Activity
from tests.factories.outline import ActivityFactory, EnrolmentFactory, LessonActivityFactory
from tests.factories.people import UserFactory, learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def nobody_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_checks", [])
    monkeypatch.setattr(access, "_ways_back", [])


@pytest.mark.usefixtures("nobody_registered")
def test_until_a_floor_above_has_registered_nobody_may_attempt_anything() -> None:
    assert not access.may_attempt(UserFactory.create(), 1, uuid.uuid4())
    assert access.lesson_url(uuid.uuid4()) == reverse("home")


@pytest.mark.usefixtures("nobody_registered")
def test_one_way_to_be_allowed_is_enough_and_registering_twice_changes_nothing() -> None:
    asked: list[Any] = []

    def refuse(*question: Any) -> bool:
        asked.append(question)
        return False

    access.opens_activities(refuse)
    access.opens_activities(refuse)
    person, context = UserFactory.create(), uuid.uuid4()
    assert not access.may_attempt(person, 7, context)
    assert asked == [(person, 7, context)]
    access.opens_activities(lambda *_: True)
    assert access.may_attempt(person, 7, context)


@pytest.mark.usefixtures("nobody_registered")
def test_the_way_back_is_the_first_that_knows_the_lesson() -> None:
    access.leads_back(lambda _context: "")
    access.leads_back(lambda context: f"/lecons/{context}/")
    context = uuid.uuid4()
    assert access.lesson_url(context) == f"/lecons/{context}/"


def test_an_exercise_that_lives_in_its_lesson_leads_there(client: Client) -> None:
    activity = ActivityFactory.create(kind=Activity.Kind.H5P)
    link = LessonActivityFactory.create(activity=activity)
    address = access.player_url(activity, link.lesson.uuid)
    fatima = learner()
    client.force_login(fatima, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == 404
    EnrolmentFactory.create(user=fatima, course=link.lesson.course)
    assert client.get(address).headers["Location"] == f"{link.lesson.url}#h5p-{activity.uuid}"


def test_a_quiz_has_a_page_of_its_own() -> None:
    activity, context = ActivityFactory.create(), uuid.uuid4()
    assert access.player_url(activity, context) == reverse("quiz", args=[activity.uuid, context])
