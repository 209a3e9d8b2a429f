"""Rows of the desk's screens that need more than a queryset."""

import datetime
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.safestring import SafeString, mark_safe

from lms.accounts.models import User, Visitor
from lms.cohorts.models import ClassSession, Room
from lms.cohorts.queries import learners_visible_to
from lms.signin.elsewhere import open_in_room
from lms.signin.models import OpenSession, Pin, Seat
from lms.signin.pictures import drawing
from lms.signin.services import IssuedCard
from lms.signin.tries import FREE_TRIES
from lms.structures.models import Membership, Role, Structure


@dataclass(frozen=True)
class CardRow:
    """One card of the printed sheet."""

    name: str
    code: str
    qr_svg: SafeString
    structure: Structure | None
    picture: SafeString


@dataclass(frozen=True)
class SeatRow:
    """A seat of a room, with the sessions open there; a person of another place goes without a name."""

    seat: Seat
    sessions: list[OpenSession]
    named: frozenset[int]  # the people whom the reader sees, by id


def room_list(user: Visitor) -> QuerySet[Room]:
    """The rooms in use, with `seat_count` and `group` (the cohort that has its class session there now)."""
    held = ClassSession.objects.filter(room=OuterRef("pk"), closed_at=None).values("cohort__name")
    return (
        Room.objects.visible_to(user)
        .current()
        .select_related("structure")
        .annotate(seat_count=Count("seats", filter=Q(seats__revoked_at=None)), group=Subquery(held[:1]))
        .order_by("structure__name", "name", "pk")
    )


def open_session_in(room: Room) -> ClassSession | None:
    return ClassSession.objects.filter(room=room, closed_at=None).select_related("cohort").first()


def seat_rows(room: Room, *, by: Visitor, now: datetime.datetime) -> list[SeatRow]:
    """The room's seats by name, with who is signed in there now."""
    sessions: dict[int | None, list[OpenSession]] = defaultdict(list)
    for one in open_in_room(room, now=now):
        sessions[one.seat_id].append(one)
    people = [one.user_id for each in sessions.values() for one in each]
    named = frozenset(learners_visible_to(by).filter(pk__in=people).values_list("pk", flat=True))
    seats = Seat.objects.filter(room=room, revoked_at=None).order_by("name", "pk")
    return [SeatRow(seat, sessions[seat.pk], named) for seat in seats]


def with_lock(people: QuerySet[User]) -> QuerySet[User]:
    """The people with `is_locked`: so many wrong tries that some way in makes them wait, or call."""
    many = Q(code_failures__gte=FREE_TRIES) | Q(token_failures__gte=FREE_TRIES) | Q(seat_failures__gte=FREE_TRIES)
    return people.annotate(is_locked=Exists(Pin.objects.filter(many, user=OuterRef("pk"))))


def card_rows(issued: Sequence[IssuedCard]) -> list[CardRow]:
    """The cards as the sheet prints them, with the place of each person: two queries whatever their number."""
    people = [one.card.user_id for one in issued]
    memberships = (
        Membership.objects.current()
        .filter(role=Role.LEARNER, user_id__in=people)
        .select_related("structure")
        .order_by("-started_at", "-pk")
    )
    places = {membership.user_id: membership.structure for membership in memberships}
    return [
        CardRow(
            str(one.card.user),
            one.printed_code,
            _qr(one.address),
            places.get(one.card.user_id),
            drawing(one.card.user.picture),
        )
        for one in issued
    ]


def _qr(address: str) -> SafeString:
    """An SVG of the address at level Q: it reads with a tenth of it blotted (docs/decisions)."""
    drawing = io.BytesIO()
    segno.make(address, error="q", boost_error=False).save(
        drawing, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, svgclass=None, lineclass=None
    )
    return mark_safe(drawing.getvalue().decode())  # noqa: S308  segno's own drawing of our own address
