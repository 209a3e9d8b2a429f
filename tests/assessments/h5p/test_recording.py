"""What the browser says is worth: one outcome, recomputed, once, and never from a part."""

import datetime
import uuid
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from assessments.attempts.models import Attempt, Outcome, Statement
from assessments.h5p.forgetting import forget_old
from assessments.h5p.models import H5PContent
from lms.accounts.models import User
from tests.assessments.h5p.conftest import Exercise
from tests.assessments.h5p.pages import play, send, signed_in, statement

pytestmark = pytest.mark.django_db


def test_a_root_score_becomes_the_outcome_as_self_assessment(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    answer = send(client, play(client, exercise).json(), statement(1, 2, duration="PT0.4S", success=False))
    assert answer.json()["said"] == "Enregistré\u00a0: 1 sur 2 (auto-évaluation)."
    outcome = Outcome.objects.get()
    assert (outcome.score_raw, outcome.score_max, outcome.score_scaled) == (1, 2, 0.5)
    assert (outcome.success, outcome.completion, outcome.self_assessed) == (False, True, True)
    assert Statement.objects.get().body.keys() == {"verb", "object", "result", "context"}, "the actor is not kept"


@pytest.mark.parametrize(("raw", "maximum", "scaled"), [(1e9, 2, 1.0), (-5, 2, 0.0), (2, 2, 1.0), (1, 4, 0.25)])
def test_a_score_is_computed_again_and_kept_within_its_bounds(
    exercise: Exercise, pupil: User, raw: float, maximum: float, scaled: float
) -> None:
    client = signed_in(pupil)
    send(client, play(client, exercise).json(), statement(raw, maximum))
    assert Outcome.objects.get().score_scaled == scaled


@pytest.mark.parametrize(
    "forged",
    [
        statement(1, 1, part="1b2c"),
        statement(None, verb="interacted"),
        statement(None, verb="attempted"),
        statement("2", 2),  # type: ignore[arg-type]
        statement(True, 2),
        statement(2, 0),
        statement(2, -1),
        statement(0.5, 10**9),
    ],
)
def test_what_is_no_score_of_the_whole_ends_nothing(exercise: Exercise, pupil: User, forged: dict[str, Any]) -> None:
    client = signed_in(pupil)
    assert send(client, play(client, exercise).json(), forged).status_code == 200
    assert Statement.objects.count() == 1
    assert not Outcome.objects.exists()


def test_a_part_after_the_whole_does_not_replace_the_score(exercise: Exercise, pupil: User) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    send(client, played, statement(2, 3, verb="completed"), statement(1, 1, part="x"))
    assert [outcome.score_max for outcome in Outcome.objects.order_by("pk")] == [3]


def test_who_may_do_it_no_more_ends_what_was_begun_and_begins_nothing(
    exercise: Exercise, pupil: User, allowed: set[Any]
) -> None:
    """The lesson is closed, or the person has left: an exercise under way ends, and none begins by its statements."""
    client = signed_in(pupil)
    played = play(client, exercise).json()
    allowed.clear()
    assert send(client, played, statement(0, 2)).status_code == 200
    assert send(client, played, statement(2, 2)).status_code == 200
    assert [outcome.score_raw for outcome in Outcome.objects.order_by("pk")] == [0]
    assert Attempt.objects.count() == 1


def test_the_same_message_twice_is_recorded_once(exercise: Exercise, pupil: User) -> None:
    client, key = signed_in(pupil), uuid.uuid4()
    played = play(client, exercise).json()
    for _ in range(3):
        assert send(client, played, statement(), key=key).status_code == 200
    assert (Statement.objects.count(), Outcome.objects.count(), Attempt.objects.count()) == (1, 1, 1)


def test_trying_again_in_the_frame_is_another_attempt_and_the_same_score_is_not(
    exercise: Exercise, pupil: User
) -> None:
    client = signed_in(pupil)
    played = play(client, exercise).json()
    send(client, played, statement(0, 2), statement(0, 2, verb="completed"))
    assert Attempt.objects.count() == 1
    answer = send(client, played, statement(2, 2)).json()
    assert Attempt.objects.count() == 2
    latest = Attempt.objects.order_by("number").last()
    assert latest is not None
    assert str(latest.uuid) in answer["statements"], "the page reports to the new attempt from now on"
    assert [outcome.score_raw for outcome in Outcome.objects.order_by("pk")] == [0, 2]


def test_time_spent_is_never_more_than_the_clock_says(exercise: Exercise, pupil: User) -> None:
    start = timezone.now()
    client = signed_in(pupil)
    with time_machine.travel(start, tick=False):
        played = play(client, exercise).json()
    with time_machine.travel(start + datetime.timedelta(seconds=30), tick=False):
        send(client, played, statement(duration="PT99H"))
    assert Outcome.objects.get().duration == 30


def test_a_success_that_is_not_said_is_derived_from_the_pass_mark(exercise: Exercise, pupil: User) -> None:
    """DragText and Summary say none."""
    client = signed_in(pupil)
    played = play(client, exercise).json()
    for raw in (1, 3):
        played |= send(client, played, statement(raw, 4)).json()
    assert [outcome.success for outcome in Outcome.objects.order_by("pk")] == [False, True]


ENDS = [("auto", "completed", 1), ("auto", "consume", 1), ("scored", "completed", 0), ("scored", "consume", 0)]


@pytest.mark.parametrize(("rule", "verb", "ended"), ENDS)
def test_an_end_without_a_score_counts_where_the_author_asks_for_none(
    exercise: Exercise, pupil: User, rule: str, verb: str, ended: int
) -> None:
    H5PContent.objects.update(completion_rule=rule)
    client = signed_in(pupil)
    played = play(client, exercise).json()
    assert send(client, played, statement(None, verb=verb)).status_code == 200
    assert Outcome.objects.count() == ended
    send(client, played, statement(1, 2))
    assert Outcome.objects.filter(score_max=2).count() == 1


def test_a_score_ends_nothing_where_the_person_says_it(exercise: Exercise, pupil: User) -> None:
    H5PContent.objects.update(completion_rule="declared")
    client = signed_in(pupil)
    played = play(client, exercise).json()
    send(client, played, statement(2, 2), statement(1, 2))
    assert (Outcome.objects.count(), Attempt.objects.count()) == (0, 1)
    send(client, {"statements": played["finish"]}, statement())
    send(client, played, statement(0, 2))
    assert (Outcome.objects.get().score_max, Attempt.objects.count()) == (0, 1)


def test_statements_are_forgotten_and_what_they_came_to_is_not(exercise: Exercise, pupil: User, settings: Any) -> None:
    settings.H5P_STATEMENT_DAYS = 30
    client = signed_in(pupil)
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        send(client, play(client, exercise).json(), statement(0, 2))
    with time_machine.travel(start + datetime.timedelta(days=20), tick=False):
        later = signed_in(pupil)
        send(later, play(later, exercise).json(), statement(2, 2))
    assert forget_old(now=start + datetime.timedelta(days=29)) == 0
    assert forget_old(now=start + datetime.timedelta(days=31)) == 1
    assert (Statement.objects.count(), Outcome.objects.count()) == (1, 2)
