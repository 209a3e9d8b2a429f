"""Services of the player: begin an exercise, keep what it saves, end it. What it reports: `recording`.

Everything that comes from the frame is the browser's word: it can complete a lesson, never certify.
"""

import datetime
import uuid
from typing import Any

from django.db import transaction

from assessments.attempts import services as attempts
from assessments.attempts.models import Attempt, Outcome
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PState
from assessments.h5p.tracking import Reported
from lms.accounts.models import User

STATE_BYTES = 64 * 1024
STATES_KEPT = 50  # parts of one exercise that saved something, for one person


class StateTooLarge(Exception):
    """What the exercise wants to save is over 64 KiB, or has too many parts."""


class NotDeclarable(Exception):
    """This exercise says itself when it is finished."""


@transaction.atomic
def begin(*, user: User, content: H5PContent, context: uuid.UUID | None, now: datetime.datetime) -> Attempt:
    """The person's open attempt, else a new one, which starts from nothing: what an earlier one saved is gone.

    An exercise that counts as done when it is opened is done now, once: opened again, the same attempt goes on, with
    what was saved. Raises `attempts.AttemptsExhausted`, `attempts.PrerequisitesMissing`, `attempts.OutsideWindow`.
    """
    viewed = content.completion_rule == H5PContent.CompletionRule.VIEWED
    if viewed and (seen := _seen_already(user, content)):
        return seen
    attempt = attempts.start_attempt(user=user, activity=content.activity, plan=[], context=context, now=now)
    if attempt.started_at == now:
        H5PState.objects.filter(user=user, content=content).delete()
    if viewed:
        end(attempt, None, now)
    return attempt


def _seen_already(user: User, content: H5PContent) -> Attempt | None:
    done = Attempt.objects.filter(user=user, activity=content.pk, state=Attempt.State.MARKED)
    return done.select_related("activity__h5p_content").order_by("-number").first()


def end(attempt: Attempt, reported: Reported | None, now: datetime.datetime) -> Outcome:
    """Record the outcome, once: of what a statement says, or (None) because the person says so or opened it."""
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
    return end(attempt, None, now)


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

    `part` is the id of the part inside the exercise, "0" for the whole. What comes after the exercise ended is
    passed over: the next attempt starts from nothing. Raises `StateTooLarge`.
    """
    if attempt.state != Attempt.State.OPEN and not goes_on(attempt):
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


def goes_on(attempt: Attempt) -> bool:
    """Whether work goes on in an attempt that is done: the exercise counts as done when it is opened."""
    viewed = attempt.activity.h5p_content.completion_rule == H5PContent.CompletionRule.VIEWED
    return viewed and attempt.state == Attempt.State.MARKED
