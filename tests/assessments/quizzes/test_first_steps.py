"""A quiz that waits for another one: what the learner reads, in the lesson and before the quiz, and what is refused."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from assessments.activities.models import Activity, Prerequisite
from assessments.attempts.models import Attempt
from courses.progress.lessons import activity_rows
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_pages import text
from tests.factories.outline import LessonActivityFactory, quiz
from tests.factories.progress import outcome

pytestmark = pytest.mark.django_db
Desks = Callable[..., Desk]


@pytest.fixture
def waiting(before_quiz: Desks) -> Desk:
    """A learner before a quiz that asks another one, of the same lesson, to be passed."""
    desk = before_quiz()
    first = quiz(structure=desk.quiz.activity.structure, title="La souris").activity
    LessonActivityFactory.create(lesson=desk.lesson, activity=first)
    Prerequisite.objects.create(activity=desk.quiz.activity, required=first)
    return desk


def required() -> Activity:
    return Prerequisite.objects.get().required


def test_the_page_says_what_comes_first_with_the_way_there_and_begins_nothing(waiting: Desk) -> None:
    page = waiting.open()
    assert "D’abord" in text(page)
    assert "La souris" in text(page)
    assert f"/activites/{required().uuid}/{waiting.lesson.uuid}/quiz/" in page.content.decode()
    assert "Commencer<" not in page.content.decode()
    begun = waiting.client.post(waiting.url("quiz_start"))
    assert begun.headers["Location"] == waiting.url("quiz")
    assert not Attempt.objects.exists()


def test_once_it_is_passed_nothing_more_is_said_of_it(waiting: Desk) -> None:
    outcome(waiting.user, required(), at=timezone.now())
    assert "La souris" not in text(waiting.open())
    assert waiting.start().state == Attempt.State.OPEN


def test_the_lesson_says_it_too_until_it_is_done(waiting: Desk) -> None:
    def rows() -> dict[str, tuple[str, ...]]:
        found = activity_rows(waiting.user, waiting.lesson.uuid)
        return {row.title: tuple(step.title for step in row.first) for row in found}

    title = waiting.quiz.activity.title
    assert rows() == {title: ("La souris",), "La souris": ()}
    outcome(waiting.user, required(), at=timezone.now())
    assert rows() == {title: (), "La souris": ()}


def test_a_quiz_under_way_is_found_again_in_its_lesson_whatever_is_asked_since(waiting: Desk) -> None:
    outcome(waiting.user, required(), at=timezone.now())
    waiting.start()
    Attempt.objects.filter(activity=required()).update(state="voided")
    rows = activity_rows(waiting.user, waiting.lesson.uuid)
    assert not any(row.first for row in rows)
    assert waiting.open().context["question"].number == 1
