"""The end of an attempt, whoever scored it: one conditional UPDATE, one outcome, one signal. For the services only."""

import datetime

from assessments.attempts.models import Attempt, Outcome
from assessments.attempts.scoring import passes
from assessments.signals import attempt_handed_in, outcome_recorded


class AttemptClosed(Exception):
    """The attempt is ended or voided: nothing more is recorded in it."""


def close(attempt: Attempt, *, now: datetime.datetime) -> bool:
    """From open to marked, once: False for whoever comes second. Its outcome is to follow (`record_outcome`)."""
    return _move(attempt, Attempt.State.OPEN, Attempt.State.MARKED, submitted_at=now)


def hand_in(attempt: Attempt, *, at: datetime.datetime, now: datetime.datetime) -> bool:
    """From open to submitted, once: it ended at `at`, and waits for a trainer. Says so upwards."""
    moved = _move(attempt, Attempt.State.OPEN, Attempt.State.SUBMITTED, submitted_at=at)
    if moved:
        attempt_handed_in.send(sender=Attempt, attempt=attempt, now=now)
    return moved


def settle(attempt: Attempt) -> bool:
    """From submitted to marked, once, when nothing waits any more. Its outcome is to follow (`record_outcome`)."""
    return _move(attempt, Attempt.State.SUBMITTED, Attempt.State.MARKED)


def _move(attempt: Attempt, before: Attempt.State, after: Attempt.State, **more: datetime.datetime) -> bool:
    moved = Attempt.objects.filter(pk=attempt.pk, state=before).update(state=after, **more)
    if moved:
        attempt.state = after
        for name, value in more.items():
            setattr(attempt, name, value)
    return bool(moved)


def outcome_of(attempt: Attempt) -> Outcome | None:
    """The outcome that was recorded; None where a trainer has still to look. Raises AttemptClosed when voided."""
    outcome = Outcome.objects.filter(attempt=attempt, attempt__state=Attempt.State.MARKED).first()
    if outcome is None and not Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.SUBMITTED).exists():
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
