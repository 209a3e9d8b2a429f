"""The times of a quiz, set in the studio."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.quizzes.models import Quiz
from cms.authoring.services import create_structure
from lms.journal.models import Entry
from lms.structures.models import Role, Structure
from lms.structures.services import give_membership
from tests.factories.outline import ItemFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
RULES = {"title": "La souris", "pass_mark": "60", "attempts_allowed": "0", "feedback": "immediate"}
NO_DRAW = {"draws-TOTAL_FORMS": "0", "draws-INITIAL_FORMS": "0"}


@pytest.fixture
def place(client: Client) -> Structure:
    made = create_structure(name="Centre social", slug="centre", by=None, now=timezone.now()).structure
    user = UserFactory.create()
    give_membership(user=user, structure=made, role=Role.TRAINER, by=None, now=timezone.now())
    client.force_login(user)
    return made


def form(place: Structure, **times: str) -> dict[str, Any]:
    return {**RULES, **NO_DRAW, f"place_{ItemFactory.create(structure=place).pk}": "1", **times}


def test_a_quiz_has_no_rule_of_time_unless_its_author_sets_one(place: Structure, client: Client) -> None:
    assert client.post(reverse("studio_quiz_add"), form(place)).status_code == 302
    activity = Quiz.objects.get().activity
    assert (activity.time_limit, activity.opens_at, activity.closes_at) == (0, None, None)


def test_times_are_kept_shown_again_and_taken_away(place: Structure, client: Client) -> None:
    sent = form(place, time_limit="20", opens_at="2026-12-01T09:00", closes_at="2026-12-01T12:00")
    client.post(reverse("studio_quiz_add"), sent)
    quiz = Quiz.objects.get()
    assert quiz.activity.time_limit == 20
    assert quiz.activity.closes_at == datetime.datetime(2026, 12, 1, 11, 0, tzinfo=datetime.UTC)  # noon in Paris
    address = reverse("studio_quiz", args=[quiz.activity.uuid])
    page = client.get(address).content.decode()
    assert 'value="2026-12-01T09:00"' in page
    client.post(address, {name: value for name, value in sent.items() if name not in {"time_limit", "closes_at"}})
    quiz.activity.refresh_from_db()
    assert (quiz.activity.time_limit, quiz.activity.closes_at) == (0, None)
    assert quiz.activity.opens_at is not None
    assert Entry.objects.filter(verb="activity.times_set").count() == 2


def test_a_closing_before_the_opening_is_refused_in_words_and_nothing_typed_is_lost(
    place: Structure, client: Client
) -> None:
    sent = form(place, opens_at="2026-12-01T12:00", closes_at="2026-12-01T09:00")
    answer = client.post(reverse("studio_quiz_add"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Donnez un moment qui vient après celui du début." in page
    assert 'value="2026-12-01T09:00"' in page
    assert not Quiz.objects.exists()
