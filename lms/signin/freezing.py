"""A learner's session that nobody touches is frozen, not lost: the four digits go on at the same place.

The session itself ends. An anonymous one under a new key takes its place and remembers, for half an hour, who and
where; what a browser holds says neither, and the page shows no name (docs/decisions/0015).
"""

import datetime
import secrets
from typing import TypedDict

from django.contrib.auth import logout
from django.contrib.auth.hashers import check_password
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from lms.accounts.models import User
from lms.journal.services import record
from lms.signin import tries
from lms.signin.models import OpenSession, Pin
from lms.signin.opening import NotALearner, forget, open_session
from lms.structures.models import Membership, Role
from lms.structures.queries import memberships_of

KEPT_SECONDS = 30 * 60
FREE_TRIES = 5  # then the card
_KEY = "frozen"


class Frozen(TypedDict):
    user: int
    mark: str  # of the person's sessions: one ended by a trainer, or a card revoked, and nothing opens
    where: str
    until: int  # seconds since 1970
    tries: int


class NotFrozen(Exception):
    """Nothing waits here any more: the card is asked for."""


class WrongDigits(Exception):
    """Not the digits of who was here; `left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


def freeze(*, request: HttpRequest, user: User, where: str, now: datetime.datetime) -> bool:
    """End the session and remember who and where; False, and a plain end, where no digits could open it again."""
    has_digits = Pin.objects.filter(user=user).exists() and any(
        one.structure.pin_required for one in _learner_memberships(user)
    )
    mark, language = user.get_session_auth_hash(), request.session.get("language")
    record(verb="session.frozen" if has_digits else "session.expired", now=now, by=user, subject=user)
    before = request.session.session_key
    logout(request)
    if not has_digits:
        forget(before)
        return False
    until = int(now.timestamp()) + KEPT_SECONDS
    request.session[_KEY] = Frozen(user=user.pk, mark=mark, where=where, until=until, tries=0)
    request.session["language"] = language
    request.session.create()
    _stay_listed(before, key=str(request.session.session_key), until=now + datetime.timedelta(seconds=KEPT_SECONDS))
    return True


def _stay_listed(before: str | None, *, key: str, until: datetime.datetime) -> None:
    """The session stays among the open ones, under its new key, for a trainer or the person to end it."""
    OpenSession.objects.filter(session_key=before).update(session_key=key, frozen_until=until)


def frozen_in(request: HttpRequest, *, now: datetime.datetime) -> Frozen | None:
    """What waits in this browser for its digits, while it still does."""
    kept: Frozen | None = request.session.get(_KEY)
    if kept is None or now.timestamp() >= kept["until"]:
        return None
    return kept


def drop(request: HttpRequest) -> None:
    """« Une autre personne ? »: nothing is remembered any more."""
    forget(request.session.session_key)
    request.session.flush()


def thaw(*, request: HttpRequest, pin: str, now: datetime.datetime) -> str:
    """Open a fresh session for who was here, and give the place where they were.

    Raises WrongDigits, and NotFrozen once too many were tried or nothing waits: then all is forgotten. A try is paid
    for on the person's own count as well, so that a hundred sent at once are five.
    """
    kept = frozen_in(request, now=now)
    user = _person_of(kept) if kept else None
    known = Pin.objects.filter(user=user).first() if user else None
    if kept is None or user is None or known is None:
        drop(request)
        raise NotFrozen
    try:
        tries.claim(known, way="token", now=now)
    except (tries.TryLater, tries.NewPinNeeded) as refused:
        drop(request)
        raise NotFrozen from refused
    if not check_password(pin or secrets.token_hex(4), known.pin_hash):
        _refuse(request, user, kept, now=now)
    tries.forgive(known, way="token")
    if not forget(request.session.session_key):  # ended meanwhile, from elsewhere
        drop(request)
        raise NotFrozen
    try:
        memberships = _learner_memberships(user)
        open_session(request=request, user=user, memberships=memberships, now=now, target="frozen")
    except NotALearner as refused:
        drop(request)
        raise NotFrozen from refused
    return kept["where"]


def _refuse(request: HttpRequest, user: User, kept: Frozen, *, now: datetime.datetime) -> None:
    record(verb="pin.refused", now=now, by=None, subject=user)
    left = FREE_TRIES - kept["tries"] - 1
    if left < 1:
        drop(request)
        raise NotFrozen
    request.session[_KEY] = kept | {"tries": kept["tries"] + 1}
    raise WrongDigits(left)


def _person_of(kept: Frozen) -> User | None:
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or not _learner_memberships(user):
        return None
    return user if constant_time_compare(user.get_session_auth_hash(), kept["mark"]) else None


def _learner_memberships(user: User) -> list[Membership]:
    """All the person's memberships, when one of them is a learner's."""
    memberships = list(memberships_of(user))
    return memberships if any(one.role == Role.LEARNER for one in memberships) else []
