"""When an attempt ends: with the person's extra time, by the server's clock, whoever comes to say so."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from assessments.activities.models import Activity
from assessments.activities.services import Times, set_times
from assessments.attempts import services
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.attempts.overdue import close_overdue
from assessments.attempts.timing import GRACE, ends_at, is_up, time_for
from assessments.quizzes.planning import plan_of
from lms.accounts.models import Breaks, ExtraTime, User
from lms.accounts.services import set_accommodations
from lms.journal.models import Entry
from tests.factories.outline import quiz
from tests.factories.people import UserFactory, trainer

NOW = datetime.datetime(2026, 11, 24, 10, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
SECOND = datetime.timedelta(seconds=1)


def begin(user: User | None = None, *, at: datetime.datetime = NOW, **rules: Any) -> Attempt:
    made = quiz(items=2)
    set_times(activity=made.activity, times=Times(**rules), by=None, now=at)
    person = user or UserFactory.create()
    plan = plan_of(made, learner=person, seed=0)
    return services.start_attempt(user=person, activity=made.activity, plan=plan, context=None, now=at)


def answer(attempt: Attempt, *, slot: int = 0, at: datetime.datetime) -> Response:
    version = attempt.activity.quiz.quiz_items.all()[slot].item.versions.get()
    return services.record_response(
        attempt=attempt, slot=slot, version=version, answer=["b"], submission=uuid.uuid4(), now=at
    )


@given(minutes=st.integers(1, 600), extra=st.sampled_from([ExtraTime.NONE, ExtraTime.QUARTER, ExtraTime.THIRD]))
def test_nobody_has_less_than_the_limit_or_more_than_a_third_besides(minutes: int, extra: ExtraTime) -> None:
    given_time = time_for(minutes, User(extra_time=extra))
    assert minutes * MINUTE <= given_time <= minutes * MINUTE * 4 / 3 + SECOND
    assert extra or given_time == minutes * MINUTE


@pytest.mark.django_db
class TestAttempts:
    def test_there_is_no_end_unless_the_author_asks(self) -> None:
        attempt = begin()
        assert ends_at(attempt) is None
        assert not is_up(attempt, now=NOW + datetime.timedelta(days=90))

    def test_extra_time_given_during_an_attempt_moves_its_end_at_once(self) -> None:
        attempt = begin(time_limit=30)
        assert ends_at(attempt) == NOW + 30 * MINUTE
        set_accommodations(user=attempt.user, extra_time=ExtraTime.THIRD, breaks=Breaks.NONE, by=trainer(), now=NOW)
        assert ends_at(Attempt.objects.get(pk=attempt.pk)) == NOW + 40 * MINUTE
        assert answer(attempt, at=NOW + 39 * MINUTE).success

    def test_an_attempt_keeps_the_limit_that_it_began_with(self) -> None:
        attempt = begin()
        set_times(activity=attempt.activity, times=Times(time_limit=5), by=None, now=NOW + MINUTE)
        assert ends_at(Attempt.objects.get(pk=attempt.pk)) is None

    def test_the_line_has_thirty_seconds_more_and_nobody_else(self) -> None:
        attempt = begin(time_limit=10)
        assert answer(attempt, at=NOW + 10 * MINUTE + GRACE)
        with pytest.raises(services.TimeIsUp):
            answer(attempt, slot=1, at=NOW + 10 * MINUTE + GRACE + SECOND)
        assert Response.objects.count() == 1

    def test_the_same_sending_again_after_the_end_is_the_answer_that_was_recorded(self) -> None:
        attempt = begin(time_limit=10)
        said = answer(attempt, at=NOW)
        again = services.record_response(
            attempt=attempt,
            slot=0,
            version=said.version,
            answer=["a"],
            submission=said.submission,
            now=NOW + 60 * MINUTE,
        )
        assert again.pk == said.pk

    def test_it_ended_when_its_time_was_up_whenever_somebody_says_so(self) -> None:
        attempt = begin(time_limit=10)
        answer(attempt, at=NOW + MINUTE)
        outcome = services.submit_attempt(attempt=attempt, now=NOW + datetime.timedelta(days=2))
        attempt.refresh_from_db()
        assert attempt.submitted_at == NOW + 10 * MINUTE
        assert outcome.recorded_at == NOW + datetime.timedelta(days=2)
        assert (outcome.duration, outcome.score_raw, outcome.completion) == (600, 1, False)

    def test_who_began_in_time_keeps_the_whole_limit_after_the_closing(self) -> None:
        attempt = begin(time_limit=30, closes_at=NOW + 5 * MINUTE)
        assert ends_at(attempt) == NOW + 30 * MINUTE

    def test_without_a_limit_the_closing_is_the_end_and_a_later_one_counts_at_once(self) -> None:
        attempt = begin(closes_at=NOW + 5 * MINUTE)
        assert ends_at(attempt) == NOW + 5 * MINUTE
        set_times(activity=attempt.activity, times=Times(closes_at=NOW + 9 * MINUTE), by=None, now=NOW)
        assert ends_at(Attempt.objects.get(pk=attempt.pk)) == NOW + 9 * MINUTE

    @pytest.mark.parametrize("at", [NOW - SECOND, NOW + 10 * MINUTE])
    def test_nobody_begins_before_it_opens_or_once_it_has_closed(self, at: datetime.datetime) -> None:
        with pytest.raises(services.OutsideWindow):
            begin(at=at, opens_at=NOW, closes_at=NOW + 10 * MINUTE)
        assert begin(at=NOW, opens_at=NOW, closes_at=NOW + 10 * MINUTE)

    def test_beginning_again_ends_what_was_over(self) -> None:
        first = begin(time_limit=10)
        plan = plan_of(first.activity.quiz, learner=first.user, seed=0)
        again = {"user": first.user, "activity": first.activity, "plan": plan, "context": None}
        assert services.start_attempt(**again, now=NOW + MINUTE).pk == first.pk
        second = services.start_attempt(**again, now=NOW + 11 * MINUTE)
        assert second.number == 2
        assert Outcome.objects.get().attempt_id == first.pk

    def test_what_nobody_came_back_to_is_ended_once_by_the_server(self) -> None:
        left, extra, fresh, free = begin(time_limit=10), begin(time_limit=10), begin(time_limit=30), begin()
        set_accommodations(user=extra.user, extra_time=ExtraTime.THIRD, breaks=Breaks.NONE, by=trainer(), now=NOW)
        answer(left, at=NOW + MINUTE)
        assert [close_overdue(now=NOW + 11 * MINUTE) for _time in range(2)] == [1, 0]
        still_open = Attempt.objects.filter(state=Attempt.State.OPEN).order_by("pk")
        assert list(still_open) == [extra, fresh, free]
        assert Outcome.objects.get().attempt == left

    def test_the_database_refuses_a_quiz_that_closes_before_it_opens(self) -> None:
        activity = quiz().activity
        with pytest.raises(IntegrityError), transaction.atomic():
            Activity.objects.filter(pk=activity.pk).update(opens_at=NOW, closes_at=NOW)

    def test_the_same_times_again_are_not_journalled(self) -> None:
        activity = quiz().activity
        assert set_times(activity=activity, times=Times(time_limit=20), by=None, now=NOW)
        assert not set_times(activity=activity, times=Times(time_limit=20), by=None, now=NOW)
        assert Entry.objects.get(verb="activity.times_set").data == {"time_limit": 20}
