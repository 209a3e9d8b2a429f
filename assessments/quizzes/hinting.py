"""« Un coup de pouce »: what the person had typed is kept, and the hint is written down."""

import contextlib
import datetime
import uuid

from django.db import transaction

from assessments.attempts.closing import AttemptClosed
from assessments.attempts.drafts import DraftRefused
from assessments.attempts.hints import NoSuchHint, take_hint
from assessments.attempts.models import Attempt
from assessments.quizzes.services import keep_unfinished

__all__ = ["NoSuchHint", "ask_for_hint"]


@transaction.atomic
def ask_for_hint(
    *,
    attempt: Attempt,
    slot: int,
    number: int,
    answer: list[str],
    sequence: int,
    submission: uuid.UUID,
    now: datetime.datetime,
) -> None:
    """Give the hint `number` (from 1), and keep what stands in the question's form (`answer`) as a draft.

    A form in which nothing stands is no draft. Raises what `attempts.hints.take_hint` raises.
    """
    take_hint(attempt=attempt, slot=slot, number=number, now=now)
    if any(answer):
        with contextlib.suppress(AttemptClosed, DraftRefused):  # time is up within the grace; a form not of ours
            keep_unfinished(
                user=attempt.user,
                attempt=attempt.uuid,
                slot=slot,
                answer=answer,
                sequence=sequence,
                submission=submission,
                now=now,
            )
