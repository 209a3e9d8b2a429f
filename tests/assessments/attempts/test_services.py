"""The door that records evidence: what it promises, one act at a time."""

import datetime
import uuid
from typing import Any

import pytest

from assessments.activities.models import Activity
from assessments.attempts import queries, services
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.bank.models import ItemVersion
from assessments.bank.queries import newest_versions
from assessments.grading import UnreadableResponse
from assessments.quizzes.models import Quiz
from assessments.signals import outcome_recorded
from lms.accounts.models import User
from lms.journal.models import Entry
from tests.factories.outline import quiz
from tests.factories.people import CohortFactory, CohortMembershipFactory, UserFactory, learner, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
LESSON = uuid.UUID("7a1f0f0e-0000-4000-8000-000000000001")


def planned(made: Quiz, *points: int) -> list[services.PlannedItem]:
    versions = newest_versions([each.item for each in made.quiz_items.select_related("item").order_by("position")])
    worth = points or (1,) * len(versions)
    return [
        services.PlannedItem(version_id=each.pk, points=n) for each, n in zip(versions.values(), worth, strict=True)
    ]


def started(*points: int, user: User | None = None, **fields: Any) -> Attempt:
    made = quiz(items=len(points) or 3, **fields)
    person = user or UserFactory.create()
    plan = planned(made, *points)
    return services.start_attempt(user=person, activity=made.activity, plan=plan, context=LESSON, now=NOW, seed=7)


def answer(attempt: Attempt, slot: int, picked: object = "b", *, now: datetime.datetime = NOW, **more: Any) -> Response:
    return services.record_response(
        attempt=attempt,
        slot=slot,
        version=ItemVersion.objects.get(pk=attempt.plan[slot]),
        answer=[picked] if isinstance(picked, str) else picked,
        submission=more.pop("submission", uuid.uuid4()),
        now=now,
        **more,
    )


def test_a_start_fixes_what_is_asked_and_from_where() -> None:
    attempt = started(2, 1)
    assert (attempt.number, attempt.state, attempt.context, attempt.seed) == (1, "open", LESSON, 7)
    assert len(attempt.plan) == 2
    assert attempt.points == [2, 1]


def test_a_second_start_goes_on_with_the_open_attempt() -> None:
    attempt = started()
    again = services.start_attempt(
        user=attempt.user, activity=attempt.activity, plan=[], context=None, now=NOW + MINUTE, seed=8
    )
    assert again == attempt
    assert (again.plan, again.context, again.seed) == (attempt.plan, LESSON, 7)


def test_attempts_are_counted_and_a_cancelled_one_is_given_back() -> None:
    attempt = started(attempts_allowed=1)
    services.submit_attempt(attempt=attempt, now=NOW)
    assert queries.attempts_left(attempt.user, attempt.activity) == 0
    again = {"user": attempt.user, "activity": attempt.activity, "plan": [], "context": None, "now": NOW}
    with pytest.raises(services.AttemptsExhausted):
        services.start_attempt(**again)
    services.void_attempt(attempt=attempt, by=trainer(), reason="technical", now=NOW)
    assert services.start_attempt(**again).number == 2


def test_an_answer_is_marked_by_the_server_and_freezes_its_version() -> None:
    attempt = started()
    right, wrong = answer(attempt, 0, "b"), answer(attempt, 1, "a")
    assert (right.success, right.score_scaled, wrong.success, wrong.score_scaled) == (True, 1, False, 0)
    assert right.answer == ["b"]
    assert ItemVersion.objects.get(pk=attempt.plan[0]).frozen_at == NOW
    assert ItemVersion.objects.get(pk=attempt.plan[2]).frozen_at is None


def test_the_same_submission_twice_is_recorded_once_even_after_the_end() -> None:
    attempt, key = started(), uuid.uuid4()
    first = answer(attempt, 0, "b", submission=key)
    assert answer(attempt, 0, "a", submission=key, now=NOW + MINUTE) == first
    services.submit_attempt(attempt=attempt, now=NOW)
    assert answer(attempt, 0, "b", submission=key) == first
    assert Response.objects.count() == 1


def test_a_change_of_mind_is_kept_beside_and_the_last_one_counts() -> None:
    attempt = started(1)
    answer(attempt, 0, "a")
    second = answer(attempt, 0, "b")
    assert second.sequence == 2
    assert queries.latest_responses(attempt) == {0: second}
    assert services.submit_attempt(attempt=attempt, now=NOW).score_scaled == 1


def test_the_first_answer_stands_where_it_cannot_be_changed() -> None:
    attempt = started()
    first = answer(attempt, 0, "a", changeable=False)
    with pytest.raises(services.AlreadyAnswered) as refused:
        answer(attempt, 0, "b", changeable=False)
    assert refused.value.response == first
    assert Response.objects.count() == 1


@pytest.mark.parametrize("end", ["submitted", "voided"])
def test_nothing_is_recorded_once_the_attempt_is_over(end: str) -> None:
    attempt = started()
    if end == "submitted":
        services.submit_attempt(attempt=attempt, now=NOW)
    else:
        services.void_attempt(attempt=attempt, by=trainer(), reason="technical", now=NOW)
    with pytest.raises(services.AttemptClosed):
        answer(attempt, 0)
    assert not Response.objects.exists()


@pytest.mark.parametrize("picked", [["z"], ["a", "b"], "ab", None, {"a": 1}, float("nan"), ["x" * 100_000]])
def test_an_impossible_answer_is_refused_and_freezes_nothing(picked: object) -> None:
    attempt = started()
    with pytest.raises(UnreadableResponse):
        answer(attempt, 0, picked)
    assert not Response.objects.exists()
    assert not ItemVersion.objects.exclude(frozen_at=None).exists()


