"""The only door that records evidence: attempts, responses, outcomes.

Every change of state is one conditional UPDATE, and unique constraints stand behind it: whoever sends the same thing
a hundred times at once, on SQLite or PostgreSQL, records it once (docs/decisions/0010).
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from assessments.activities.models import Activity
from assessments.attempts import queries
from assessments.attempts.closing import AttemptClosed, close, outcome_of, record_outcome
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.attempts.reported import (
    StatementData,
    TooManyStatements,
    UnbelievableReport,
    record_reported_outcome,
    record_statements,
)
from assessments.attempts.scoring import active_seconds
from assessments.bank.models import ItemVersion
from assessments.bank.queries import definition_of, with_key
from assessments.bank.services import freeze
from assessments.grading import grade
from lms.accounts.models import User
from lms.journal.services import record

__all__ = [
    "AlreadyAnswered",
    "AttemptClosed",
    "AttemptsExhausted",
    "ForeignSubmission",
    "PlannedItem",
    "StatementData",
    "TooManyStatements",
    "UnbelievableReport",
    "UnknownSlot",
    "record_reported_outcome",
    "record_response",
    "record_statements",
    "start_attempt",
    "submit_attempt",
    "void_attempt",
]

ROUNDS = 5  # tries at a start that others keep crossing; one is enough unless attempts end meanwhile


class AttemptsExhausted(Exception):
    """The person used all the attempts that the activity allows."""


class UnknownSlot(LookupError):
    """The attempt's plan has no such place, or another version there."""


class ForeignSubmission(Exception):
    """This submission's key was used for another attempt or question: no form of ours sends that."""


class AlreadyAnswered(Exception):
    """The question has its answer, and the first one stands."""

    def __init__(self, response: Response) -> None:
        self.response = response
        super().__init__(response.pk)


@dataclass(frozen=True, kw_only=True)
class PlannedItem:
    """A place in an attempt: which version is asked there, and its points."""

    version_id: int
    points: int = 1


@transaction.atomic
def start_attempt(
    *,
    user: User,
    activity: Activity,
    plan: Sequence[PlannedItem],
    context: uuid.UUID | None,
    now: datetime.datetime,
    seed: int = 0,
) -> Attempt:
    """The person's open attempt at this activity, else a new one: fifty starts at once give one attempt.

    `context` is the lesson's uuid. An attempt that goes on keeps its own plan, seed and context.
    Raises AttemptsExhausted.
    """
    for _round in range(ROUNDS):
        attempt = queries.open_attempt(user, activity) or _add_attempt(user, activity, plan, context, now, seed)
        if attempt is not None:
            return attempt
    raise AttemptClosed  # five other attempts began and ended in this instant: no person does that


def _add_attempt(
    user: User,
    activity: Activity,
    plan: Sequence[PlannedItem],
    context: uuid.UUID | None,
    now: datetime.datetime,
    seed: int,
) -> Attempt | None:
    """A new attempt; None when another request made one meanwhile."""
    counted = Attempt.objects.counted().filter(user=user, activity=activity).count()
    if 0 < activity.attempts_allowed <= counted:
        raise AttemptsExhausted
    last = Attempt.objects.filter(user=user, activity=activity).aggregate(last=Max("number"))["last"]
    try:
        with transaction.atomic():
            return Attempt.objects.create(
                user=user,
                activity=activity,
                context=context,
                number=(last or 0) + 1,
                plan=[each.version_id for each in plan],
                points=[each.points for each in plan],
                seed=seed,
                started_at=now,
            )
    except IntegrityError:
        return None


@transaction.atomic
def record_response(
    *,
    attempt: Attempt,
    slot: int,
    version: ItemVersion,
    answer: object,
    submission: uuid.UUID,
    now: datetime.datetime,
    changeable: bool = True,
) -> Response:
    """Mark the answer and keep it; the same `submission` again gives the first one's row, even once closed.

    `slot` is the question's place in the plan, from 0; `answer` is as `grading.grade` takes it. A change of mind is
    a new row, the last counts; unless `changeable` is false: then the first answer stands. The version is frozen.
    Raises AttemptClosed, UnknownSlot, ForeignSubmission, AlreadyAnswered, grading.UnreadableResponse; then nothing
    is recorded.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)  # one answer at a time, and none after the end
    earlier = _earlier_responses(attempt, slot, submission)
    if said := [each for each in earlier if each.submission == submission]:
        return _same(said[0], attempt, slot)
    if attempt.state != Attempt.State.OPEN:
        raise AttemptClosed
    if not 0 <= slot < len(attempt.plan) or attempt.plan[slot] != version.pk:
        raise UnknownSlot(slot)
    if earlier and not changeable:
        raise AlreadyAnswered(earlier[-1])
    freeze(version=version, now=now)  # before the key is read: nobody can change it from here on
    score = grade(definition_of(with_key(version.pk)), answer)
    return Response.objects.create(
        attempt=attempt,
        version=version,
        slot=slot,
        sequence=earlier[-1].sequence + 1 if earlier else 1,
        submission=submission,
        answer=answer,
        score_raw=score.raw,
        score_min=score.min,
        score_max=score.max,
        score_scaled=score.scaled,
        success=score.success,
        recorded_at=now,
    )


def _earlier_responses(attempt: Attempt, slot: int, submission: uuid.UUID) -> list[Response]:
    """What was answered in this place, oldest first, and whatever has this submission's key."""
    same_place = Q(attempt=attempt, slot=slot)
    return list(Response.objects.filter(same_place | Q(submission=submission)).order_by("sequence", "pk"))


def _same(response: Response, attempt: Attempt, slot: int) -> Response:
    if (response.attempt_id, response.slot) != (attempt.pk, slot):
        raise ForeignSubmission(response.submission)
    return response


@transaction.atomic
def submit_attempt(*, attempt: Attempt, now: datetime.datetime) -> Outcome:
    """End the attempt and record what it came to: a hundred submits at once give one outcome.

    The score is the sum of each question's points times its last answer's scaled score; no answer is worth 0.
    `outcome_recorded` is sent inside the transaction. Raises AttemptClosed for a voided attempt.
    """
    if not close(attempt, now=now):
        return outcome_of(attempt)
    latest = queries.latest_responses(attempt)
    points = dict(enumerate(attempt.points))
    raw = sum(points[slot] * response.score_scaled for slot, response in latest.items())
    moments = [attempt.started_at, *queries.moments(attempt), now]
    return record_outcome(
        attempt,
        raw=raw,
        maximum=sum(points.values()),
        completion=len(latest) == len(attempt.plan),
        duration=active_seconds(moments),
        now=now,
    )


@transaction.atomic
def void_attempt(*, attempt: Attempt, by: User, reason: str, now: datetime.datetime) -> None:
    """Cancel an attempt: it counts no more, and the person may begin another. Nothing of it is deleted.

    `reason` is a code ("technical", "not-the-person"), never a text about someone. An outcome that it had stays on
    file; whoever voids has what follows from it computed again (`courses.progress`). Twice changes nothing.
    """
    counted = Attempt.objects.filter(pk=attempt.pk).exclude(state=Attempt.State.VOIDED)
    if counted.update(state=Attempt.State.VOIDED):
        target = f"attempt:{attempt.uuid}"
        record(verb="attempt.voided", now=now, by=by, subject=attempt.user, target=target, reason=reason)
