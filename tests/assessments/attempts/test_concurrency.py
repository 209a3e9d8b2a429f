"""A hundred at once, on SQLite and on PostgreSQL: one attempt, one response, one outcome."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection

from assessments.attempts import services
from assessments.attempts.models import Attempt, Outcome, Pause, Response
from assessments.attempts.overdue import close_overdue
from assessments.attempts.pausing import NoBreakLeft, end_break, take_break
from assessments.attempts.timing import GRACE, ends_at
from assessments.bank.content import Choice, choice_content
from assessments.bank.models import ItemVersion
from assessments.bank.services import revise_item
from lms.journal.models import Entry
from tests.assessments.attempts.test_pausing import again, rested
from tests.assessments.attempts.test_services import MINUTE, answer, planned, started
from tests.factories.outline import quiz
from tests.factories.people import UserFactory, trainer
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


def test_one_try_allowed_is_one_try_however_many_begin_and_end_it_at_once() -> None:
    made, person = quiz(items=1, attempts_allowed=1), UserFactory.create()
    plan = planned(made)

    def begin_and_end(_: int) -> int:
        attempt = services.start_attempt(user=person, activity=made.activity, plan=plan, context=None, now=NOW)
        return services.submit_attempt(attempt=attempt, now=NOW).pk

    ended = at_once(50, begin_and_end)
    assert Attempt.objects.count() == Outcome.objects.count() == 1
    assert {each for each in ended if not isinstance(each, services.AttemptsExhausted)} == {Outcome.objects.get().pk}


def test_one_try_allowed_is_one_try_when_it_is_begun_and_ended_while_another_counts() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time (IMMEDIATE): nobody comes between")
    made, person = quiz(items=1, attempts_allowed=1), UserFactory.create()
    start = {"user": person, "activity": made.activity, "plan": planned(made), "context": None, "now": NOW}

    def begin_and_end(_: int) -> object:
        return services.submit_attempt(attempt=services.start_attempt(**start), now=NOW)

    def counting(execute: Any, sql: str, *more: Any) -> Any:
        result = execute(sql, *more)
        if "COUNT(" in sql and not Outcome.objects.exists():
            at_once(1, begin_and_end)
        return result

    with connection.execute_wrapper(counting), pytest.raises(services.AttemptsExhausted):
        services.start_attempt(**start)
    assert Attempt.objects.count() == 1


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


def test_at_the_end_of_the_time_button_worker_and_late_answers_end_it_once() -> None:
    attempt = started(*[1] * 4)
    Attempt.objects.filter(pk=attempt.pk).update(time_limit=30)
    answer(attempt, 0, "b")
    attempt.refresh_from_db()
    end = ends_at(attempt)
    assert end is not None
    late = end + GRACE + MINUTE

    def race(number: int) -> object:
        acts = (
            lambda: services.submit_attempt(attempt=Attempt.objects.get(pk=attempt.pk), now=late),
            lambda: close_overdue(now=late),
            lambda: answer(attempt, 1, "b", now=late),
            lambda: answer(attempt, 2, "b", now=end + GRACE),
        )
        return acts[number % 4]()

    results = at_once(40, race)
    refused = {type(each) for each in results if isinstance(each, Exception)}
    assert refused <= {services.TimeIsUp, services.AttemptClosed}
    attempt.refresh_from_db()
    assert attempt.submitted_at == end
    assert Outcome.objects.get().score_raw == Response.objects.values("slot").distinct().count()


def test_cancelled_and_ended_at_once_it_is_cancelled_and_has_one_outcome_or_none() -> None:
    attempt, by = started(1), trainer()
    answer(attempt, 0, "b")

    def race(number: int) -> object:
        if number % 2:
            return services.void_attempt(attempt=attempt, by=by, reason="technical", now=NOW)
        return services.submit_attempt(attempt=Attempt.objects.get(pk=attempt.pk), now=NOW)

    results = at_once(20, race)
    assert {type(each) for each in results if isinstance(each, Exception)} <= {services.AttemptClosed}
    assert Attempt.objects.get().state == Attempt.State.VOIDED
    assert Outcome.objects.count() <= 1
    assert Entry.objects.filter(verb="attempt.voided").count() == 1


def test_two_tabs_that_take_and_end_breaks_keep_one_at_a_time_and_no_minute_too_many() -> None:
    attempt = rested()

    def press(number: int) -> object:
        now = attempt.started_at + datetime.timedelta(minutes=number)
        return (end_break if number % 2 else take_break)(attempt=attempt, now=now)

    results = at_once(24, press)
    assert {type(each) for each in results if isinstance(each, Exception)} <= {NoBreakLeft}
    assert Pause.objects.filter(ended_at=None).count() <= 1
    end = ends_at(again(attempt))
    assert end is not None
    assert end <= attempt.started_at + datetime.timedelta(minutes=40)


def test_twenty_presses_on_a_break_make_one() -> None:
    attempt = rested()
    taken = at_once(20, lambda _: take_break(attempt=attempt, now=attempt.started_at))
    assert taken == [Pause.objects.get()] * 20


def test_a_break_that_races_with_the_end_is_over_with_it_or_refused() -> None:
    attempt = rested()

    def race(number: int) -> object:
        act = services.submit_attempt if number == 5 else take_break
        return act(attempt=again(attempt), now=attempt.started_at + datetime.timedelta(minutes=2))

    results = at_once(10, race)
    assert {type(each) for each in results if isinstance(each, Exception)} <= {services.AttemptClosed}
    assert Outcome.objects.count() == 1
    assert not Pause.objects.filter(ended_at=None).exists()
