"""Where a person is signed in, and ending it from elsewhere: their own session on another seat, those of a room."""

import datetime
import uuid

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from lms.accounts.models import User
from lms.accounts.services import end_sessions
from lms.cohorts.models import Cohort, CohortMembership, Room
from lms.journal.services import record
from lms.signin.models import Handover, OpenSession, Seat


def open_now(*, now: datetime.datetime) -> QuerySet[OpenSession]:
    """The learners' sessions that are open or frozen, with the person, the seat and its room; the latest first."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    lasting = OpenSession.objects.lasting(now=now)
    return lasting.filter(session_key__in=alive).select_related("user", "seat__room")


def open_in_room(room: Room, *, now: datetime.datetime) -> QuerySet[OpenSession]:
    """The sessions open at the registered seats of the room."""
    return open_now(now=now).filter(seat__room=room)


def open_of_cohort(cohort: Cohort, *, now: datetime.datetime) -> QuerySet[OpenSession]:
    """The sessions that the cohort's people of today have open, wherever they are."""
    inside = CohortMembership.objects.filter(cohort=cohort, left_at=None)
    return open_now(now=now).filter(user_id__in=inside.values("learner_id"))


def end_own(*, user: User, session: uuid.UUID, now: datetime.datetime) -> bool:
    """End one of the person's own sessions; False when it is theirs no longer, or never was."""
    return bool(_end(open_now(now=now).filter(user=user, uuid=session), by=user, now=now, verb="session.ended_there"))


def end_in_room(*, room: Room, by: User, now: datetime.datetime) -> int:
    """End every session open at the seats of the room. Returns how many."""
    return _end(open_in_room(room, now=now), by=by, now=now, verb="session.ended_by_staff", place=f"room:{room.uuid}")


def end_of_cohort(*, cohort: Cohort, by: User, now: datetime.datetime) -> int:
    """End every session of the cohort's people, wherever they are. Returns how many."""
    place = f"cohort:{cohort.uuid}"
    return _end(open_of_cohort(cohort, now=now), by=by, now=now, verb="session.ended_by_staff", place=place)


def end_at_seat(*, seat: Seat, by: User, now: datetime.datetime) -> int:
    """End the session open at the seat, if any."""
    here = open_now(now=now).filter(seat=seat)
    return _end(here, by=by, now=now, verb="session.ended_by_staff", place=f"seat:{seat.uuid}")


@transaction.atomic
def end_everywhere(*, user: User) -> None:
    """End all the person's sessions, those that no list knows included, and those about to open at a seat."""
    Handover.objects.filter(user=user).delete()
    _delete(OpenSession.objects.filter(user=user))
    end_sessions(user=user)


@transaction.atomic
def _end(sessions: QuerySet[OpenSession], *, by: User, now: datetime.datetime, verb: str, place: str = "") -> int:
    """End these sessions: their rows go, so that the very next request of each finds nobody signed in."""
    ended = list(sessions)
    _delete(OpenSession.objects.filter(pk__in=[one.pk for one in ended]))
    for one in ended:
        record(verb=verb, now=now, by=by, subject=one.user, target=place)
    return len(ended)


def _delete(sessions: QuerySet[OpenSession]) -> None:
    keys = list(sessions.order_by("pk").values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
