"""What is ticked or typed and not validated yet: kept apart from evidence, found again on any seat, never marked."""

import datetime
import uuid

from django.db import transaction
from django.db.models import Q

from assessments.attempts.closing import AttemptClosed
from assessments.attempts.models import Attempt, Draft, Response

MOST_VALUES = 60
MOST_SIGNS = 32_000  # in all: as the fields of any question allow, after the names of its parts


class DraftRefused(ValueError):
    """No form of ours sends this: too many values, too long, a NUL, or for a question that the attempt does not ask."""


@transaction.atomic
def keep_draft(
    *,
    attempt: Attempt,
    slot: int,
    answer: list[str],
    sequence: int,
    now: datetime.datetime,
    submission: uuid.UUID | None = None,
    changeable: bool = False,
) -> bool:
    """Keep the values of a question's form as they stand; False where nothing was to be kept.

    An older `sequence` changes nothing, nor does a draft of an answer that stands: any answer of the question, or
    where it is `changeable` the one sent from the same form (`submission`).
    Raises AttemptClosed, DraftRefused.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)  # no answer comes between
    if attempt.state != Attempt.State.OPEN:
        raise AttemptClosed
    if not 0 <= slot < len(attempt.plan) or not _is_a_forms(answer):
        raise DraftRefused(slot)
    same_form = Q(submission=submission) if changeable else Q()
    if Response.objects.filter(same_form, attempt=attempt, slot=slot).exists():
        return False
    kept = Draft.objects.filter(attempt=attempt, slot=slot).first()
    if kept is not None and kept.sequence > sequence:
        return False
    _put(kept or Draft(attempt=attempt, slot=slot), answer=answer, sequence=sequence, now=now)
    if not attempt.drafted:
        Attempt.objects.filter(pk=attempt.pk).update(drafted=True)
    return True


def _put(draft: Draft, *, answer: list[str], sequence: int, now: datetime.datetime) -> None:
    draft.answer, draft.sequence, draft.saved_at = answer, sequence, now
    draft.save()


def forget_draft(*, attempt: Attempt, slot: int) -> None:
    """The question has its answer. For whoever records it, in the same transaction, with the attempt locked."""
    if attempt.drafted:
        Draft.objects.filter(attempt=attempt, slot=slot).delete()


def drafts_of(attempt: Attempt) -> dict[int, Draft]:
    """What waits to be validated, by place in the plan; no query where none was kept when `attempt` was read."""
    if not attempt.drafted:
        return {}
    return {draft.slot: draft for draft in Draft.objects.filter(attempt=attempt).order_by("slot")}


def _is_a_forms(answer: list[str]) -> bool:
    """No more than fields of ours hold, and no NUL, which PostgreSQL keeps in no text."""
    within = len(answer) <= MOST_VALUES and sum(map(len, answer)) <= MOST_SIGNS
    return within and not any("\x00" in value for value in answer)
