"""A correction from its beginning to its end: what marking follows changes at once, people's attempts in batches."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction

from assessments.attempts.corrections import Correction
from assessments.attempts.regrading import Rule
from assessments.bank.models import ItemVersion
from assessments.bank.queries import with_key
from assessments.bank.services import replace_key
from assessments.grading.rubric import TrainerMarked
from lms.accounts.models import User
from lms.journal.services import record


class NothingToCorrect(Exception):
    """Nobody answered this version, or the key is the one that it has: there is nothing to mark again."""


class MarkedByTrainers(Exception):
    """The version has no key: its answers are marked again, one by one."""


class AlreadyCorrected(Exception):
    """A correction of this version is in force: undo it first."""


class NotUndoable(Exception):
    """The correction is not applied to the end yet, or is undone already."""


@transaction.atomic
def correct(
    *,
    version: ItemVersion,
    kind: Correction.Kind,
    explanation: str,
    by: User,
    now: datetime.datetime,
    key: dict[str, Any] | None = None,
) -> Correction:
    """Mark this version otherwise from now on: with `key`, or, neutral, as a question that counts for nobody.

    Answers already given follow by `regrading.regrade`, in batches. Raises NothingToCorrect, MarkedByTrainers,
    AlreadyCorrected, grading.ImpossibleDefinition.
    """
    version = with_key(version.pk, lock=True)
    before = version.answer_key.key
    after = before if key is None or kind == Correction.Kind.NEUTRAL else key
    if version.frozen_at is None or (kind == Correction.Kind.KEY and after == before):
        raise NothingToCorrect(version.pk)
    rule = Rule.corrected(version, kind=kind, key=after)
    if kind == Correction.Kind.KEY and isinstance(rule.definition, TrainerMarked):
        raise MarkedByTrainers(version.pk)
    try:
        with transaction.atomic():
            correction = Correction.objects.create(
                version=version,
                kind=kind,
                key_before=before,
                key_after=after,
                explanation=explanation,
                by=by,
                applied_at=now,
            )
    except IntegrityError as error:
        raise AlreadyCorrected(version.pk) from error
    replace_key(version=version, key=after)
    _note("correction.asked", correction, by=by, now=now)
    return correction


@transaction.atomic
def take_back(*, correction: Correction, by: User, now: datetime.datetime) -> None:
    """Mark as before from now on; attempts follow in batches. Raises NotUndoable."""
    applied = Correction.objects.filter(pk=correction.pk, state=Correction.State.APPLIED)
    if not applied.update(state=Correction.State.UNDOING, undone_by=by, undone_at=now):
        raise NotUndoable(correction.uuid)
    correction.refresh_from_db()
    replace_key(version=correction.version, key=correction.key_before)
    _note("correction.taken_back", correction, by=by, now=now)


def finish(*, correction: Correction, now: datetime.datetime) -> None:
    """Everybody's attempts are what the correction says, or what they were. Twice changes nothing."""
    ends = {Correction.State.APPLYING: Correction.State.APPLIED, Correction.State.UNDOING: Correction.State.UNDONE}
    for state, end in ends.items():
        if Correction.objects.filter(pk=correction.pk, state=state).update(state=end):
            correction.state = end
            _note(f"correction.{end.value}", correction, by=None, now=now)
            return


def _note(verb: str, correction: Correction, *, by: User | None, now: datetime.datetime) -> None:
    item = correction.version.item
    record(
        verb=verb,
        now=now,
        by=by,
        structure_id=item.structure_id,
        target=f"correction:{correction.uuid}",
        item=str(item.uuid),
        version=correction.version.number,
        kind=str(correction.kind),
    )
