"""The end of an attempt, whoever scored it: one conditional UPDATE, one outcome, one signal. For the services only."""

import datetime

from assessments.attempts.models import Attempt, Outcome
from assessments.attempts.scoring import passes
from assessments.signals import outcome_recorded


class AttemptClosed(Exception):
    """The attempt is submitted or voided: nothing more is recorded in it."""


def close(attempt: Attempt, *, now: datetime.datetime) -> bool:
    """From open to submitted, once: False for whoever comes second."""
    closed = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.OPEN).update(
        state=Attempt.State.SUBMITTED, submitted_at=now
    )
    if closed:
        attempt.state, attempt.submitted_at = Attempt.State.SUBMITTED, now
    return bool(closed)


def outcome_of(attempt: Attempt) -> Outcome:
    """The outcome that the first submit recorded. Raises AttemptClosed for an attempt that was voided."""
    outcome = Outcome.objects.filter(attempt=attempt, attempt__state=Attempt.State.SUBMITTED).first()
    if outcome is None:
        raise AttemptClosed
    return outcome


def record_outcome(
    attempt: Attempt,
    *,
    raw: float,
    maximum: float,
    completion: bool,
    duration: int,
    now: datetime.datetime,
    success: bool | None = None,
    self_assessed: bool = False,
) -> Outcome:
    """Add the outcome of an attempt just closed, and say so upwards in the same transaction."""
    scaled = min(raw / maximum, 1.0) if maximum > 0 else 0.0
    passed = passes(scaled=scaled, pass_mark=attempt.activity.pass_mark, completion=completion)
    outcome = Outcome.objects.create(
        attempt=attempt,
        score_raw=raw,
        score_max=maximum,
        score_scaled=scaled,
        success=passed if success is None else success,
        completion=completion,
        duration=duration,
        self_assessed=self_assessed,
        recorded_at=now,
    )
    outcome_recorded.send(sender=Outcome, outcome=outcome, now=now)
    return outcome
