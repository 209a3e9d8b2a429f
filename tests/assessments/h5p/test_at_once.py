"""Two tabs and a slow line, on SQLite and on PostgreSQL: one attempt, each statement once, one outcome for each end."""

import datetime
import uuid

import pytest

from assessments.activities import access
from assessments.attempts.models import Attempt, Outcome, Statement
from assessments.h5p import playing, recording
from assessments.h5p.records import H5PItemResult
from assessments.h5p.tracking import Reported, read_statements
from tests.assessments.h5p.conftest import Exercise
from tests.assessments.h5p.pages import statement
from tests.factories.people import learner
from tests.parallel import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_checks", [lambda user, activity, lesson: True])


def begun(exercise: Exercise) -> Attempt:
    return playing.begin(user=learner(exercise.structure), content=exercise.content, context=exercise.lesson, now=NOW)


def message(*points: int) -> list[Reported]:
    listed = [{"key": str(uuid.uuid4()), "statement": statement(each, 4)} for each in points]
    for each, point in zip(listed, points, strict=True):
        each["statement"]["object"]["definition"] = {"interactionType": "fill-in"}  # type: ignore[index]
        each["statement"]["result"]["response"] = str(point)  # type: ignore[index]
    return read_statements({"statements": listed})


def test_one_message_sent_thirty_times_at_once_is_recorded_once(exercise: Exercise) -> None:
    attempt, sent = begun(exercise), message(1, 2, 3)
    reached = at_once(30, lambda _: recording.receive_statements(attempt=attempt, statements=sent, now=NOW).number)
    assert set(reached) <= {1, 3}, "who comes second learns the attempt that it named"
    assert Statement.objects.count() == 3
    assert [(each.attempt.number, each.score_raw) for each in Outcome.objects.order_by("pk")] == [
        (1, 1),
        (2, 2),
        (3, 3),
    ]
    assert [(each.attempt.number, each.response) for each in H5PItemResult.objects.order_by("pk")] == [
        (1, "1"), (2, "2"), (3, "3"),
    ]  # fmt: skip


def test_two_tabs_that_end_at_once_leave_one_outcome_for_each_attempt(exercise: Exercise) -> None:
    attempt = begun(exercise)
    messages = [message(point % 4) for point in range(20)]
    done = at_once(20, lambda n: recording.receive_statements(attempt=attempt, statements=messages[n], now=NOW).pk)
    assert all(isinstance(each, int) for each in done), done
    assert Statement.objects.count() == 20
    assert Attempt.objects.count() == Outcome.objects.count()
    numbers = sorted(Attempt.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_exercise_begun_fifty_times_at_once_is_begun_once(exercise: Exercise) -> None:
    person = learner(exercise.structure)

    def begin(_: int) -> int:
        return playing.begin(user=person, content=exercise.content, context=exercise.lesson, now=NOW).pk

    assert at_once(50, begin) == [Attempt.objects.get().pk] * 50


def test_work_saved_in_two_tabs_at_once_is_one_state(exercise: Exercise) -> None:
    attempt = begun(exercise)
    version = exercise.content.versions.get()

    def save(number: int) -> None:
        playing.save_state(
            attempt=attempt, version=version, data_type="state", part="0", value=f'{{"n":{number}}}', now=NOW
        )

    assert at_once(20, save) == [None] * 20
    assert exercise.content.states.count() == 1
