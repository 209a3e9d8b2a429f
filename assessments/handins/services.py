"""Files handed in: sent one by one while the question is open, taken back, and made part of an answer."""

import datetime
import hashlib
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum

from assessments.attempts.closing import AttemptClosed
from assessments.attempts.models import Attempt, Response
from assessments.attempts.timing import check_time
from assessments.handins.judging import JudgedFile
from assessments.handins.models import HandedFile
from assessments.handins.names import clean_name
from assessments.handins.storing import discard, forget, forget_orphans, stored

UNUSED = datetime.timedelta(days=90)  # a file sent and never validated, in an attempt that nobody came back to


class PlaceFull(Exception):
    """The question takes no more files."""


class QuotaReached(Exception):
    """The person has handed in all that one person may (`HANDIN_QUOTA`)."""


class AnswerStands(Exception):
    """The question has its answer, and the first one stands: nothing is added, nothing taken back."""


def add_file(
    *, attempt: Attempt, slot: int, file: JudgedFile, name: str, most: int, changeable: bool, now: datetime.datetime
) -> HandedFile:
    """Keep a file for this question; the same bytes again are the same file, and stand on the page again.

    `most`: how many files the question takes. `changeable`: whether an answer given may still be changed.
    Raises AttemptClosed, TimeIsUp, OnBreak, AnswerStands, PlaceFull, QuotaReached; then nothing is stored.
    """
    with stored(file.content) as stored_name:
        row = _add_row(attempt, slot, file, name, stored_name, most=most, changeable=changeable, now=now)
    if row.file.name != stored_name:
        discard(stored_name)
    return row


@transaction.atomic
def remove_file(*, attempt: Attempt, slot: int, file: uuid.UUID, changeable: bool, now: datetime.datetime) -> None:
    """Take a file off the question's page; twice changes nothing.

    Raises AttemptClosed, TimeIsUp, OnBreak, AnswerStands.
    """
    attempt = _locked(attempt, slot, changeable=changeable, now=now)
    for found in HandedFile.objects.at(attempt, slot).filter(uuid=file):
        if found.handed_in_at is None:
            forget(found)
        else:
            found.listed = False
            found.save(update_fields=["listed"])


def hand_in(*, attempt: Attempt, slot: int, now: datetime.datetime) -> list[dict[str, Any]]:
    """The answer that the files of this page make, oldest first. For whoever records it, in the same transaction."""
    files = HandedFile.objects.at(attempt, slot)
    answer = [file.described() for file in files]
    files.filter(handed_in_at=None).update(handed_in_at=now)
    return answer


def sweep(*, now: datetime.datetime) -> int:
    """Delete the files that became part of no answer, and the bytes without a row; how many."""
    ended = ~Q(attempt__state=Attempt.State.OPEN)
    unused = HandedFile.objects.filter(ended | Q(received_at__lt=now - UNUSED), handed_in_at=None)
    swept = sum(_forget_unused(file) for file in unused.order_by("pk"))
    return swept + forget_orphans(now=now)


@transaction.atomic
def _forget_unused(file: HandedFile) -> bool:
    """Unless it is being handed in at this very moment."""
    Attempt.objects.select_for_update().get(pk=file.attempt_id)
    unused = HandedFile.objects.filter(pk=file.pk, handed_in_at=None).first()
    if unused is not None:
        forget(unused)
    return unused is not None


@transaction.atomic
def _add_row(
    attempt: Attempt,
    slot: int,
    file: JudgedFile,
    name: str,
    stored_name: str,
    *,
    most: int,
    changeable: bool,
    now: datetime.datetime,
) -> HandedFile:
    attempt = _locked(attempt, slot, changeable=changeable, now=now)
    sha256, size = hashlib.sha256(file.content).hexdigest(), len(file.content)
    known = HandedFile.objects.filter(attempt=attempt, slot=slot, sha256=sha256).first()
    if known is None or not known.listed:
        _check_room(attempt, slot, most=most, size=0 if known else size)
    row = known or HandedFile(
        attempt=attempt,
        slot=slot,
        file=stored_name,
        name=clean_name(name, file.suffix),
        family=file.family,
        suffix=file.suffix,
        sha256=sha256,
        size=size,
        received_at=now,
    )
    row.listed = True
    row.save()
    return row


def _locked(attempt: Attempt, slot: int, *, changeable: bool, now: datetime.datetime) -> Attempt:
    """The attempt, that nobody else changes meanwhile, if files of this place may still come and go."""
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("activity", "user").get(pk=attempt.pk)
    if attempt.state != Attempt.State.OPEN:
        raise AttemptClosed
    check_time(attempt, now=now)
    if not changeable and Response.objects.filter(attempt=attempt, slot=slot).exists():
        raise AnswerStands
    return attempt


def _check_room(attempt: Attempt, slot: int, *, most: int, size: int) -> None:
    if HandedFile.objects.at(attempt, slot).count() >= most:
        raise PlaceFull
    kept = HandedFile.objects.filter(attempt__user=attempt.user_id).aggregate(sum=Sum("size"))["sum"] or 0
    if kept + size > settings.HANDIN_QUOTA:
        raise QuotaReached
