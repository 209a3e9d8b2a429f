"""« Un coup de pouce »: said to cost before it is asked for, never on the page before, kept with what was typed."""

import datetime
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assessments.attempts import correcting
from assessments.attempts.corrections import Correction
from assessments.attempts.models import Attempt, Draft, HintTaken, Outcome, Response
from assessments.attempts.regrading import regrade
from assessments.bank.models import AnswerKey, Item, ItemVersion
from tests.assessments.quizzes.conftest import Desk
from tests.assessments.quizzes.test_pages import QUIZ_QUESTION, Desks, text
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db
FIRST, SECOND = "CANARI-INDICE-UN", "CANARI-INDICE-DEUX"


def hinted(desk: Desk, *costs: int) -> Desk:
    """Every question of the quiz has these hints."""
    for key in AnswerKey.objects.select_related("version").order_by("pk"):
        key.version.body["hints"] = list(costs)
        key.key["hints"] = [FIRST, SECOND, "CANARI-INDICE-TROIS"][: len(costs)]
        key.version.save()
        key.save()
    return desk


def ask(desk: Desk, number: int = 1, **changes: Any) -> HttpResponse:
    """Press « Un coup de pouce », with what the form holds."""
    page = desk.open()
    question = page.context["question"]
    form = {
        "attempt": question.attempt,
        "question": question.number,
        "submission": question.submission,
        "sequence": page.context["moment"],
        "hint": number,
    }
    headers = {"X-Requested-With": "fetch"} if desk.script else {}
    return desk.client.post(desk.url("quiz_hint"), form | changes, headers=headers)


def test_what_a_hint_costs_is_said_before_and_nothing_of_its_text(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(), 25)
    desk.start()
    page = text(desk.open())
    assert "Un coup de pouce" in page
    assert "Vous perdrez un quart des points de cette question." in page
    assert FIRST not in page


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (0, "Il est gratuit."),
        (50, "Vous perdrez la moitié des points de cette question."),
        (100, "Vous perdrez tous les points de cette question."),
        (15, "Vous perdrez 15 % des points de cette question."),
    ],
)
def test_each_cost_is_said_in_words(before_quiz: Desks, cost: int, words: str) -> None:
    desk = hinted(before_quiz(), cost)
    desk.start()
    assert words in text(desk.open())


def test_a_question_without_hints_says_nothing_of_them(before_quiz: Desks) -> None:
    desk = before_quiz()
    desk.start()
    assert "coup de pouce" not in text(desk.open())


def test_a_hint_taken_is_shown_then_the_next_is_offered_and_both_survive_another_seat(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(), 0, 50)
    attempt = desk.start()
    sent = ask(desk)
    assert sent.headers["Location"] == desk.url("quiz_question", attempt.uuid, 1) + "#hints"
    page = text(desk.open())
    assert FIRST in page
    assert SECOND not in page
    assert "Encore un coup de pouce" in page
    assert "la moitié" in page
    ask(desk, 2)
    elsewhere = Client()
    elsewhere.force_login(desk.user, backend="django.contrib.auth.backends.ModelBackend")
    page = text(elsewhere.get(desk.url("quiz")))
    assert FIRST in page
    assert SECOND in page
    assert "Encore un coup de pouce" not in page


def test_what_was_ticked_is_not_lost(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(), 0)
    desk.start()
    ask(desk, answer="a")
    assert re.search(r'value="a" checked', text(desk.open()))
    assert Draft.objects.get().answer == ["a"]


def test_a_form_left_empty_is_no_draft(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(), 0)
    desk.start()
    ask(desk, answer="")
    assert not Draft.objects.exists()


def test_the_button_pressed_twice_takes_one_hint(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(), 25, 25)
    desk.start()
    ask(desk)
    ask(desk)
    assert [each.number for each in HintTaken.objects.all()] == [1]


def test_a_script_gets_the_questions_part_with_the_hint(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(), 25)
    desk.start()
    desk.script = True
    part = ask(desk, answer="a")
    assert FIRST in text(part)
    assert "data-hint" in text(part)
    assert part.context["question"].draft
    desk.script = False
    again = desk.client.get(desk.url("quiz"), headers={"X-Requested-With": "fetch"})
    assert FIRST in text(again)


def test_enter_in_a_field_checks_the_answer_and_asks_for_no_hint(before_quiz: Desks) -> None:
    """The browser presses the first button of the form in the page's order."""
    desk = hinted(before_quiz(), 25)
    desk.start()
    page = text(desk.open())
    assert page.index("Valider") < page.index('name="hint"')


def test_the_answer_is_right_and_the_points_say_what_the_hint_cost(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(items=1), 25)
    attempt = desk.start()
    ask(desk)
    page = text(desk.client.get(desk.answer("b").headers["Location"]))
    assert "C’est juste" in page
    assert "Avec 1 coup de pouce : 0,75 sur 1." in page
    assert Response.objects.get().score_scaled == 1
    assert Outcome.objects.get().score_scaled == 0.75
    result = text(desk.client.get(desk.url("quiz_result", attempt.uuid)))
    assert "1 réponse juste sur 1" in result
    assert "Avec 1 coup de pouce : 0,75 sur 1." in result
    assert "Des coups de pouce vous ont coûté des points" in result


def test_a_free_hint_says_nothing_of_points(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(items=1), 0)
    attempt = desk.start()
    ask(desk)
    desk.answer("b")
    assert "coup de pouce" not in text(desk.client.get(desk.url("quiz_result", attempt.uuid)))


