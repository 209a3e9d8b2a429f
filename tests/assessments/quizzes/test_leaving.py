"""Leaving in the middle of a question, without script: the same question, the same half-typed answer, on any seat."""

import datetime
import re
from typing import Any

import lxml.html
import pytest
import time_machine
from django.test import Client

from assessments.attempts.models import Draft, Response
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_drafts import form_of
from tests.assessments.quizzes.test_pages import Desks, text
from tests.factories.people import learner

pytestmark = pytest.mark.django_db


def leave_button(page: Any, way: str) -> Any:
    return lxml.html.fromstring(page.content.decode()).xpath(f"//button[@name='leave'][@value='{way}']")[0]


def seen_again(desk: Desk) -> str:
    elsewhere = Client()
    elsewhere.force_login(desk.user, backend="django.contrib.auth.backends.ModelBackend")
    return text(elsewhere.get(desk.url("quiz")))


@pytest.mark.parametrize("way", ["not_me", "change", "done"])
def test_the_ways_out_take_along_what_is_in_the_form(before_quiz: Desks, way: str) -> None:
    desk = before_quiz()
    desk.start()
    button = leave_button(desk.open(), way)
    assert (button.get("form"), button.get("formaction")) == ("question", "/fini/")
    assert button.get("formnovalidate") is not None
    desk.client.post("/fini/", form_of(desk) | {"leave": way})
    assert "_auth_user_id" not in desk.client.session
    assert re.search(r'value="a" checked', seen_again(desk))
    assert not Response.objects.exists()


def test_the_enter_key_in_the_form_is_no_way_out(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    tree = lxml.html.fromstring(desk.open().content.decode())
    first = tree.xpath("//button[@form='question'] | //form[@id='question']//button")[0]
    assert first.get("name") is None
    assert first.get("formaction") is None


def test_where_no_question_waits_the_ways_out_have_forms_of_their_own(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    desk.start()
    reviewed = desk.client.get(desk.answer("b").headers["Location"])
    assert leave_button(reviewed, "done").get("form") is None


def test_a_form_sent_after_the_idle_end_is_kept_as_a_draft(before_quiz: Desks) -> None:
    with time_machine.travel(datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC), tick=False) as clock:
        desk = before_quiz()
        desk.start()
        form = form_of(desk)
        clock.shift(datetime.timedelta(minutes=11))
        assert desk.client.post(desk.url("quiz_answer"), form).url.startswith("/session-terminee/")
    assert Draft.objects.get().answer == ["a"]
    assert not Response.objects.exists()


def test_a_form_of_somebody_else_keeps_nothing_and_the_session_ends(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    form = form_of(desk)
    desk.client.force_login(learner(), backend="django.contrib.auth.backends.ModelBackend")
    assert desk.client.post("/fini/", form | {"leave": "change"}).status_code == 303
    assert not Draft.objects.exists()


def test_too_much_text_keeps_nothing_and_the_session_ends(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    assert desk.client.post("/fini/", form_of(desk, answer="x" * 33_000)).status_code == 200
    assert not Draft.objects.exists()
