"""Breaks as a learner takes them: without a script, the questions out of sight, nothing typed lost."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.attempts.models import Draft, Pause, Response
from lms.accounts.models import User
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_pages import text
from tests.assessments.quizzes.test_times import begun, clock, limit

pytestmark = pytest.mark.django_db
Desks = Callable[..., Desk]
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def rested(before_quiz: Desks) -> Desk:
    """A learner with five minutes of break, in a quiz of twenty minutes."""
    desk = before_quiz()
    limit(desk, time_limit=20)
    User.objects.filter(pk=desk.user.pk).update(breaks="5/20")
    return desk


def press(desk: Desk, name: str = "quiz_pause", **typed: Any) -> HttpResponse:
    """The button of the question's form, with what is in the form."""
    question = desk.open().context["question"]
    sent = {"attempt": question.attempt, "question": question.number, "submission": question.submission}
    return desk.client.post(desk.url(name), sent | {"sequence": 1} | typed, follow=True)


def test_before_the_quiz_the_breaks_are_said(rested: Desk) -> None:
    assert "Vous pourrez prendre 5 minutes de pause en tout" in text(rested.open())


def test_during_a_break_the_page_says_until_when_and_shows_no_question(rested: Desk) -> None:
    attempt = rested.start()
    assert "Il vous reste 5 minutes de pause" in text(rested.open())
    page = press(rested)
    pause = Pause.objects.get(attempt=attempt)
    assert "Vous êtes en pause" in text(page)
    assert f"jusqu’à {clock(pause.until)}" in text(page)
    assert "il vous restera 19 minutes" in text(page)
    for address in (rested.url("quiz"), rested.url("quiz_question", attempt.uuid, 1)):
        shown = rested.client.get(address)
        assert "Que faites-vous" not in text(shown)
        assert "Deux clics" not in text(shown)


def test_going_on_comes_back_to_the_question_with_what_was_ticked(rested: Desk) -> None:
    attempt = rested.start()
    press(rested, answer="b")
    rested.client.post(rested.url("quiz_resume"), {"attempt": attempt.uuid})
    question = rested.open().context["question"]
    assert question.fields.values == ("b",)
    assert question.draft
    assert not Response.objects.exists()


@pytest.mark.parametrize("script", [False, True])
def test_an_answer_sent_from_another_tab_during_a_break_waits_as_a_draft(rested: Desk, script: bool) -> None:
    rested.start()
    question = rested.open().context["question"]
    press(rested)
    rested.script = script
    sent = {"attempt": question.attempt, "question": 1, "submission": question.submission, "sequence": 2}
    refused = rested.send(**sent, answer="b")
    assert refused.headers["Location"] == rested.url("quiz")
    assert "Votre réponse est gardée" in text(rested.open())
    assert Draft.objects.get().answer == ["b"]
    assert not Response.objects.exists()


def test_a_script_gets_the_break_as_a_part(rested: Desk) -> None:
    rested.start()
    press(rested)
    part = rested.client.get(rested.url("quiz"), headers={"X-Requested-With": "fetch"})
    assert "Vous êtes en pause" in text(part)
    assert "<html" not in text(part)


def test_a_break_that_lasted_as_long_as_it_may_shows_the_question_again(rested: Desk) -> None:
    rested.start()
    press(rested)
    passed = timezone.now() - 6 * MINUTE
    Pause.objects.update(started_at=passed, until=passed + 5 * MINUTE)
    page = text(rested.open())
    assert "Que faites-vous" in page
    assert "Faire une pause" not in page
    assert "Vous avez pris toutes vos pauses" in text(press(rested))


def test_breaks_are_offered_beside_a_review_and_where_one_finishes(rested: Desk) -> None:
    attempt = rested.start()
    said = rested.answer("b")
    assert "Faire une pause" in text(rested.client.get(said.headers["Location"]))
    rested.quiz.feedback = "deferred"
    rested.quiz.save()
    rested.answer("b")
    rested.answer("b")
    finish = text(rested.open())
    assert "Faire une pause" in finish
    rested.client.post(rested.url("quiz_pause"), {"attempt": attempt.uuid})
    ended = rested.client.post(rested.url("quiz_submit"), {"attempt": attempt.uuid})
    assert ended.headers["Location"] == rested.url("quiz_result", attempt.uuid)
    assert Pause.objects.get().ended_at is not None


def test_nothing_of_breaks_is_said_to_others(before_quiz: Desks) -> None:
    desk = before_quiz()
    limit(desk, time_limit=20)
    assert "pause" not in text(desk.open())
    desk.start()
    assert "Faire une pause" not in text(desk.open())
    assert "Vous avez pris toutes vos pauses" in text(press(desk))
    assert not Pause.objects.exists()


def test_after_the_end_no_break_begins(rested: Desk) -> None:
    rested.start()
    question = rested.open().context["question"]
    attempt = begun(rested, 21)
    page = rested.client.post(rested.url("quiz_pause"), {"attempt": question.attempt}, follow=True)
    assert "Le temps est fini" in text(page)
    assert not attempt.pauses.exists()


def test_a_form_that_names_no_attempt_or_somebody_elses_pauses_nothing(rested: Desk, before_quiz: Desks) -> None:
    attempt = rested.start()
    rested.client.post(rested.url("quiz_pause"), {})
    other = before_quiz()
    assert other.client.post(other.url("quiz_pause"), {"attempt": attempt.uuid}).status_code == 404
    assert other.client.post(other.url("quiz_resume"), {"attempt": attempt.uuid}).status_code == 404
    assert not Pause.objects.exists()


def test_every_page_of_a_quiz_reads_aloud_whatever_its_author_sets(rested: Desk) -> None:
    limit(rested, counting="first", attempts_allowed=1, pass_mark=100)
    pages = [rested.open()]
    attempt = rested.start()
    pages += [rested.open(), press(rested)]
    rested.client.post(rested.url("quiz_resume"), {"attempt": attempt.uuid})
    begun(rested, 60)
    pages.append(rested.open())
    assert all("data-listen" in page.content.decode() for page in pages)


def test_what_is_said_before_the_end_comes_with_the_servers_clock(rested: Desk) -> None:
    attempt = rested.start()
    page = rested.open().content.decode()
    end = attempt.started_at + 20 * MINUTE
    assert f'data-until="{int(end.timestamp())}"' in page
    assert "Il vous reste moins de 5 minutes." in page
    press(rested)
    pause = rested.open().content.decode()
    assert f'data-until="{int(Pause.objects.get().until.timestamp())}"' in pause
    assert "data-in300" not in pause


def test_only_a_quiz_with_a_time_limit_asks_for_breaks(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    with_none = _asked(desk)
    assert not any("assessments_pause" in each for each in with_none)
    limit(desk, time_limit=20)
    attempt = begun(desk, 1)
    attempt.time_limit = 20
    attempt.save()
    timed = _asked(desk)
    assert sum("assessments_pause" in each for each in timed) == 1
    assert len(timed) == len(with_none) + 1


def _asked(desk: Desk) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        desk.open()
    return [each["sql"] for each in asked]
