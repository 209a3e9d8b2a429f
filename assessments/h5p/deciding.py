"""What an administrator decides of libraries: they are scripts, none runs without this."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from assessments.h5p.models import H5PLibrary
from assessments.h5p.preparing import queue_preparing
from lms.accounts.models import User
from lms.journal import services as journal


class NotApproved(Exception):
    """Only an approved library can be the one that plays."""


@transaction.atomic
def approve_library(*, library: H5PLibrary, by: User | None, now: datetime.datetime) -> None:
    """Let a library run. Of several patches approved, the highest plays; of two with one number, that approved last.

    Approving what is not below an approved patch ends a roll back: whoever approves the newest wants it to play.
    """
    _decide(library, H5PLibrary.Status.APPROVED, by, now)
    others = _same_name(library).filter(status=H5PLibrary.Status.APPROVED)
    if not others.filter(patch__gt=library.patch).exists():
        others.update(preferred_at=None, preferred_by=None)


@transaction.atomic
def approve_libraries(*, libraries: Iterable[H5PLibrary], by: User | None, now: datetime.datetime) -> None:
    """Approve several, all or none: what one exercise or one library needs."""
    for library in libraries:
        approve_library(library=library, by=by, now=now)


@transaction.atomic
def block_library(*, library: H5PLibrary, by: User | None, now: datetime.datetime) -> None:
    """Stop a library: exercises that need it play another approved patch of it, or wait until there is one."""
    _decide(library, H5PLibrary.Status.BLOCKED, by, now)
    _prefer(library, None, None)


@transaction.atomic
def roll_back_to(*, library: H5PLibrary, by: User | None, now: datetime.datetime) -> None:
    """Make an approved patch the one that plays, whatever newer ones are approved. Raises `NotApproved`."""
    if not H5PLibrary.objects.filter(pk=library.pk, status=H5PLibrary.Status.APPROVED).exists():
        raise NotApproved
    _same_name(library).update(preferred_at=None, preferred_by=None)
    _prefer(library, now, by)
    _note("rolled_back", library, by, now)


@transaction.atomic
def end_roll_back(*, library: H5PLibrary, by: User | None, now: datetime.datetime) -> None:
    """The highest approved patch plays again; nothing happens when no patch of this library was preferred."""
    if _same_name(library).exclude(preferred_at=None).update(preferred_at=None, preferred_by=None):
        _note("roll_back_ended", library, by, now)


def _same_name(library: H5PLibrary) -> QuerySet[H5PLibrary]:
    return H5PLibrary.objects.filter(
        machine_name=library.machine_name, major=library.major, minor=library.minor
    ).order_by()


def _prefer(library: H5PLibrary, since: datetime.datetime | None, by: User | None) -> None:
    library.preferred_at, library.preferred_by = since, by
    library.save(update_fields=["preferred_at", "preferred_by"])


def _decide(library: H5PLibrary, status: H5PLibrary.Status, by: User | None, now: datetime.datetime) -> None:
    library.status, library.decided_by, library.decided_at = status, by, now
    library.save(update_fields=["status", "decided_by", "decided_at"])
    _note(status, library, by, now)


def _note(verb: str, library: H5PLibrary, by: User | None, now: datetime.datetime) -> None:
    """Journal a decision; what exercises play may change with it."""
    queue_preparing(now=now)
    journal.record(verb=f"h5p.library_{verb}", now=now, by=by, target=f"h5p_library:{library.pk}", name=str(library))
