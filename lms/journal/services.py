"""The only door that writes the journal."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from lms.journal.models import Entry


def record(
    *,
    verb: str,
    now: datetime.datetime,
    by: AbstractBaseUser | None,
    subject: AbstractBaseUser | None = None,
    structure_id: int | None = None,
    target: str = "",
    **data: Any,
) -> Entry:
    """Add one entry: `by` did `verb` ("card.issued") to `subject`. `data` holds ids and codes only."""
    return Entry.objects.create(
        at=now,
        actor_id=by.pk if by else None,
        verb=verb,
        subject_id=subject.pk if subject else None,
        structure_id=structure_id,
        target=target,
        data=data,
    )


def record_view(
    *, verb: str, now: datetime.datetime, by: AbstractBaseUser, subject: AbstractBaseUser, target: str = ""
) -> Entry:
    """A look at someone's record: one of the two writes that a GET may make."""
    return record(verb=verb, now=now, by=by, subject=subject, target=target)


def record_views(
    *, verb: str, now: datetime.datetime, by: AbstractBaseUser, subjects: Iterable[AbstractBaseUser]
) -> None:
    """The same look at many people's records, an entry each, in one write: a list that leaves as a file."""
    record_each(verb=verb, now=now, by=by, subjects=subjects)


def record_each(
    *,
    verb: str,
    now: datetime.datetime,
    by: AbstractBaseUser | None,
    subjects: Iterable[AbstractBaseUser],
    structure_id: int | None = None,
    target: str = "",
) -> None:
    """The same act on many people, an entry each, in one write."""
    actor = by.pk if by else None
    Entry.objects.bulk_create(
        Entry(at=now, actor_id=actor, verb=verb, subject_id=one.pk, structure_id=structure_id, target=target)
        for one in subjects
    )


def record_refusal(
    *, verb: str, now: datetime.datetime, by: AbstractBaseUser, subject: AbstractBaseUser | None, reason: str
) -> Entry:
    """A look that was refused: the other write that a GET may make."""
    return record(verb=verb, now=now, by=by, subject=subject, reason=reason)
