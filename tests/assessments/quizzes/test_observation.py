"""Something to do in the room as a learner meets it, without JavaScript; a trainer says what was seen."""

import uuid
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assessments.attempts.models import Attempt, Response
from assessments.bank.queries import newest_versions
from assessments.quizzes.answers import NoAnswer, fields_of, read_answer
from assessments.quizzes.models import Quiz
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_pages import Desks, text
from tests.factories.outline import EnrolmentFactory, LessonActivityFactory, LessonFactory
from tests.factories.people import StructureFactory, learner, trainer
from tests.factories.work import levels, mark, quiz_with_task, task, trained_by, waiting

pytestmark = pytest.mark.django_db
SECRET = "Regardez quelle imprimante"


def seated(client: Any, **how: Any) -> Desk:
    """A learner before a choice and something to do."""
    made, lesson, user = quiz_with_task(**how), LessonFactory.create(), learner()
    LessonActivityFactory.create(lesson=lesson, activity=made.activity)
    EnrolmentFactory.create(user=user, course=lesson.course)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    desk = Desk(client=client, user=user, quiz=made, lesson=lesson)
    desk.start()
    return desk


@pytest.fixture
def desk(client: Any) -> Desk:
    return seated(client)


def result_of(desk: Desk) -> str:
    return text(desk.client.get(desk.url("quiz_result", Attempt.objects.get().uuid)))


def test_the_question_says_what_to_do_and_whom_to_call_and_its_button_is_the_answer(desk: Desk) -> None:
    desk.answer("b")
    page = text(desk.open())
    assert "Imprimez une page." in page
    assert "Faites-le, puis appelez votre formatrice ou votre formateur." in page
    assert 'name="answer" value="done"' in page
    assert "Je l’ai fait" in page
    assert "Valider" not in page
    assert SECRET not in page
    assert "La page est imprimée" not in page


def test_the_criteria_are_there_where_the_author_shows_them(client: Any) -> None:
    desk = seated(client, items=0, show_criteria=True)
    page = text(desk.open())
    assert "Ce qui sera regardé" in page
    assert "La page est imprimée" in page
    assert "Avec un peu d’aide" not in page  # the levels are for the trainer
    assert SECRET not in page


def test_the_button_hands_in_what_waits_for_the_trainer(desk: Desk) -> None:
    desk.answer("b")
    said = text(desk.client.get(desk.answer("done").headers["Location"]))
    assert "Appelez votre formatrice ou votre formateur" in said
    assert SECRET not in said
    assert Response.objects.get(slot=1).answer == {"done": True}
    assert Attempt.objects.get().state == "submitted"
    assert "Votre travail est rendu" in result_of(desk)


@pytest.mark.parametrize("sent", ["", "fini", "true"])
def test_what_the_button_does_not_send_is_no_answer(desk: Desk, sent: str) -> None:
    desk.answer("b")
    page = text(desk.answer(sent))
    assert "Faites-le d’abord" in page
    assert 'href="#answer"' in page
    assert 'id="answer"' in page
    assert Response.objects.count() == 1


def test_the_result_then_shows_the_levels_and_the_comment_and_nothing_for_trainers(desk: Desk) -> None:
    desk.answer("b")
    desk.answer("done")
    (response,) = waiting(Attempt.objects.get())
    mark(response, "Oui", "Avec un peu d’aide", by=trainer(), at=timezone.now())
    page = result_of(desk)
    assert "Avec un peu d’aide" in page
    assert "Relisez la fin." in page
    assert SECRET not in page


def test_where_answers_may_change_it_is_found_again_and_nobody_waits_before_the_end(desk: Desk) -> None:
    Quiz.objects.update(feedback="deferred")
    desk.answer("b")
    desk.answer("done")
    attempt = Attempt.objects.get()
    assert not Response.objects.waiting().exists()
    desk.client.post(desk.url("quiz_submit"), {"attempt": attempt.uuid})
    assert [each.answer for each in waiting(attempt)] == [{"done": True}]


def test_what_was_pressed_is_what_the_form_holds_again() -> None:
    item = task(StructureFactory.create())
    version = newest_versions([item])[item.pk]
    answer = read_answer(version, QueryDict("answer=done"))
    assert fields_of(version, answer).as_draft() == ["done"]
    assert fields_of(version, {"done": False}).as_draft() == []
    with override("fr"), pytest.raises(NoAnswer, match="Je l’ai fait"):
        read_answer(version, QueryDict("answer=done&answer=done"))


def test_the_trainer_reads_the_authors_words_and_marks_on_the_page_of_all_works(desk: Desk) -> None:
    desk.answer("b")
    desk.answer("done")
    attempt = Attempt.objects.get()
    karim = trained_by(desk.user)
    desk.client.force_login(karim, backend="django.contrib.auth.backends.ModelBackend")
    assert "Imprimer" in text(desk.client.get(reverse("work_to_mark")))
    address = reverse("mark_work", args=[attempt.uuid, 2])
    page = text(desk.client.get(address))
    assert SECRET in page
    assert "Sans aide" in page
    (response,) = waiting(attempt)
    said = levels(response, "Oui", "Seul").values()
    sent = {f"level_{number}": level for number, level in enumerate(said)}
    answer = desk.client.post(address, sent | {"comment": "Bravo.", "after": 0, "submission": uuid.uuid4()})
    assert answer.status_code == 302
    attempt.refresh_from_db()
    assert attempt.state == "marked"
    assert attempt.outcome.score_scaled == 1


def test_a_preview_shows_an_author_what_learners_are_told(client: Any, before_quiz: Desks) -> None:
    made = quiz_with_task(items=0)
    author = trainer(made.activity.structure)
    client.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("item_preview", args=[made.quiz_items.get().item.uuid])
    assert "Je l’ai fait" in text(client.get(address))
    assert "va regarder votre travail" in text(client.post(address, {"answer": "done"}))
    assert not Response.objects.exists()
