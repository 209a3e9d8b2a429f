"""What a player in the browser reports: kept, bounded, never trusted to certify."""

import datetime
import uuid
from typing import Any

import pytest

from assessments.activities.models import Activity
from assessments.attempts import services
from assessments.attempts.models import Attempt, Statement
from tests.factories.outline import ActivityFactory
from tests.factories.people import UserFactory, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)


def started(**fields: Any) -> Attempt:
    activity = ActivityFactory.create(kind=Activity.Kind.H5P, **fields)
    return services.start_attempt(user=UserFactory.create(), activity=activity, plan=[], context=None, now=NOW)


def report(attempt: Attempt, **changes: Any) -> Any:
    given = {"raw": 2, "maximum": 3, "success": None, "completion": True, "duration": 40} | changes
    return services.record_reported_outcome(attempt=attempt, now=NOW + datetime.timedelta(minutes=1), **given)


def statement(verb: str = "answered", key: uuid.UUID | None = None, **body: Any) -> services.StatementData:
    return services.StatementData(uuid=key or uuid.uuid4(), verb=verb, root=True, body=body)


def test_a_statement_sent_twice_is_kept_once() -> None:
    attempt, key = started(), uuid.uuid4()
    batch = [statement(key=key), statement("completed"), statement(key=key)]
    assert services.record_statements(attempt=attempt, statements=batch, now=NOW) == 2
    assert services.record_statements(attempt=attempt, statements=batch, now=NOW) == 0
    assert list(Statement.objects.values_list("verb", flat=True)) == ["answered", "completed"]


def test_statements_may_come_after_the_end_but_not_in_a_voided_attempt() -> None:
    attempt = started()
    report(attempt)
    assert services.record_statements(attempt=attempt, statements=[statement()], now=NOW) == 1
    services.void_attempt(attempt=attempt, by=trainer(), reason="technical", now=NOW)
    with pytest.raises(services.AttemptClosed):
        services.record_statements(attempt=attempt, statements=[statement()], now=NOW)


def test_a_flood_of_statements_is_refused() -> None:
    flood = [statement() for _ in range(3001)]
    with pytest.raises(services.TooManyStatements):
        services.record_statements(attempt=started(), statements=flood, now=NOW)
    assert not Statement.objects.exists()


def test_a_reported_score_is_marked_as_the_browsers_word() -> None:
    outcome = report(started(pass_mark=60))
    assert (outcome.score_raw, outcome.score_max) == (2, 3)
    assert outcome.score_scaled == pytest.approx(2 / 3)
    assert (outcome.success, outcome.completion, outcome.self_assessed) == (True, True, True)


def test_only_the_first_report_counts() -> None:
    attempt = started()
    first = report(attempt, raw=1)
    assert report(attempt, raw=3) == first


@pytest.mark.parametrize(("said", "expected"), [(40, 40), (999_999, 60), (-5, 0), (None, 60)])
def test_a_reported_duration_never_exceeds_wall_time(said: int | None, expected: int) -> None:
    assert report(started(), duration=said).duration == expected


def test_a_content_without_a_score_succeeds_by_going_to_the_end() -> None:
    outcome = report(started(pass_mark=60), raw=None, maximum=None)
    assert (outcome.score_scaled, outcome.score_max, outcome.success) == (0, 0, True)


@pytest.mark.parametrize(
    ("raw", "maximum"),
    [(float("nan"), 3), (1, float("inf")), (-1, 3), (4, 3), (1e9, 1e9), (float("-inf"), float("nan"))],
)
def test_figures_that_are_no_score_are_refused_and_the_attempt_goes_on(raw: float, maximum: float) -> None:
    attempt = started()
    with pytest.raises(services.UnbelievableReport):
        report(attempt, raw=raw, maximum=maximum)
    attempt.refresh_from_db()
    assert attempt.state == "open"
