"""Answers marked by a trainer, whatever the kind of work: the one door, as `services` is for what machines mark.

The last mark of an attempt that waits gives it its outcome, once, whoever marks at the same time (docs/decisions/0031).
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from assessments.attempts.closing import settle
from assessments.attempts.marks import Mark
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.attempts.regrading import Regraded, remarked, write
from assessments.attempts.services import record_total
from assessments.attempts.sheets import Sheet, take_sheet
from assessments.attempts.timing import pauses_of
from assessments.bank.queries import definition_of, with_key
from assessments.grading.rubric import TrainerMarked, score
from lms.accounts.models import User
from lms.journal.services import record


class NotToMark(Exception):
    """No trainer marks this answer: machines do, or it is not handed in, was changed since, or is cancelled."""


class MarkedMeanwhile(Exception):
    """Somebody has marked it since the form was opened; `mark` is theirs."""

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        super().__init__(mark.pk)


class ReasonMissing(ValueError):
    """What was marked before is marked again with a reason only."""


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A mark and what it made: the `outcome` that it completed, or how it changed the one there was (`change`)."""

    mark: Mark
    outcome: Outcome | None = None
    change: Regraded | None = None


@transaction.atomic
def mark_response(
    *,
    response: Response,
    levels: Mapping[str, str],
    comment: str,
    after: int,
    submission: uuid.UUID,
    by: User,
    now: datetime.datetime,
    reason: str = "",
) -> Marked:
    """Keep what a trainer says of an answer, and what follows for its attempt; who may is for the caller to check.

    `levels`: the level (id) of each criterion (id); `comment`: for the learner, at most 500 signs; `after`: how many
    marks the trainer has seen; the same `submission` again gives the first one's row. `outcome_recorded` is sent
    inside the transaction when this is the last mark awaited; what follows from a mark changed later is for the
    caller (`courses.marking`). Raises NotToMark, MarkedMeanwhile, ReasonMissing, grading's UnreadableMarks.
    """
    sheet = take_sheet(Attempt.objects.filter(pk=response.attempt_id).select_related("activity", "user"))
    known = list(Mark.objects.filter(response=response).order_by("sequence"))
    if said := [mark for mark in known if mark.submission == submission]:
        return Marked(mark=said[0])
    if sheet is None or not _is_markable(sheet, response):
        raise NotToMark(response.pk)
    if len(known) != after:
        raise MarkedMeanwhile(known[-1]) if known else NotToMark(response.pk)
    if known and not reason:
        raise ReasonMissing
    _judge(sheet, response, levels)
    mark = Mark(response=response, sequence=after + 1, submission=submission, levels=dict(levels), by=by, marked_at=now)
    mark.comment, mark.reason = comment, reason
    _add(mark)
    _note(mark, sheet.attempt, now=now)
    return _what_follows(mark, sheet, now=now)


def _is_markable(sheet: Sheet, response: Response) -> bool:
    """It counts in an attempt that is over, and is for trainers: it waits for one, or had one."""
    latest = sheet.latest.get(response.slot)
    over = sheet.attempt.state in (Attempt.State.SUBMITTED, Attempt.State.MARKED)
    return over and latest is not None and latest.pk == response.pk


def _judge(sheet: Sheet, response: Response, levels: Mapping[str, str]) -> None:
    """Put the mark in the answer's row, as the readers of scores find it. Raises NotToMark, UnreadableMarks."""
    definition = definition_of(with_key(response.version_id))
    if not isinstance(definition, TrainerMarked):
        raise NotToMark(response.pk)
    found, row = score(definition.rubric, levels), sheet.latest[response.slot]
    row.score_raw, row.score_min, row.score_max = found.raw, found.min, found.max
    row.score_scaled, row.success, row.awaits_mark = found.scaled, found.success, False
    row.save(update_fields=["score_raw", "score_min", "score_max", "score_scaled", "success", "awaits_mark"])


def _add(mark: Mark) -> None:
    """The attempt is locked; the constraint stands behind the lock."""
    try:
        with transaction.atomic():
            mark.save(force_insert=True)
    except IntegrityError as error:
        raise NotToMark(mark.response_id) from error


def _what_follows(mark: Mark, sheet: Sheet, *, now: datetime.datetime) -> Marked:
    attempt = sheet.attempt
    if attempt.state == Attempt.State.MARKED:
        change = remarked(attempt, {slot: each.score_scaled for slot, each in sheet.latest.items()})
        write([change])
        return Marked(mark=mark, change=change)
    if sheet.waits or not settle(attempt):
        return Marked(mark=mark)
    return Marked(mark=mark, outcome=record_total(attempt, sheet, breaks=pauses_of(attempt), now=now))


def _note(mark: Mark, attempt: Attempt, *, now: datetime.datetime) -> None:
    """By ids and codes only: the comment is between the trainer and the person."""
    record(
        verb="response.marked" if mark.sequence == 1 else "response.marked_again",
        now=now,
        by=mark.by,
        subject=attempt.user,
        structure_id=attempt.activity.structure_id,
        target=f"attempt:{attempt.uuid}",
        mark=str(mark.uuid),
        reason=mark.reason,
    )
