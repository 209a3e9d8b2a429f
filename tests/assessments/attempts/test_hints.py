"""A hint is written down once, before the answer, with what it was said to cost; the mark follows for good."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from assessments.attempts import services
from assessments.attempts.correcting import correct, finish, take_back
from assessments.attempts.corrections import Correction
from assessments.attempts.hints import NoSuchHint, hints_taken, take_hint
from assessments.attempts.models import Attempt, HintTaken, Outcome
from assessments.attempts.queries import costs_of_hints
from assessments.attempts.regrading import regrade
from assessments.bank.models import AnswerKey, ItemVersion
from tests.assessments.attempts.test_services import MINUTE, NOW, answer, started
from tests.factories.people import trainer
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(days=1)


def with_hints(attempt: Attempt, *costs: int, slot: int = 0) -> Attempt:
    """The question at this place has hints that cost this."""
    version = ItemVersion.objects.select_related("answer_key").get(pk=attempt.plan[slot])
    version.body["hints"] = list(costs)
    version.answer_key.key["hints"] = [f"Indice {number}" for number in range(1, len(costs) + 1)]
    version.save(update_fields=["body"])
    version.answer_key.save(update_fields=["key"])
    return attempt


def taken(attempt: Attempt, number: int = 1, *, slot: int = 0, now: datetime.datetime = NOW) -> HintTaken:
    return take_hint(attempt=attempt, slot=slot, number=number, now=now)


def ended(attempt: Attempt) -> Outcome:
    return services.submit_attempt(attempt=attempt, now=NOW + MINUTE)


def figures(outcome: Outcome) -> tuple[float, float, float, bool]:
    outcome.refresh_from_db()
    return outcome.score_raw, outcome.score_max, outcome.score_scaled, outcome.success


def test_a_hint_is_kept_with_what_it_costs_and_freezes_the_version() -> None:
    attempt = with_hints(started(1), 25, 0)
    hint = taken(attempt)
    assert (hint.slot, hint.number, hint.cost, hint.taken_at) == (0, 1, 25, NOW)
    assert ItemVersion.objects.get(pk=hint.version_id).frozen_at == NOW
    assert hints_taken(attempt) == {0: [hint]}


def test_the_same_hint_asked_for_twice_is_taken_once() -> None:
    attempt = with_hints(started(1), 25, 25)
    assert taken(attempt) == taken(attempt, now=LATER)
    assert costs_of_hints([attempt]) == {attempt.pk: {0: [25]}}


def test_the_database_keeps_one_row_a_hint_and_no_cost_above_all_the_points() -> None:
    hint = taken(with_hints(started(1), 25))
    fields = {"attempt": hint.attempt, "version_id": hint.version_id, "slot": 0, "taken_at": NOW}
    for wrong in ({"number": 1, "cost": 25}, {"number": 2, "cost": 101}):
        with pytest.raises(IntegrityError), transaction.atomic():
            HintTaken.objects.create(**fields, **wrong)


@pytest.mark.parametrize("number", [0, 2, 3])
def test_hints_come_one_after_the_other(number: int) -> None:
    attempt = with_hints(started(1), 25, 25)
    with pytest.raises(NoSuchHint):
        taken(attempt, number)


def test_there_are_no_more_hints_than_the_question_has() -> None:
    attempt = with_hints(started(1), 25)
    taken(attempt)
    with pytest.raises(NoSuchHint):
        taken(attempt, 2)
    with pytest.raises(services.UnknownSlot):
        taken(attempt, slot=1)


def test_a_hint_comes_before_the_answer() -> None:
    attempt = with_hints(started(1), 25)
    answer(attempt, 0, "b")
    with pytest.raises(services.AlreadyAnswered):
        taken(attempt)
    assert not HintTaken.objects.exists()


def test_none_is_taken_once_the_attempt_is_over() -> None:
    attempt = with_hints(started(1), 25)
    ended(attempt)
    with pytest.raises(services.AttemptClosed):
        taken(attempt)


def test_none_is_taken_once_time_is_up() -> None:
    attempt = with_hints(started(1), 25)
    Attempt.objects.update(time_limit=10)
    taken(attempt, now=NOW + 10 * MINUTE)  # within the grace
    with_hints(attempt, 25, 25)
    with pytest.raises(services.TimeIsUp):
        taken(attempt, 2, now=NOW + 11 * MINUTE)


@pytest.mark.parametrize(("costs", "left"), [([0], 1), ([25], 0.75), ([25, 50], 0.25), ([60, 60], 0)])
def test_what_hints_cost_is_taken_off_the_points_of_their_question_alone(costs: list[int], left: float) -> None:
    attempt = with_hints(started(4, 1), *costs)
    for number in range(1, len(costs) + 1):
        taken(attempt, number)
    for slot in (0, 1):
        assert answer(attempt, slot, "b").score_scaled == 1  # what the answer is worth stays as it was marked
    assert figures(ended(attempt))[:2] == (4 * left + 1, 5)


def test_a_key_put_right_keeps_what_the_hint_cost_and_so_does_taking_it_back() -> None:
    attempt = with_hints(started(1, 1), 50)
    taken(attempt)
    answer(attempt, 0, "a")
    answer(attempt, 1, "b")
    outcome = ended(attempt)
    before = figures(outcome)
    version = ItemVersion.objects.get(pk=attempt.plan[0])
    key = AnswerKey.objects.get(version=version).key | {"correct": ["a"]}
    correction = correct(version=version, kind=Correction.Kind.KEY, key=key, explanation="A", by=trainer(), now=LATER)
    regrade(correction=correction, attempts=[attempt.pk], now=LATER)
    assert figures(outcome)[:2] == (1.5, 2)
    finish(correction=correction, now=LATER)
    take_back(correction=correction, by=trainer(), now=LATER)
    regrade(correction=correction, attempts=[attempt.pk], now=LATER)
    assert figures(outcome) == before


def test_a_neutral_question_forgets_its_hints() -> None:
    attempt = with_hints(started(1, 1), 50)
    taken(attempt)
    answer(attempt, 0, "b")
    answer(attempt, 1, "a")
    outcome = ended(attempt)
    version = ItemVersion.objects.get(pk=attempt.plan[0])
    correction = correct(version=version, kind=Correction.Kind.NEUTRAL, explanation="A", by=trainer(), now=LATER)
    regrade(correction=correction, attempts=[attempt.pk], now=LATER)
    assert figures(outcome)[:2] == (1, 2)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_double_click_takes_one_hint() -> None:
    attempt = with_hints(started(1), 25, 25)
    at_once(6, lambda _number: taken(attempt).pk)
    assert HintTaken.objects.count() == 1
