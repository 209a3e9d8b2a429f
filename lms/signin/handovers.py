"""A phone passes its sign-in on to the computer in front of the person.

The seat shows six digits; the person types them on their phone, sees which computer that is and how long ago it
asked, and confirms. The digits open nothing by themselves (docs/decisions: passing a sign-in on).
"""

import datetime
import secrets
from typing import TypedDict

from allauth.account.adapter import get_adapter
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from lms.accounts.models import User
from lms.journal.services import record
from lms.signin import codes, tries
from lms.signin.models import Handover, Seat
from lms.signin.opening import NotALearner, open_session
from lms.signin.queries import seat_of
from lms.signin.services import memberships_of_learner
from lms.structures.models import Membership
from lms.web.ratelimit import Limit, is_crowded

CODE_LENGTH = 6
OPEN_FOR = datetime.timedelta(minutes=5)
PICK_UP_WITHIN = datetime.timedelta(minutes=2)  # after the person confirmed: the seat asks every few seconds
ASKED_PER_ADDRESS = Limit(name="handovers", uses=60, seconds=600)
TRIES_PER_PERSON = Limit(name="handover-person", uses=10, seconds=600)
TRIES_PER_ADDRESS = Limit(name="handover-address", uses=60, seconds=600)
_CROWD_WAIT_SECONDS = 5
_ROUNDS = 5

WAITING, CONFIRMED, OVER = "waiting", "confirmed", "over"


class UnknownHandover(Exception):
    """No seat waits under this code: wrong, used, or its five minutes are over."""


class NotConfirmed(Exception):
    """The seat may not open: nobody confirmed, or it has opened already."""


class Waiting(TypedDict):
    """What a person who confirms must recognise."""

    seat: Seat | None
    code: str
    minutes: int  # since it asked


def ask(*, request: HttpRequest, now: datetime.datetime, choice: codes.Choice = secrets.choice) -> Handover:
    """A new code for the browser that asks, known by its own session. Raises TryLater, CountersUnavailable."""
    _refuse_crowd(ASKED_PER_ADDRESS, get_adapter().get_client_ip(request), now=now)
    forget_ended(now=now)
    before = request.session.session_key
    if not request.user.is_authenticated:
        request.session.cycle_key()  # whoever sat here before and copied the cookie does not open in their place
    key = str(request.session.session_key)
    for _round in range(_ROUNDS):
        code = "".join(choice("0123456789") for _digit in range(CODE_LENGTH))
        fresh = {"code": code, "seat": seat_of(request), "asked_at": now, "expires_at": now + OPEN_FOR}
        try:
            with transaction.atomic():
                Handover.objects.filter(session_key__in=[before, key]).delete()
                return Handover.objects.create(session_key=key, **fresh)
        except IntegrityError:  # another seat waits under these digits
            continue
    raise tries.TryLater(_CROWD_WAIT_SECONDS)


def handover_of(request: HttpRequest) -> Handover | None:
    """What this browser asked for last, if anything."""
    key = request.session.session_key
    return Handover.objects.filter(session_key=key).select_related("seat").first() if key else None


def state_of(handover: Handover | None, *, now: datetime.datetime) -> str:
    """WAITING, CONFIRMED, or OVER once it has expired or opened."""
    if handover is None or handover.used_at is not None or handover.expires_at <= now:
        return OVER
    return CONFIRMED if handover.confirmed_at else WAITING


def find(*, request: HttpRequest, person: User, code: str, now: datetime.datetime) -> Handover:
    """The seat that waits under this code. Raises UnknownHandover, TryLater, CountersUnavailable."""
    _refuse_crowd(TRIES_PER_ADDRESS, get_adapter().get_client_ip(request), now=now)
    _refuse_crowd(TRIES_PER_PERSON, str(person.pk), now=now)
    waiting = Handover.objects.filter(code=code, confirmed_at=None, expires_at__gt=now)
    handover = waiting.exclude(session_key=request.session.session_key).select_related("seat__room").first()
    if handover is None:
        raise UnknownHandover
    return handover


def described(handover: Handover, *, now: datetime.datetime) -> Waiting:
    """The seat as the person who confirms sees it."""
    minutes = int((now - handover.asked_at).total_seconds() // 60)
    return {"seat": handover.seat, "code": grouped(handover.code), "minutes": max(minutes, 0)}


def grouped(code: str) -> str:
    """As shown: `482 913`."""
    return f"{code[:3]} {code[3:]}"


@transaction.atomic
def confirm(*, handover: Handover, person: User, now: datetime.datetime) -> None:
    """The person says that the computer is theirs to use: once, whoever else confirms at the same moment.

    Raises NotALearner, UnknownHandover when it expired or was confirmed meanwhile.
    """
    if not memberships_of_learner(person):
        raise NotALearner
    waiting = Handover.objects.filter(pk=handover.pk, confirmed_at=None, expires_at__gt=now)
    if not waiting.update(user=person, confirmed_at=now, expires_at=now + PICK_UP_WITHIN):
        raise UnknownHandover
    record(verb="handover.confirmed", now=now, by=person, subject=person, target=f"handover:{handover.uuid}")


@transaction.atomic
def pick_up(*, request: HttpRequest, now: datetime.datetime) -> User:
    """Open the session at the seat, once, under a new key.

    Raises NotConfirmed, NotALearner when the person's rights changed meanwhile.
    """
    handover = handover_of(request)
    if handover is None:
        raise NotConfirmed
    ready = Handover.objects.filter(pk=handover.pk, used_at=None, expires_at__gt=now).exclude(confirmed_at=None)
    if not ready.update(used_at=now):
        raise NotConfirmed
    handover.refresh_from_db(fields=["user"])
    user, memberships = _person_of(handover)
    open_session(request=request, user=user, memberships=memberships, now=now, target=f"handover:{handover.uuid}")
    return user


def _person_of(handover: Handover) -> tuple[User, list[Membership]]:
    user = handover.user
    memberships = memberships_of_learner(user) if user is not None and user.is_active else []
    if user is None or not memberships:
        raise NotALearner
    return user, memberships


def forget_ended(*, now: datetime.datetime) -> None:
    """Delete what nobody can confirm or open any more: its digits serve others."""
    Handover.objects.filter(expires_at__lte=now).delete()


def _refuse_crowd(limit: Limit, source: str, *, now: datetime.datetime) -> None:
    if is_crowded(limit=limit, source=source, now=now):
        raise tries.TryLater(_CROWD_WAIT_SECONDS)
