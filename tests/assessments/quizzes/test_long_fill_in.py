"""A long answer as a learner meets it, without JavaScript; its trainer looks at it afterwards."""

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.attempts.models import Attempt, Draft, Response
from assessments.quizzes.models import Quiz
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_pages import Desks, text
from tests.factories.outline import EnrolmentFactory, LessonActivityFactory, LessonFactory
from tests.factories.people import learner, trainer
from tests.factories.work import mark, quiz_with_writing, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Any) -> Desk:
    """A learner before a choice and a long answer."""
    made, lesson, user = quiz_with_writing(show_criteria=True), LessonFactory.create(), learner()
    LessonActivityFactory.create(lesson=lesson, activity=made.activity)
    EnrolmentFactory.create(user=user, course=lesson.course)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    desk = Desk(client=client, user=user, quiz=made, lesson=lesson)
    desk.start()
    return desk


def result_of(desk: Desk) -> str:
    return text(desk.client.get(desk.url("quiz_result", Attempt.objects.get().uuid)))


def test_the_question_gives_room_advice_and_what_will_be_looked_at(desk: Desk) -> None:
    desk.answer("b")
    page = text(desk.open())
    assert '<textarea name="answer" id="answer"' in page
    assert "Écrivez environ 10 à 50 mots." in page
    assert "Ce qui sera regardé" in page
    assert "Le ton est poli" in page
    assert "En partie" not in page  # the levels are for the trainer


def test_an_answer_ends_in_waiting_with_a_result_that_is_not_final(desk: Desk) -> None:
    desk.answer("b")
    said = text(desk.client.get(desk.answer("Bonjour,\r\nmerci.").headers["Location"]))
    assert "va regarder votre travail" in said
    assert Response.objects.get(slot=1).answer == "Bonjour,\nmerci."
    assert Attempt.objects.get().state == "submitted"
    page = result_of(desk)
    assert "Votre travail est rendu" in page
    assert "1 réponse juste sur 1. Votre résultat n’est pas encore définitif." in page
    assert "Recommencer" not in page
    assert "Votre travail est rendu" in text(desk.open())


def test_the_result_then_shows_the_levels_and_the_comment(desk: Desk) -> None:
    desk.answer("b")
    desk.answer("Bonjour, merci.")
    (response,) = waiting(Attempt.objects.get())
    mark(response, "En partie", "Oui", by=trainer(), at=timezone.now())
    page = result_of(desk)
    assert "En partie" in page
    assert "vous écrit" in page
    assert "Relisez la fin." in page
    assert "1 réponse juste sur 2" in page
    alone = text(desk.client.get(desk.url("quiz_question", Attempt.objects.get().uuid, 2)))
    assert "Relisez la fin." in alone


@pytest.mark.parametrize(("typed", "words"), [("  ", "Écrivez votre réponse."), ("a" * 10_001, "trop longue")])
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(desk: Desk, typed: str, words: str) -> None:
    desk.answer("b")
    page = text(desk.answer(typed))
    assert words in page
    assert f"> {typed.strip()}" in page
    assert Response.objects.count() == 1


def test_a_long_draft_is_found_again(desk: Desk) -> None:
    desk.answer("b")
    question = desk.open().context["question"]
    typed = "Une longue lettre. " * 500
    sent = {
        "attempt": question.attempt,
        "question": 2,
        "submission": question.submission,
        "sequence": 5,
        "answer": typed,
    }
    assert desk.client.post(desk.url("quiz_draft"), sent).status_code == 204
    assert Draft.objects.get().answer == [typed]
    assert typed.strip() in text(desk.open())


def test_time_that_is_up_hands_in_what_was_written(desk: Desk) -> None:
    desk.answer("b")
    Quiz.objects.update(feedback="deferred")
    desk.answer("Presque fini.")
    Attempt.objects.update(time_limit=1, started_at=timezone.now() - datetime.timedelta(hours=1))
    desk.client.post(desk.url("quiz_submit"), {"attempt": Attempt.objects.get().uuid})
    assert Attempt.objects.get().state == "submitted"
    assert "Votre travail est rendu" in result_of(desk)


def test_a_preview_shows_an_author_what_learners_are_told(client: Any, before_quiz: Desks) -> None:
    made = quiz_with_writing(items=0)
    author = trainer(made.activity.structure)
    client.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    item = made.quiz_items.get().item
    page = text(client.post(reverse("item_preview", args=[item.uuid]), {"answer": "Bonjour."}))
    assert "va regarder votre travail" in page
    assert not Response.objects.exists()
