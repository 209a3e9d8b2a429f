"""A quiz with a time limit or a window, as a learner meets it: in words, without a script."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from assessments.activities.models import Activity
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.tasks import close_overdue_attempts
from lms.accounts.models import User
from lms.web import wording
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_pages import text

pytestmark = pytest.mark.django_db
Desks = Callable[..., Desk]
MINUTE = datetime.timedelta(minutes=1)


def limit(desk: Desk, **rules: Any) -> None:
    Activity.objects.filter(pk=desk.quiz.pk).update(**rules)


def begun(desk: Desk, minutes: float) -> Attempt:
    """The attempt under way, as if it had begun so many minutes ago."""
    attempt = Attempt.objects.get(user=desk.user)
    attempt.started_at = timezone.now() - minutes * MINUTE
    attempt.save(update_fields=["started_at"])
    return attempt


def clock(moment: datetime.datetime) -> str:
    return wording.clock(moment).replace(wording.NBSP, " ")


def test_the_introduction_says_how_long_with_the_persons_extra_time(before_quiz: Desks) -> None:
    desk = before_quiz()
    assert "à votre rythme" in text(desk.open())
    limit(desk, time_limit=30)
    page = text(desk.open())
    assert "vous aurez 30 minutes" in page
    assert "à votre rythme" not in page
    User.objects.filter(pk=desk.user.pk).update(extra_time="1/3")
    page = text(desk.open())
    assert "vous aurez 40 minutes" in page
    assert "temps supplémentaire est compris" in page


def test_each_question_says_until_when_and_extra_time_moves_it_at_the_next_page(before_quiz: Desks) -> None:
    desk = before_quiz()
    limit(desk, time_limit=30)
    attempt = desk.start()
    end = attempt.started_at + 30 * MINUTE
    assert f"Vous avez jusqu’à {clock(end)}." in text(desk.open()) or "Vous avez jusqu’au" in text(desk.open())
    assert desk.open().context["question"].clock.until == end
    User.objects.filter(pk=desk.user.pk).update(extra_time="1/3")
    assert desk.open().context["question"].clock.until == end + 10 * MINUTE


def test_a_quiz_without_limit_says_nothing_of_time(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    assert "jusqu" not in text(desk.open())


def test_once_time_is_up_pages_say_so_and_write_nothing_until_the_button_is_pressed(before_quiz: Desks) -> None:
    desk = before_quiz()
    limit(desk, time_limit=10)
    desk.start()
    desk.answer("b")
    attempt = begun(desk, 10.1)
    page = desk.open()
    assert "Le temps est fini" in text(page)
    assert "1 question sur 3 : cela compte" in text(page)
    assert not Outcome.objects.exists()
    ended = desk.client.post(desk.url("quiz_submit"), {"attempt": attempt.uuid})
    assert ended.headers["Location"] == desk.url("quiz_result", attempt.uuid)
    assert Outcome.objects.get().score_raw == 1


def test_a_script_gets_the_same_words_as_a_part(before_quiz: Desks) -> None:
    desk = before_quiz()
    limit(desk, time_limit=10)
    attempt = desk.start()
    begun(desk, 11)
    address = desk.url("quiz_question", attempt.uuid, 1)
    part = desk.client.get(address, headers={"X-Requested-With": "fetch"})
    assert "Le temps est fini" in text(part)
    assert "Vous n’aviez validé aucune réponse" in text(part)
    assert "<html" not in text(part)


@pytest.mark.parametrize("script", [False, True])
def test_an_answer_after_the_end_is_refused_in_words_and_what_was_saved_counts(
    before_quiz: Desks, script: bool
) -> None:
    desk = before_quiz()
    limit(desk, time_limit=10)
    desk.start()
    desk.answer("b")
    desk.open()
    question = desk.open().context["question"]
    attempt = begun(desk, 11)
    desk.script = script
    desk.last |= {"question": question.number, "submission": question.submission}
    late = desk.send()
    assert late.headers["Location"] == desk.url("quiz_result", attempt.uuid)
    page = text(desk.client.get(late.headers["Location"]))
    assert "Cette réponse est arrivée trop tard : elle ne compte pas" in page
    assert "1 réponse juste sur 3" in page
    assert Response.objects.count() == 1
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.started_at + 10 * MINUTE


def test_what_left_in_time_and_met_a_slow_line_counts(before_quiz: Desks) -> None:
    desk = before_quiz()
    limit(desk, time_limit=10)
    desk.start()
    question = desk.open().context["question"]
    begun(desk, 10.2)
    sent = {"attempt": question.attempt, "question": 1, "submission": question.submission, "answer": "b"}
    desk.client.post(desk.url("quiz_answer"), sent)
    assert Response.objects.get().success


def test_no_draft_is_kept_once_time_is_up(before_quiz: Desks) -> None:
    desk = before_quiz()
    limit(desk, time_limit=10)
    desk.start()
    question = desk.open().context["question"]
    begun(desk, 11)
    sent = {"attempt": question.attempt, "question": 1, "submission": question.submission, "sequence": 1, "answer": "b"}
    assert desk.client.post(desk.url("quiz_draft"), sent).status_code == 409


def test_the_server_ends_what_the_learner_left(before_quiz: Desks) -> None:
    desk = before_quiz()
    limit(desk, time_limit=10)
    desk.start()
    begun(desk, 11)
    assert close_overdue_attempts() == 1
    assert Outcome.objects.get().attempt.user == desk.user


def test_a_quiz_that_opens_later_says_when_and_begins_nothing(before_quiz: Desks) -> None:
    desk = before_quiz()
    limit(desk, opens_at=timezone.now() + 60 * MINUTE)
    page = text(desk.open())
    assert "Vous pourrez commencer ce quiz à partir du" in page
    assert "Commencer<" not in page
    desk.client.post(desk.url("quiz_start"))
    assert not Attempt.objects.exists()


def test_a_quiz_that_has_closed_offers_no_other_try(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    attempt = desk.start()
    desk.answer("a")
    limit(desk, closes_at=timezone.now() - MINUTE)
    assert "Ce quiz a fermé le" in text(desk.open())
    result = text(desk.client.get(desk.url("quiz_result", attempt.uuid)))
    assert "Recommencer" not in result
    assert "recommencer" not in result


def test_without_a_limit_the_closing_ends_the_attempt(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    limit(desk, closes_at=timezone.now() - MINUTE)
    assert "Le temps est fini" in text(desk.open())
