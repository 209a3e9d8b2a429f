"""A half-typed answer: kept without being marked, found again on any seat, gone once it is validated."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from assessments.attempts.models import Attempt, Draft, Response
from assessments.bank.models import Item, ItemVersion
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_pages import Desks, text
from tests.doors import enter
from tests.factories.outline import EnrolmentFactory
from tests.factories.people import learner

pytestmark = pytest.mark.django_db


def form_of(desk: Desk, **changes: Any) -> dict[str, Any]:
    """The question's form as it stands, with something in it."""
    page = desk.open()
    question = page.context["question"]
    form = {"attempt": question.attempt, "question": question.number, "submission": question.submission}
    return form | {"sequence": page.context["moment"], "answer": "a"} | changes


def test_what_is_ticked_is_found_again_on_another_seat_and_said_to_be_a_draft(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    assert desk.client.post(desk.url("quiz_draft"), form_of(desk)).status_code == 204
    elsewhere = Client()
    elsewhere.force_login(desk.user, backend="django.contrib.auth.backends.ModelBackend")
    page = text(elsewhere.get(desk.url("quiz")))
    assert re.search(r'value="a" checked', page)
    assert "Brouillon gardé, pas encore validé" in page
    assert not Response.objects.exists()


def test_what_is_typed_is_found_again(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    Item.objects.update(interaction="fill-in")
    ItemVersion.objects.update(body={})
    desk.start()
    desk.client.post(desk.url("quiz_draft"), form_of(desk, answer="une moitié de ré"))
    assert 'value="une moitié de ré"' in text(desk.open())


def test_a_draft_goes_with_the_answer_and_one_that_comes_late_is_not_kept(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    late = form_of(desk)
    desk.client.post(desk.url("quiz_draft"), late)
    desk.answer("b")
    assert not Draft.objects.exists()
    assert desk.client.post(desk.url("quiz_draft"), late).status_code == 204
    assert not Draft.objects.exists()


def test_a_change_of_mind_is_a_draft_until_it_is_validated(before_quiz: Desks) -> None:
    desk = before_quiz(items=2, feedback="deferred")
    attempt = desk.start()
    desk.answer("b")
    again = {"attempt": attempt.uuid, "question": 1, "submission": uuid.uuid4(), "sequence": 2**41, "answer": "a"}
    assert desk.client.post(desk.url("quiz_draft"), again).status_code == 204
    page = text(desk.client.get(desk.url("quiz_question", attempt.uuid, 1)))
    assert re.search(r'value="a" checked', page)
    assert Response.objects.get().answer == ["b"]
    desk.answer("b")
    desk.client.post(desk.url("quiz_submit"), {"attempt": attempt.uuid})
    assert not Draft.objects.exists()


def test_nothing_is_kept_in_a_quiz_that_is_over_and_the_script_is_told(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    desk.start()
    form = form_of(desk)
    desk.answer("b")
    assert desk.client.post(desk.url("quiz_draft"), form).status_code == 409


@pytest.mark.parametrize("broken", [{"sequence": "x"}, {"sequence": str(2**60)}, {"attempt": ""}, {"question": "0"}])
def test_a_form_that_cannot_be_read_keeps_nothing(before_quiz: Desks, broken: dict[str, Any]) -> None:
    desk = before_quiz()
    desk.start()
    assert desk.client.post(desk.url("quiz_draft"), form_of(desk, **broken)).status_code == 400
    assert not Draft.objects.exists()


def test_someone_elses_question_keeps_nothing_of_mine(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    form = form_of(desk)
    desk.client.force_login(learner(), backend="django.contrib.auth.backends.ModelBackend")
    assert desk.client.post(desk.url("quiz_draft"), form).status_code == 404
    assert Attempt.objects.count() == 1
    assert not Draft.objects.exists()


def test_the_next_persons_card_in_the_same_browser_finds_nothing_ticked(before_quiz: Desks) -> None:
    """The first had ticked a choice and gone: the second begins the same quiz with an empty question."""
    desk = before_quiz()
    desk.start()
    desk.client.post(desk.url("quiz_draft"), form_of(desk))
    assert re.search(r'value="a" checked', text(desk.open()))
    second = learner()
    EnrolmentFactory.create(user=second, course=desk.lesson.course)
    enter(desk.client, second)
    desk.client.post(desk.url("quiz_start"))
    assert "checked" not in text(desk.open())
    assert Draft.objects.get().attempt.user == desk.user


@pytest.mark.services
def test_what_no_database_keeps_is_no_draft_and_keeps_nobody_from_leaving(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    desk.start()
    for field in ("answer", "answer_part"):
        form = form_of(desk, **{field: "un\x00deux"})
        assert desk.client.post(desk.url("quiz_draft"), form).status_code == 409
    assert not Draft.objects.exists()
    assert desk.client.post("/fini/", form).status_code == 200
    assert desk.client.get(desk.url("quiz")).status_code == 302
