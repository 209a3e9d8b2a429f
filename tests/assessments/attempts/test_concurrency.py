"""A hundred at once, on SQLite and on PostgreSQL: one attempt, one response, one outcome."""

import datetime
import uuid

import pytest

from assessments.attempts import services
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.bank.content import Choice, choice_content
from assessments.bank.models import ItemVersion
from assessments.bank.services import revise_item
from tests.assessments.attempts.test_services import answer, planned, started
from tests.factories.outline import quiz
from tests.factories.people import UserFactory
from tests.parallel import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)


def test_a_hundred_parallel_submits_of_one_attempt_give_one_outcome() -> None:
    attempt = started(1, 1)
    answer(attempt, 0, "b")
    outcomes = at_once(100, lambda _: services.submit_attempt(attempt=Attempt.objects.get(pk=attempt.pk), now=NOW).pk)
    assert outcomes == [Outcome.objects.get().pk] * 100


def test_fifty_parallel_starts_give_one_attempt() -> None:
    made, person = quiz(items=2), UserFactory.create()
    plan = planned(made)

    def start(_: int) -> int:
        return services.start_attempt(user=person, activity=made.activity, plan=plan, context=None, now=NOW).pk

    assert at_once(50, start) == [Attempt.objects.get().pk] * 50


def test_the_same_answer_sent_fifty_times_at_once_is_recorded_once() -> None:
    attempt, key = started(1), uuid.uuid4()
    recorded = at_once(50, lambda _: answer(attempt, 0, "b", submission=key).pk)
    assert recorded == [Response.objects.get().pk] * 50


def test_answers_that_race_with_the_end_are_in_the_outcome_or_refused() -> None:
    attempt = started(*[1] * 10)

    def race(number: int) -> object:
        if number == 5:
            return services.submit_attempt(attempt=attempt, now=NOW)
        return answer(attempt, number, "b")

    results = at_once(10, race)
    refused = [each for each in results if isinstance(each, Exception)]
    assert all(isinstance(each, services.AttemptClosed) for each in refused)
    assert Outcome.objects.get().score_raw == Response.objects.count() == 9 - len(refused)


def test_where_the_first_answer_stands_two_tabs_record_one() -> None:
    attempt = started(1)
    results = at_once(20, lambda number: answer(attempt, 0, "ab"[number % 2], changeable=False))
    assert Response.objects.count() == 1
    assert sum(isinstance(each, services.AlreadyAnswered) for each in results) == 19


def test_a_question_reworded_while_it_is_answered_stays_what_was_answered() -> None:
    attempt = started(1)
    version = ItemVersion.objects.select_related("item").get(pk=attempt.plan[0])
    swapped = choice_content(
        prompt="Autrement ?",
        choices=[Choice(id="a", text="Deux clics", correct=True), Choice(id="b", text="Un clic")],
        multiple=False,
    )

    def race(number: int) -> object:
        if number % 2:
            return revise_item(item=version.item, content=swapped, by=None, now=NOW)
        return answer(attempt, 0, "b")

    at_once(10, race)
    version.refresh_from_db()
    response = Response.objects.order_by("pk")[0]
    assert version.frozen_at is not None
    assert response.success == (version.answer_key.key["correct"] == ["b"])
