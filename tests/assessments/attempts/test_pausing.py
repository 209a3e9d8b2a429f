"""Breaks: they stop the clock of who has them, are bounded, and count for no time spent."""

import pytest
from django.db import IntegrityError, transaction

from assessments.attempts import services
from assessments.attempts.models import Attempt, Pause
from assessments.attempts.overdue import close_overdue
from assessments.attempts.pausing import NoBreakLeft, end_break, take_break
from assessments.attempts.timing import GRACE, break_left, ends_at, is_up, pause_at
from lms.accounts.models import Breaks, ExtraTime, User
from lms.accounts.services import set_accommodations
from tests.assessments.attempts.test_timing import MINUTE, NOW, SECOND, answer, begin
from tests.factories.people import UserFactory, trainer

pytestmark = pytest.mark.django_db


def rested(breaks: str = Breaks.FIVE_IN_TWENTY, **rules: int) -> Attempt:
    """An attempt of half an hour by a person with ten minutes of break, unless said otherwise."""
    return begin(UserFactory.create(breaks=breaks), **({"time_limit": 30} | rules))


def again(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_related("activity", "user").get(pk=attempt.pk)


def test_the_end_moves_by_the_time_really_paused() -> None:
    attempt = rested()
    take_break(attempt=attempt, now=NOW + 10 * MINUTE)
    end_break(attempt=attempt, now=NOW + 13 * MINUTE)
    assert ends_at(again(attempt)) == NOW + 33 * MINUTE
    assert break_left(again(attempt)) == 7 * MINUTE


def test_a_break_ends_by_itself_when_nothing_is_left_of_it() -> None:
    attempt = rested()
    pause = take_break(attempt=attempt, now=NOW + 5 * MINUTE)
    assert pause.until == NOW + 15 * MINUTE
    assert pause_at(again(attempt), now=NOW + 15 * MINUTE - SECOND) == pause
    assert pause_at(again(attempt), now=NOW + 15 * MINUTE) is None
    assert answer(attempt, at=NOW + 39 * MINUTE).success
    assert ends_at(again(attempt)) == NOW + 40 * MINUTE
    end_break(attempt=attempt, now=NOW + 39 * MINUTE)
    assert Pause.objects.get().ended_at == pause.until


def test_breaks_may_be_taken_in_several_goes_and_no_more_than_was_given() -> None:
    attempt = rested()
    for start, end in ((1, 5), (6, 11)):
        take_break(attempt=attempt, now=NOW + start * MINUTE)
        end_break(attempt=attempt, now=NOW + end * MINUTE)
    assert take_break(attempt=attempt, now=NOW + 20 * MINUTE).length == MINUTE
    with pytest.raises(NoBreakLeft):
        take_break(attempt=attempt, now=NOW + 25 * MINUTE)
    assert ends_at(again(attempt)) == NOW + 40 * MINUTE


def test_pressed_twice_the_first_break_goes_on() -> None:
    attempt = rested()
    first = take_break(attempt=attempt, now=NOW)
    assert take_break(attempt=attempt, now=NOW + MINUTE) == first
    end_break(attempt=attempt, now=NOW + 2 * MINUTE)
    end_break(attempt=attempt, now=NOW + 3 * MINUTE)
    assert Pause.objects.get().length == 2 * MINUTE


def test_nobody_else_and_nothing_without_a_time_limit_has_breaks() -> None:
    for attempt in (rested(Breaks.NONE), rested(time_limit=0)):
        with pytest.raises(NoBreakLeft):
            take_break(attempt=attempt, now=NOW)


def test_no_answer_is_recorded_during_a_break() -> None:
    attempt = rested()
    take_break(attempt=attempt, now=NOW)
    with pytest.raises(services.OnBreak):
        answer(attempt, at=NOW + MINUTE)
    end_break(attempt=attempt, now=NOW + 2 * MINUTE)
    assert answer(attempt, at=NOW + 2 * MINUTE).success


def test_once_time_is_up_or_the_attempt_over_no_break_begins() -> None:
    attempt = rested()
    with pytest.raises(services.TimeIsUp):
        take_break(attempt=attempt, now=NOW + 30 * MINUTE)
    services.submit_attempt(attempt=attempt, now=NOW + 30 * MINUTE)
    with pytest.raises(services.AttemptClosed):
        take_break(attempt=attempt, now=NOW + 30 * MINUTE)
    assert not Pause.objects.exists()


def test_time_is_never_up_during_a_break_and_the_server_leaves_the_attempt_alone() -> None:
    attempt = rested()
    take_break(attempt=attempt, now=NOW + 29 * MINUTE)
    assert not is_up(again(attempt), now=NOW + 38 * MINUTE)
    assert close_overdue(now=NOW + 39 * MINUTE) == 0
    assert close_overdue(now=NOW + 40 * MINUTE + GRACE + SECOND) == 1
    attempt.refresh_from_db()
    assert attempt.submitted_at == NOW + 40 * MINUTE


def test_who_finishes_during_a_break_ends_it() -> None:
    attempt = rested()
    take_break(attempt=attempt, now=NOW + 4 * MINUTE)
    outcome = services.submit_attempt(attempt=attempt, now=NOW + 6 * MINUTE)
    assert Pause.objects.get().ended_at == attempt.submitted_at == NOW + 6 * MINUTE
    assert outcome.duration == 4 * 60


def test_breaks_are_no_time_spent() -> None:
    attempt = rested()
    answer(attempt, at=NOW + 2 * MINUTE)
    take_break(attempt=attempt, now=NOW + 3 * MINUTE)
    end_break(attempt=attempt, now=NOW + 11 * MINUTE)
    answer(attempt, slot=1, at=NOW + 12 * MINUTE)
    assert services.submit_attempt(attempt=attempt, now=NOW + 12 * MINUTE).duration == 4 * 60


def test_breaks_given_during_an_attempt_are_there_at_once_and_a_break_begun_stays_when_they_are_taken_back() -> None:
    attempt = rested(Breaks.NONE)
    person, by = attempt.user, trainer()
    set_accommodations(user=person, extra_time=ExtraTime.NONE, breaks=Breaks.FIVE_AN_HOUR, by=by, now=NOW)
    take_break(attempt=again(attempt), now=NOW + MINUTE)
    set_accommodations(user=person, extra_time=ExtraTime.NONE, breaks=Breaks.NONE, by=by, now=NOW)
    assert pause_at(again(attempt), now=NOW + 5 * MINUTE)
    assert ends_at(again(attempt)) == NOW + 35 * MINUTE
    assert not break_left(again(attempt))


def test_breaks_go_by_the_persons_own_time_extra_time_included() -> None:
    attempt = rested(Breaks.FIVE_AN_HOUR, time_limit=60)
    assert break_left(attempt) == 5 * MINUTE
    User.objects.filter(pk=attempt.user_id).update(extra_time="1/3")
    assert break_left(again(attempt)) == 10 * MINUTE


def test_less_than_a_minute_is_no_break() -> None:
    attempt = rested(Breaks.FIVE_AN_HOUR)
    take_break(attempt=attempt, now=NOW)
    end_break(attempt=attempt, now=NOW + 4 * MINUTE + SECOND)
    assert not break_left(again(attempt))


def test_the_database_keeps_one_break_at_a_time_within_its_bounds() -> None:
    attempt = rested()
    Pause.objects.create(attempt=attempt, started_at=NOW, until=NOW + MINUTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(attempt=attempt, started_at=NOW, until=NOW + MINUTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.update(ended_at=NOW + 2 * MINUTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.update(ended_at=NOW - MINUTE)
