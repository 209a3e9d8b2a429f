"""Signing in at a registered seat: the picture and first name that one chooses name the person, the PIN proves it.

First names are shown at a registered seat while a trainer's class session is open in its room, and nowhere else.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from lms.accounts.models import User
from lms.cohorts.models import ClassSession, Cohort
from lms.cohorts.queries import people_of
from lms.journal.services import record
from lms.signin import tries
from lms.signin.models import Pin, Seat
from lms.signin.opening import open_session
from lms.signin.pictures import PICTURES, drawing
from lms.signin.queries import seat_of
from lms.signin.services import memberships_of_learner, nobodys_hash, refuse_crowd, watch_failures
from lms.structures.models import Membership, Role
from lms.web.ratelimit import Limit, give_back, is_crowded

# A class session that was left open does not show first names the day after.
LONGEST_CLASS = datetime.timedelta(hours=12)
# Beyond so many wrong tries at one seat, whoever sits there closes the way of no more people than one in five minutes.
PER_SEAT = Limit(name="seat", uses=20, seconds=600, pace=60)


class WrongDigits(Exception):
    """These digits are not the chosen person's."""


class SeatTired(Exception):
    """So many wrong tries at this seat that it looks at one a minute; the card opens meanwhile."""


class NotOffered(Exception):
    """Nobody of this name is offered at this seat now."""


@dataclass(frozen=True)
class Tile:
    """What a seat shows of a person, and nothing else."""

    uuid: uuid.UUID
    name: str
    drawing: SafeString
    picture: str | Promise  # its word, for whoever hears the page


@dataclass(frozen=True)
class SeatOffer:
    """A registered seat, and the people that it offers now."""

    seat: Seat
    people: tuple[User, ...]

    @property
    def tiles(self) -> list[Tile]:
        names = _told_apart(self.people)
        tiles = [
            Tile(person.uuid, names[person.pk], drawing(person.picture), PICTURES.get(person.picture, ""))
            for person in self.people
        ]
        return sorted(tiles, key=lambda tile: tile.name.casefold())

    def person(self, wanted: uuid.UUID | None) -> User | None:
        return next((person for person in self.people if person.uuid == wanted), None)

    def tile(self, person: User) -> Tile:
        return next(tile for tile in self.tiles if tile.uuid == person.uuid)


def offer_of(request: HttpRequest, *, now: datetime.datetime) -> SeatOffer | None:
    """The people offered to this browser; None unless it is a registered seat with a class session in its room.

    One query with a seat's cookie, two with a class session, none without a cookie. Where the place asks for no PIN
    there is no offer either: the picture alone would prove nothing.
    """
    seat = seat_of(request)
    if seat is None or not seat.room.structure.pin_required:
        return None
    held = ClassSession.objects.filter(
        room=seat.room, closed_at=None, opened_at__gt=now - LONGEST_CLASS, cohort__archived_at=None
    )
    session = held.select_related("cohort").first()
    if session is None:
        return None
    people = tuple(_learners_only(session.cohort))
    return SeatOffer(seat=seat, people=people) if people else None


def sign_in_at_seat(
    *, request: HttpRequest, offer: SeatOffer, person: uuid.UUID | None, pin: str, now: datetime.datetime
) -> User:
    """Open the session of the person chosen at this seat.

    Whatever session this browser had ends. Raises NotOffered, WrongDigits, SeatTired, CallTrainer, TryLater,
    CountersUnavailable.
    """
    refuse_crowd(request, now=now)
    chosen = offer.person(person)
    memberships = memberships_of_learner(chosen) if chosen else []
    if chosen is None or not memberships:
        raise NotOffered
    _check(chosen, pin=pin, seat=offer.seat, now=now)
    target = f"seat:{offer.seat.uuid}"
    open_session(request=request, user=chosen, memberships=memberships, now=now, target=target, seat=offer.seat)
    return chosen


def _check(person: User, *, pin: str, seat: Seat, now: datetime.datetime) -> None:
    """Pay for the try, then look at the digits: a person without PIN costs the same work.

    The seat pays first: where it is tired, the person chosen loses none of their tries.
    """
    if is_crowded(limit=PER_SEAT, source=str(seat.uuid), now=now):
        raise SeatTired
    known = Pin.objects.filter(user=person).first()
    if known is not None:
        tries.claim_at_seat(known)
    if not check_password(pin, known.pin_hash if known else nobodys_hash()) or known is None:
        record(verb="seat.refused", now=now, by=None, subject=person, target=f"seat:{seat.uuid}")
        watch_failures(str(person.uuid), now=now)
        raise WrongDigits
    tries.forgive_at_seat(known)
    give_back(limit=PER_SEAT, source=str(seat.uuid), now=now)


def _learners_only(cohort: Cohort) -> QuerySet[User]:
    """The cohort's people who are learners of its place and nothing more: a weak way never gives a role."""
    held = Membership.objects.current().filter(user=OuterRef("pk"))
    return people_of(cohort).filter(
        Exists(held.filter(role=Role.LEARNER, structure=cohort.structure_id)),
        ~Exists(held.staff()),
        is_active=True,
        is_staff=False,
        is_superuser=False,
        groups=None,
        user_permissions=None,
    )


def _told_apart(people: Iterable[User]) -> dict[int, str]:
    """By person, the first name; with as little of the last name as it takes where name and picture are the same."""
    alike: dict[tuple[str, str], list[User]] = defaultdict(list)
    for person in people:
        alike[person.first_name.casefold(), person.picture].append(person)
    return {person.pk: _name_among(person, group) for group in alike.values() for person in group}


def _name_among(person: User, group: list[User]) -> str:
    others = [other.last_name.casefold() for other in group if other is not person]
    if not others:
        return person.first_name
    last = person.last_name
    lengths = range(1, len(last) + 1)
    enough = (size for size in lengths if not any(other.startswith(last[:size].casefold()) for other in others))
    size = next(enough, len(last))
    return f"{person.first_name} {last[:size]}{'.' if size < len(last) else ''}"
