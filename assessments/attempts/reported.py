"""What a player in the learner's browser reports (H5P): statements, and a score that is the browser's word."""

import datetime
import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from assessments.attempts.closing import AttemptClosed, close, outcome_of, record_outcome
from assessments.attempts.models import Attempt, Outcome, Statement

MAX_STATEMENTS = 3000  # in one attempt; the longest real exercise seen sends some hundreds
MAX_SCORE = 1_000_000


class TooManyStatements(Exception):
    """The attempt holds more statements than any exercise sends."""


class UnbelievableReport(ValueError):
    """The reported figures are no score: not finite, negative, or more than the maximum allows."""


@dataclass(frozen=True, kw_only=True)
class StatementData:
    """One xAPI statement, already checked and bounded by its player (`assessments.h5p`).

    `uuid` is the browser's key: the same one again is the same statement. `verb` is the last part of the verb's
    address ("answered"). `root`: about the whole content, not one of its parts.
    """

    uuid: uuid.UUID
    verb: str
    root: bool
    body: dict[str, Any]


@transaction.atomic
def record_statements(*, attempt: Attempt, statements: Sequence[StatementData], now: datetime.datetime) -> int:
    """Keep what a player sent; returns how many were new. Statements come in an attempt that is open or submitted.

    A player repeats a batch until it is acknowledged: those already kept are passed over. They change no score:
    see `record_reported_outcome`. Raises AttemptClosed for a voided attempt, TooManyStatements.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.state == Attempt.State.VOIDED:
        raise AttemptClosed
    keys = [each.uuid for each in statements]
    known = set(Statement.objects.filter(uuid__in=keys).values_list("uuid", flat=True))
    new = {each.uuid: each for each in statements if each.uuid not in known}
    if Statement.objects.filter(attempt=attempt).count() + len(new) > MAX_STATEMENTS:
        raise TooManyStatements
    Statement.objects.bulk_create(
        [
            Statement(attempt=attempt, uuid=key, verb=each.verb, root=each.root, body=each.body, received_at=now)
            for key, each in new.items()
        ],
        ignore_conflicts=True,
    )
    return len(new)


@transaction.atomic
def record_reported_outcome(
    *,
    attempt: Attempt,
    raw: float | None,
    maximum: float | None,
    success: bool | None,
    completion: bool,
    duration: int | None,
    now: datetime.datetime,
) -> Outcome:
    """End the attempt with what the browser reports, once: a second report gives the first one's outcome.

    `raw` out of `maximum` (both None when the content has no score: 0 out of 0, and going to the end is then the
    success); `success` None lets the activity's pass mark decide; `duration` in seconds, brought back to wall time.
    The outcome is `self_assessed`: it can complete a lesson, never certify. `outcome_recorded` is sent inside the
    transaction. Raises UnbelievableReport, and AttemptClosed for a voided attempt.
    """
    points, most = _believable(raw, maximum)
    if not close(attempt, now=now):
        if (recorded := outcome_of(attempt)) is None:
            raise AttemptClosed  # no player's report ends what a trainer marks
        return recorded
    wall = max(int((now - attempt.started_at).total_seconds()), 0)
    unscored = completion if most == 0 else None
    return record_outcome(
        attempt,
        raw=points,
        maximum=most,
        success=unscored if success is None else success,
        completion=completion,
        duration=wall if duration is None else min(max(duration, 0), wall),
        self_assessed=True,
        now=now,
    )


def _believable(raw: float | None, maximum: float | None) -> tuple[float, float]:
    if raw is None or maximum is None:
        return 0.0, 0.0
    if not (math.isfinite(raw) and math.isfinite(maximum)):
        raise UnbelievableReport("a score is a finite number")
    if not 0 <= raw <= maximum <= MAX_SCORE:
        raise UnbelievableReport(f"{raw} out of {maximum}")
    return float(raw), float(maximum)
