"""Shared computers that a trainer registers once: a cookie says which seat of which room a browser is.

The cookie holds 130 bits of chance, of which the database knows only a keyed hash; it says nothing of anybody, and
it outlives the sessions of those who sit there. Revoked, it opens nothing at the next request.
"""

import datetime
import secrets
from itertools import count

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.cohorts.models import Room
from lms.journal.services import record
from lms.signin import codes
from lms.signin.elsewhere import end_at_seat
from lms.signin.models import Seat
from lms.signin.queries import seat_hash, seat_of

COOKIE_SECONDS = 365 * 24 * 3600


class SeatNameTaken(Exception):
    """A seat in use already has this name in the room."""


def next_name(room: Room) -> str:
    """« Poste 3 »: the first number that no seat of the room has."""
    taken = set(Seat.objects.filter(room=room, revoked_at=None).order_by("pk").values_list("name", flat=True))
    names = (_("Seat %(number)d") % {"number": number} for number in count(1))
    return next(name for name in names if name not in taken)


@transaction.atomic
def register_seat(
    *,
    request: HttpRequest,
    room: Room,
    name: str,
    by: User,
    now: datetime.datetime,
    choice: codes.Choice = secrets.choice,
) -> tuple[Seat, str]:
    """Make this browser a seat of the room. Returns the seat and its token, for `keep_cookie`. Raises SeatNameTaken.

    What this browser was before, in this room or in another, it is no longer.
    """
    former = seat_of(request)
    if former is not None:
        revoke_seat(seat=former, by=by, now=now)
    token = codes.new_token(choice)
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                room=room, name=name, token_hash=seat_hash(token), registered_at=now, registered_by=by
            )
    except IntegrityError as error:
        raise SeatNameTaken(name) from error
    record(verb="seat.registered", now=now, by=by, structure_id=room.structure_id, target=f"seat:{seat.uuid}")
    return seat, token


def keep_cookie(response: HttpResponse, token: str) -> None:
    """Give the browser its seat's cookie: for a year, out of scripts' reach."""
    response.set_cookie(
        settings.SEAT_COOKIE_NAME,
        token,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


@transaction.atomic
def rename_seat(*, seat: Seat, name: str, by: User, now: datetime.datetime) -> None:
    """Raises SeatNameTaken."""
    try:
        with transaction.atomic():
            Seat.objects.filter(pk=seat.pk).update(name=name)
    except IntegrityError as error:
        raise SeatNameTaken(name) from error
    record(verb="seat.renamed", now=now, by=by, structure_id=seat.room.structure_id, target=f"seat:{seat.uuid}")


@transaction.atomic
def revoke_seat(*, seat: Seat, by: User, now: datetime.datetime) -> None:
    """The computer is a seat no more: its cookie offers no name, and the session open there ends."""
    if Seat.objects.filter(pk=seat.pk, revoked_at=None).update(revoked_at=now):
        end_at_seat(seat=seat, by=by, now=now)
        record(verb="seat.revoked", now=now, by=by, structure_id=seat.room.structure_id, target=f"seat:{seat.uuid}")
