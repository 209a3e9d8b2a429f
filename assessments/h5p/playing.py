"""Services of the player: begin an exercise, keep what it reports and saves, end it.

Everything that comes from the frame is the browser's word: it can complete a lesson, never certify.
"""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt, Outcome, Statement
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PState
from assessments.h5p.tracking import Reported
from lms.accounts.models import User

STATE_BYTES = 64 * 1024
STATES_KEPT = 50  # parts of one exercise that saved something, for one person
STATEMENTS_AN_HOUR = 600


class TooManyReports(Exception):
    """The frame reports faster than any exercise does: nothing of the message is kept."""


class StateTooLarge(Exception):
    """What the exercise wants to save is over 64 KiB, or has too many parts."""


class NotDeclarable(Exception):
    """This exercise says itself when it is finished."""


@transaction.atomic
def begin(*, user: User, content: H5PContent, context: uuid.UUID | None, now: datetime.datetime) -> Attempt:
    """The person's open attempt, else a new one, which starts from nothing: what an earlier one saved is gone.

    An exercise that counts as done when it is opened is done now. Raises `attempts.AttemptsExhausted`,
    `attempts.PrerequisitesMissing`.
    """
    attempt = attempts.start_attempt(user=user, activity=content.activity, plan=[], context=context, now=now)
    if attempt.started_at == now:
        H5PState.objects.filter(user=user, content=content).delete()
    if content.completion_rule == H5PContent.CompletionRule.VIEWED:
        _end(attempt, None, now)
    return attempt


@transaction.atomic
def receive_statements(*, attempt: Attempt, statements: Sequence[Reported], now: datetime.datetime) -> Attempt:
    """Keep statements in order and record the outcome that they end in; the attempt that the next ones belong to.

    After an outcome, another score of the whole exercise is another attempt: the person tried again. The same score
    said twice is one. Raises `TooManyReports`, `attempts.AttemptClosed`, `attempts.TooManyStatements`.
    """
    _refuse_flood(attempt, len(statements), now)
    for reported in statements:
        if Statement.objects.filter(uuid=reported.key).exists():
            continue
        attempt = _attempt_for(attempt, reported, now)
        kept = attempts.StatementData(uuid=reported.key, verb=reported.verb, root=reported.root, body=reported.body)
        attempts.record_statements(attempt=attempt, statements=[kept], now=now)
        if reported.ends and _ends_by_itself(attempt):
            _end(attempt, reported, now)
    return attempt


def _ends_by_itself(attempt: Attempt) -> bool:
    return attempt.activity.h5p_content.completion_rule == H5PContent.CompletionRule.AUTO


def _refuse_flood(attempt: Attempt, coming: int, now: datetime.datetime) -> None:
    hour = now - datetime.timedelta(hours=1)
    sent = Statement.objects.filter(
        attempt__user=attempt.user_id, attempt__activity=attempt.activity_id, received_at__gt=hour
    )
    if sent.count() + coming > STATEMENTS_AN_HOUR:
        raise TooManyReports


def _attempt_for(attempt: Attempt, reported: Reported, now: datetime.datetime) -> Attempt:
    """The same attempt, or the next one when a finished exercise is scored anew."""
    if attempt.state == Attempt.State.OPEN or not reported.ends or reported.score is None:
        return attempt
    outcome = Outcome.objects.filter(attempt=attempt).first()
    score = reported.score
    if outcome is None or (outcome.score_raw, outcome.score_max) == (score.raw, score.maximum):
        return attempt
    try:
        return attempts.start_attempt(
            user=attempt.user, activity=attempt.activity, plan=[], context=attempt.context, now=now
        )
    except (attempts.AttemptsExhausted, attempts.PrerequisitesMissing):
        return attempt


def _end(attempt: Attempt, reported: Reported | None, now: datetime.datetime) -> Outcome:
    score = reported.score if reported else None
    return attempts.record_reported_outcome(
        attempt=attempt,
        raw=score.raw if score else None,
        maximum=score.maximum if score else None,
        success=reported.success if reported else None,
        completion=True,
        duration=reported.duration if reported else None,
        now=now,
    )


@transaction.atomic
def declare_finished(*, attempt: Attempt, now: datetime.datetime) -> Outcome:
    """End an exercise that cannot say itself that it was gone through: the person says it.

    Raises `NotDeclarable` for any other, `attempts.AttemptClosed`.
    """
    if attempt.activity.h5p_content.completion_rule != H5PContent.CompletionRule.DECLARED:
        raise NotDeclarable
    return _end(attempt, None, now)


@transaction.atomic
def save_state(
    *,
    attempt: Attempt,
    version: H5PContentVersion,
    data_type: str,
    part: str,
    value: str | None,
    now: datetime.datetime,
) -> None:
    """Keep what the exercise saved, to resume from on any seat; None forgets it.

    `part` is the id of the part inside the exercise, "0" for the whole. What comes after the end of the attempt is
    passed over: the next one starts from nothing. Raises `StateTooLarge`.
    """
    if attempt.state != Attempt.State.OPEN:
        return
    mine = H5PState.objects.filter(user=attempt.user_id, content=version.content_id)
    place: dict[str, Any] = {"data_type": data_type, "sub_content_id": "" if part == "0" else part}
    if value is None:
        mine.filter(**place).delete()
        return
    if len(value.encode()) > STATE_BYTES or mine.exclude(**place).count() >= STATES_KEPT:
        raise StateTooLarge
    H5PState.objects.update_or_create(
        user_id=attempt.user_id,
        content_id=version.content_id,
        **place,
        defaults={"value": value, "version": version, "saved_at": now},
    )
