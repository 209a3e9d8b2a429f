"""The only door that records evidence: attempts, responses, outcomes.

Every change of state is one conditional UPDATE, and unique constraints stand behind it: whoever sends the same thing
a hundred times at once, on SQLite or PostgreSQL, records it once (docs/decisions/0010).
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q

from assessments.activities.models import Activity
from assessments.attempts import queries
from assessments.attempts.closing import AttemptClosed, close, hand_in, outcome_of, record_outcome
from assessments.attempts.marking import neutral_among, total_of_attempt
from assessments.attempts.models import Attempt, Outcome, Pause, Response
from assessments.attempts.pausing import end_break
from assessments.attempts.prerequisites import PrerequisitesMissing, check_prerequisites
from assessments.attempts.reported import (
    StatementData,
    TooManyStatements,
    UnbelievableReport,
    record_reported_outcome,
    record_statements,
)
from assessments.attempts.scoring import active_seconds
from assessments.attempts.sheets import Sheet, take_sheet
from assessments.attempts.timing import OnBreak, TimeIsUp, check_time, ends_at, is_up, pauses_of
from assessments.bank.models import ItemVersion
from assessments.bank.queries import definition_of, has_key, with_key
from assessments.bank.services import freeze
from assessments.grading import Definition, grade
from assessments.grading.rubric import TrainerMarked
from lms.accounts.models import User
from lms.journal.services import record

__all__ = [
    "AlreadyAnswered",
    "AttemptClosed",
    "AttemptsExhausted",
    "ForeignSubmission",
    "OnBreak",
    "OutsideWindow",
    "PlannedItem",
    "PrerequisitesMissing",
    "Sheet",
    "StatementData",
    "TimeIsUp",
    "TooManyStatements",
    "UnbelievableReport",
    "UnknownSlot",
    "record_reported_outcome",
    "record_on",
    "record_response",
    "record_statements",
    "start_attempt",
    "submit_attempt",
    "take_sheet",
    "void_attempt",
]

ROUNDS = 5  # tries at a start that others keep crossing; one is enough unless attempts end meanwhile


class AttemptsExhausted(Exception):
    """The person used all the attempts that the activity allows."""


class OutsideWindow(Exception):
    """The activity is not open yet, or has closed: an attempt under way goes on, none begins."""


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
    asks_first: bool = True,
) -> Attempt:
    """The person's open attempt at this activity, else a new one: fifty starts at once give one attempt.

    `context` is the lesson's uuid. An attempt that goes on keeps its own plan, seed and context.
    `asks_first`: whether something may have to be done first; False spares the look, for who has read that nothing has.
    Raises AttemptsExhausted, OutsideWindow, PrerequisitesMissing.
    """
    for _round in range(ROUNDS):
        if attempt := _under_way(user, activity, now):
            return attempt
        if asks_first:
            check_prerequisites(user, activity)
        if attempt := _add_attempt(user, activity, plan, context, now, seed):
            return attempt
    raise AttemptClosed  # five other attempts began and ended in this instant: no person does that


def _under_way(user: User, activity: Activity, now: datetime.datetime) -> Attempt | None:
    """The attempt to go on with; one whose time is up is ended instead."""
    attempt = queries.open_attempt(user, activity)
    if attempt is None or not is_up(attempt, now=now):
        return attempt
    submit_attempt(attempt=attempt, now=now)
    return None


def _add_attempt(
    user: User,
    activity: Activity,
    plan: Sequence[PlannedItem],
    context: uuid.UUID | None,
    now: datetime.datetime,
    seed: int,
) -> Attempt | None:
    """A new attempt; None when another request made one meanwhile."""
    if activity.opens_later(now) or activity.has_closed(now):
        raise OutsideWindow
    counted, last = _used(user, activity)
    if 0 < activity.attempts_allowed <= counted:
        raise AttemptsExhausted
    try:
        with transaction.atomic():
            return Attempt.objects.create(
                user=user,
                activity=activity,
                context=context,
                number=last + 1,
                plan=[each.version_id for each in plan],
                points=[each.points for each in plan],
                seed=seed,
                time_limit=activity.time_limit,
                started_at=now,
            )
    except IntegrityError:
        return None


def _used(user: User, activity: Activity) -> tuple[int, int]:
    """How many attempts count, and the last one's number: at one moment, so that its number tells who came between."""
    counts = Count("pk", filter=~Q(state=Attempt.State.VOIDED))
    mine = Attempt.objects.filter(user=user, activity=activity).order_by()
    used = mine.aggregate(counted=counts, last=Max("number", default=0))
    return used["counted"], used["last"]


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
    Raises AttemptClosed, TimeIsUp, OnBreak, UnknownSlot, ForeignSubmission, AlreadyAnswered and
    grading.UnreadableResponse; then nothing is recorded.
    """
    sheet = take_sheet(Attempt.objects.filter(pk=attempt.pk).select_related("activity"))
    if sheet is None:
        raise AttemptClosed
    return record_on(
        sheet, slot=slot, version=version, answer=answer, submission=submission, now=now, changeable=changeable
    )


def record_on(
    sheet: Sheet,
    *,
    slot: int,
    version: ItemVersion,
    answer: object,
    submission: uuid.UUID,
    now: datetime.datetime,
    changeable: bool = True,
) -> Response:
    """`record_response` on a sheet that the caller's transaction has taken: its rules, its errors."""
    attempt, earlier = sheet.attempt, [each for each in sheet.responses if each.slot == slot]
    if said := [each for each in sheet.responses if each.submission == submission]:
        return _same(said[0], slot)
    if attempt.state != Attempt.State.OPEN:
        raise AttemptClosed
    check_time(attempt, now=now)
    if not 0 <= slot < len(attempt.plan) or attempt.plan[slot] != version.pk:
        raise UnknownSlot(slot)
    if earlier and not changeable:
        raise AlreadyAnswered(earlier[-1])
    definition = _definition(version, now=now)
    score = grade(definition, answer)
    try:
        with transaction.atomic():
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
                awaits_mark=isinstance(definition, TrainerMarked),
                recorded_at=now,
            )
    except IntegrityError as error:
        raise ForeignSubmission(submission) from error