def test_a_place_that_is_not_in_the_plan_is_refused() -> None:
    attempt = started()
    version = ItemVersion.objects.get(pk=attempt.plan[0])
    for slot in (-1, 1, 3, 99):
        with pytest.raises(services.UnknownSlot):
            services.record_response(
                attempt=attempt, slot=slot, version=version, answer=["b"], submission=uuid.uuid4(), now=NOW
            )


def test_a_submission_key_of_another_attempt_is_refused() -> None:
    mine, theirs, key = started(), started(), uuid.uuid4()
    answer(theirs, 0, submission=key)
    with pytest.raises(services.ForeignSubmission):
        answer(mine, 0, submission=key)


def test_the_outcome_weighs_each_question_by_its_points() -> None:
    attempt = started(3, 1, 1)
    answer(attempt, 0, "b")
    answer(attempt, 1, "a")
    outcome = services.submit_attempt(attempt=attempt, now=NOW)
    assert (outcome.score_raw, outcome.score_max, outcome.score_scaled) == (3, 5, 0.6)
    assert (outcome.success, outcome.completion, outcome.self_assessed) == (True, False, False)


@pytest.mark.parametrize(
    ("pass_mark", "answered", "success"), [(60, 1, False), (0, 1, False), (0, 2, True), (50, 1, True)]
)
def test_the_pass_mark_decides_and_without_one_going_to_the_end_does(
    pass_mark: int, answered: int, success: bool
) -> None:
    attempt = started(1, 1, pass_mark=pass_mark)
    for slot in range(answered):
        answer(attempt, slot, "b" if pass_mark else "a")
    assert services.submit_attempt(attempt=attempt, now=NOW).success is success


def test_submitting_again_gives_the_same_outcome_and_says_it_once() -> None:
    attempt, heard = started(), []

    def hear(sender: object, outcome: Outcome, now: datetime.datetime, **_: Any) -> None:
        heard.append((outcome, now))

    outcome_recorded.connect(hear)
    try:
        first = services.submit_attempt(attempt=attempt, now=NOW)
        assert services.submit_attempt(attempt=attempt, now=NOW + MINUTE) == first
    finally:
        outcome_recorded.disconnect(hear)
    assert heard == [(first, NOW)]
    attempt.refresh_from_db()
    assert (attempt.state, attempt.submitted_at) == ("marked", NOW)


def test_when_what_follows_fails_nothing_is_recorded() -> None:
    attempt = started()

    def fail(**_: Any) -> None:
        raise RuntimeError("progress could not be written")

    outcome_recorded.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            services.submit_attempt(attempt=attempt, now=NOW)
    finally:
        outcome_recorded.disconnect(fail)
    assert Attempt.objects.get(pk=attempt.pk).state == "open"
    assert not Outcome.objects.exists()


def test_a_voided_attempt_cannot_be_submitted_and_the_journal_says_who_voided_it() -> None:
    attempt, karim = started(), trainer()
    services.void_attempt(attempt=attempt, by=karim, reason="technical", now=NOW)
    services.void_attempt(attempt=attempt, by=karim, reason="technical", now=NOW)
    with pytest.raises(services.AttemptClosed):
        services.submit_attempt(attempt=attempt, now=NOW)
    entry = Entry.objects.get(verb="attempt.voided")
    assert (entry.actor, entry.subject, entry.data) == (karim, attempt.user, {"reason": "technical"})
    assert not queries.attempts_of(attempt.user, attempt.activity).exists()


def test_the_time_spent_leaves_out_the_days_between_two_sessions() -> None:
    attempt = started()
    week = datetime.timedelta(days=7)
    answer(attempt, 0, now=NOW + 2 * MINUTE)
    answer(attempt, 1, now=NOW + week)
    outcome = services.submit_attempt(attempt=attempt, now=NOW + week + MINUTE)
    assert outcome.duration == 180


def test_a_trainer_sees_the_attempts_of_the_people_in_their_cohorts_and_no_others() -> None:
    fatima, karim, stranger = learner(), trainer(), trainer()
    structure = karim.memberships.get().structure
    CohortMembershipFactory.create(cohort=CohortFactory.create(structure=structure), learner=fatima)
    attempt = started(user=fatima)
    assert list(queries.visible_to(fatima)) == [attempt]
    assert list(queries.visible_to(karim)) == [attempt]
    assert not queries.visible_to(stranger).exists()
    fatima.cohort_memberships.update(left_at=NOW)
    assert not queries.visible_to(karim).exists()


def test_the_best_outcome_is_the_highest_and_cancelled_ones_do_not_count() -> None:
    attempt = started(1)
    answer(attempt, 0, "b")
    best = services.submit_attempt(attempt=attempt, now=NOW)
    again = {"user": attempt.user, "activity": attempt.activity, "plan": [], "context": None}
    services.submit_attempt(attempt=services.start_attempt(**again, now=NOW + MINUTE), now=NOW + MINUTE)
    assert queries.best_outcomes(attempt.user, [attempt.activity]) == {attempt.activity_id: best}
    services.void_attempt(attempt=attempt, by=trainer(), reason="technical", now=NOW)
    assert queries.best_outcomes(attempt.user, Activity.objects.all())[attempt.activity_id] != best


def test_an_answer_costs_a_fixed_number_of_queries(assert_sql_budget: Any) -> None:
    for size in (5, 50):
        attempt = started(*[1] * size)
        version = ItemVersion.objects.get(pk=attempt.plan[0])
        given = {"attempt": attempt, "slot": 0, "answer": ["b"], "now": NOW}
        assert_sql_budget(5, services.record_response, **given, version=version, submission=uuid.uuid4())
        version.refresh_from_db()
        assert_sql_budget(4, services.record_response, **given, version=version, submission=uuid.uuid4())