def test_where_answers_are_told_at_the_end_points_are_too(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(items=1, feedback="deferred"), 50)
    attempt = desk.start()
    ask(desk)
    desk.answer("b")
    page = text(desk.client.get(desk.url("quiz_question", attempt.uuid, 1)))
    assert FIRST in page
    assert "0,5" not in page
    assert 'name="hint"' not in page
    desk.client.post(desk.url("quiz_submit"), {"attempt": attempt.uuid})
    assert "Avec 1 coup de pouce : 0,5 sur 1." in text(desk.client.get(desk.url("quiz_result", attempt.uuid)))


def test_after_the_answer_a_late_click_takes_nothing_and_shows_the_answer(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(), 25)
    attempt = desk.start()
    desk.answer("b")
    sent = ask(desk, question=1)
    assert sent.headers["Location"].startswith(desk.url("quiz_question", attempt.uuid, 1))
    assert not HintTaken.objects.exists()
    assert FIRST not in text(desk.client.get(sent.headers["Location"]))


def test_a_quiz_that_is_over_leads_to_its_result(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(), 25)
    attempt = desk.start()
    form = {"attempt": attempt.uuid, "question": 1, "submission": attempt.uuid, "sequence": 1, "hint": 1}
    Attempt.objects.update(state=Attempt.State.MARKED)
    assert desk.client.post(desk.url("quiz_hint"), form).headers["Location"] == desk.url("quiz_result", attempt.uuid)


def test_once_time_is_up_no_hint_is_given(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(), 25)
    attempt = desk.start()
    form = {"attempt": attempt.uuid, "question": 1, "submission": attempt.uuid, "sequence": 1, "hint": 1}
    Attempt.objects.update(time_limit=10, started_at=attempt.started_at - datetime.timedelta(minutes=11))
    assert desk.client.post(desk.url("quiz_hint"), form).headers["Location"] == desk.url("quiz")
    assert not HintTaken.objects.exists()
    assert FIRST not in text(desk.open())


@pytest.mark.parametrize("broken", [{"hint": "9"}, {"hint": "2"}, {"hint": ""}, {"sequence": "x"}, {"question": "7"}])
def test_a_form_that_is_not_ours_leads_back_to_the_place(before_quiz: Desks, broken: dict[str, Any]) -> None:
    desk = hinted(before_quiz(), 25)
    desk.start()
    assert ask(desk, **broken).headers["Location"] == desk.url("quiz")
    assert not HintTaken.objects.exists()


def test_nobody_takes_a_hint_in_somebody_elses_attempt(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(), 25)
    attempt = desk.start()
    form = {"attempt": attempt.uuid, "question": 1, "submission": attempt.uuid, "sequence": 1, "hint": 1}
    desk.client.force_login(learner(), backend="django.contrib.auth.backends.ModelBackend")
    assert desk.client.post(desk.url("quiz_hint"), form).status_code == 404
    assert not HintTaken.objects.exists()


def test_a_question_with_hints_costs_one_query_and_those_taken_one_more(
    before_quiz: Desks, assert_sql_budget: Any
) -> None:
    desk = hinted(before_quiz(), 25, 25, 0)
    desk.start()
    assert_sql_budget(QUIZ_QUESTION + 1, desk.open)
    ask(desk)
    ask(desk, 2)
    assert_sql_budget(QUIZ_QUESTION + 2, desk.open)


def test_any_kind_of_question_has_its_hints(before_quiz: Desks) -> None:
    desk = before_quiz(items=1)
    Item.objects.update(interaction="fill-in")
    ItemVersion.objects.update(body={})
    AnswerKey.objects.update(key={"accepted": ["le bureau"], "feedback": {}})
    hinted(desk, 50)
    desk.start()
    ask(desk, answer="le bur")
    page = text(desk.open())
    assert FIRST in page
    assert 'value="le bur"' in page
    desk.answer("le bureau")
    assert Outcome.objects.get().score_scaled == 0.5


def test_an_author_tries_hints_in_the_preview_and_nothing_is_recorded(before_quiz: Desks, client: Client) -> None:
    desk = hinted(before_quiz(), 25, 0)
    client.force_login(trainer(desk.quiz.activity.structure), backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("quiz_preview", args=[desk.quiz.activity.uuid])
    assert FIRST not in text(client.get(page))
    shown = text(client.post(page, {"answer": "a", "hint": "1"}))
    assert FIRST in shown
    assert SECOND not in shown
    assert re.search(r'value="a" checked', shown)
    answered = text(client.post(page, {"answer": "b", "hints": "1"}))
    assert "Avec 1 coup de pouce : 0,75 sur 1." in answered
    assert FIRST in text(client.post(page, {"hints": "1"}))  # no answer: the form comes back with its hints
    assert not HintTaken.objects.exists()


def test_a_question_that_counts_no_more_is_said_to_on_the_result(before_quiz: Desks) -> None:
    desk = hinted(before_quiz(items=2), 50)
    attempt = desk.start()
    ask(desk)
    desk.answer("a")
    desk.answer("b")
    version = ItemVersion.objects.get(pk=attempt.plan[0])
    now = attempt.started_at
    correction = correcting.correct(
        version=version, kind=Correction.Kind.NEUTRAL, explanation="Deux réponses", by=trainer(), now=now
    )
    regrade(correction=correction, attempts=[attempt.pk], now=now)
    result = text(desk.client.get(desk.url("quiz_result", attempt.uuid)))
    assert "1 réponse juste sur 1" in result
    assert result.count("Elle ne compte plus : elle ne vous enlève aucun point.") == 1
    assert "coup de pouce" not in result
