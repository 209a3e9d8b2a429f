"""Learners come in, cohorts form, class sessions open and close."""

import datetime
import secrets
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from lms.accounts.models import User
from lms.cohorts.models import ClassSession, Cohort, CohortMembership, Room
from lms.journal.services import record
from lms.structures.models import Membership, Role, Structure
from lms.structures.services import give_membership


class CohortNameTaken(Exception):
    """A cohort in use already has this name in the structure."""


class SessionAlreadyOpen(Exception):
    """The cohort already has an open class session."""


class RoomTaken(Exception):
    """Another cohort has its class session in the room now; its name is the argument."""


class NotALearnerHere(Exception):
    """Only learners of the cohort's structure join it."""


@transaction.atomic
def create_learner(
    *,
    first_name: str,
    last_name: str,
    structure: Structure,
    by: User | None,
    now: datetime.datetime,
    language: str = "fr",
) -> User:
    """A person who learns at `structure`: random user name, no password, no e-mail asked."""
    learner = User(username=f"l-{secrets.token_hex(8)}", first_name=first_name, last_name=last_name, language=language)
    learner.set_unusable_password()
    learner.save()
    record(verb="learner.created", now=now, by=by, subject=learner, structure_id=structure.pk)
    give_membership(user=learner, structure=structure, role=Role.LEARNER, by=by, now=now)
    return learner


@transaction.atomic
def create_cohort(
    *,
    name: str,
    structure: Structure,
    by: User,
    now: datetime.datetime,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Cohort:
    """Raises CohortNameTaken."""
    try:
        with transaction.atomic():
            cohort = Cohort.objects.create(
                name=name, structure=structure, starts_on=starts_on, ends_on=ends_on, created_at=now
            )
    except IntegrityError as error:
        raise CohortNameTaken(name) from error
    record(verb="cohort.created", now=now, by=by, structure_id=structure.pk, target=f"cohort:{cohort.uuid}")
    return cohort


@transaction.atomic
def add_people(*, cohort: Cohort, learners: Iterable[User], by: User, now: datetime.datetime) -> int:
    """Add learners of the structure; returns how many joined. Raises NotALearnerHere."""
    people = list(learners)
    here = Membership.objects.current().filter(structure=cohort.structure, role=Role.LEARNER, user__in=people)
    if set(here.values_list("user_id", flat=True)) != {person.pk for person in people}:
        raise NotALearnerHere
    return sum(_join(cohort, person, by, now) for person in people)


def _join(cohort: Cohort, learner: User, by: User, now: datetime.datetime) -> bool:
    _, joined = CohortMembership.objects.get_or_create(
        cohort=cohort, learner=learner, left_at=None, defaults={"joined_at": now}
    )
    if joined:
        record(
            verb="cohort.joined", now=now, by=by, subject=learner, structure_id=cohort.structure_id,
            target=f"cohort:{cohort.uuid}",
        )  # fmt: skip
    return joined


@transaction.atomic
def remove_person(*, cohort: Cohort, learner: User, by: User, now: datetime.datetime) -> bool:
    """End a learner's time in the cohort; what was learnt stays. False when the person was not in it."""
    left = CohortMembership.objects.filter(cohort=cohort, learner=learner, left_at=None).update(left_at=now)
    if left:
        record(
            verb="cohort.left", now=now, by=by, subject=learner, structure_id=cohort.structure_id,
            target=f"cohort:{cohort.uuid}",
        )  # fmt: skip
    return bool(left)


@transaction.atomic
def open_session(*, cohort: Cohort, by: User, now: datetime.datetime, room: Room | None = None) -> ClassSession:
    """Open a class session, in a room of the cohort's place if it has one.

    Raises SessionAlreadyOpen, RoomTaken (the constraints decide between two trainers at once).
    """
    try:
        with transaction.atomic():
            session = ClassSession.objects.create(cohort=cohort, room=room, opened_at=now, opened_by=by)
    except IntegrityError as error:
        other = ClassSession.objects.filter(room=room, closed_at=None).exclude(cohort=cohort)
        if room is not None and (held := other.select_related("cohort").first()):
            raise RoomTaken(held.cohort.name) from error
        raise SessionAlreadyOpen(cohort.name) from error
    record(
        verb="session.opened",
        now=now,
        by=by,
        structure_id=cohort.structure_id,
        target=f"session:{session.uuid}",
    )
    return session


@transaction.atomic
def close_session(*, cohort: Cohort, by: User, now: datetime.datetime) -> bool:
    """Close the open class session; closing it twice changes nothing."""
    session = ClassSession.objects.filter(cohort=cohort, closed_at=None).first()
    if session is None:
        return False
    closed = ClassSession.objects.filter(pk=session.pk, closed_at=None).update(closed_at=now, closed_by=by)
    if closed:
        record(
            verb="session.closed",
            now=now,
            by=by,
            structure_id=cohort.structure_id,
            target=f"session:{session.uuid}",
        )
    return bool(closed)