def _definition(version: ItemVersion, *, now: datetime.datetime) -> Definition:
    """How to mark it. A version is frozen before its key is read: nobody can change the key from here on."""
    if version.frozen_at is None:
        freeze(version=version, now=now)
        return definition_of(with_key(version.pk))
    return definition_of(version if has_key(version) else with_key(version.pk))


def _same(response: Response, slot: int) -> Response:
    if response.slot != slot:
        raise ForeignSubmission(response.submission)
    return response


@transaction.atomic
def submit_attempt(*, attempt: Attempt, now: datetime.datetime, sheet: Sheet | None = None) -> Outcome | None:
    """End the attempt and record what it came to: a hundred submits at once give one outcome.

    None: an answer waits for a trainer, and so does the outcome (`hand_marking`).
    `sheet` spares reading the answers again, where the caller's transaction has taken it.
    Where its time is up, it ended then, whenever somebody comes to say so. A break under way ends with it.
    The arrows of `assessments.signals` are sent inside the transaction. Raises AttemptClosed for a voided attempt.
    """
    sheet = sheet or take_sheet(Attempt.objects.filter(pk=attempt.pk))
    if sheet is None:
        raise AttemptClosed
    clock = end_break(attempt=attempt, now=now) if attempt.time_limit else attempt
    ended_at = min(now, ends_at(clock) or now)
    if sheet.waits:
        hand_in(attempt, at=ended_at, now=now)
        return outcome_of(attempt)
    if not close(attempt, now=ended_at):
        return outcome_of(attempt)
    return record_total(attempt, sheet, breaks=pauses_of(clock), now=now)


def record_total(attempt: Attempt, sheet: Sheet, *, breaks: Iterable[Pause], now: datetime.datetime) -> Outcome:
    """Add the outcome of an attempt just marked: what `scoring.total_of` says of its answers."""
    marks = {slot: response.score_scaled for slot, response in sheet.latest.items()}
    hints = queries.costs_of_hints([attempt]).get(attempt.pk, {})
    total = total_of_attempt(attempt, marks, neutral=neutral_among(attempt.plan), hints=hints)
    moments = [attempt.started_at, *(each.recorded_at for each in sheet.responses), attempt.submitted_at or now]
    return record_outcome(
        attempt,
        raw=total.raw,
        maximum=total.maximum,
        completion=total.completion,
        duration=active_seconds(moments, [(each.started_at, each.over_at) for each in breaks]),
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
