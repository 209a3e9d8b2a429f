"""Cards and PINs are issued here, and open a session here: the card names the person, the PIN proves it."""

import datetime
import logging
import secrets
from dataclasses import dataclass
from functools import cache
from typing import NoReturn

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.accounts.services import end_sessions
from lms.journal.services import record
from lms.signin import codes, sessions, tries
from lms.signin.models import Card, Pin
from lms.signin.queries import card_with_code, card_with_token, code_hash, token_hash
from lms.structures.models import Membership, Role
from lms.structures.queries import has_staff_rights, memberships_of
from lms.web.ratelimit import Limit, count_distinct, is_crowded

logger = logging.getLogger(__name__)

PER_ADDRESS = Limit(name="signin", uses=300, seconds=600)
# So many people failing at once is no class that mistypes.
ALARM_AT, ALARM_SECONDS = 50, 600
_CROWD_WAIT_SECONDS = 5


class WrongCard(Exception):
    """The code and the PIN do not go together: one message, whichever is wrong."""


class WeakPin(ValueError):
    """A PIN that anyone would try first, or that is not four digits."""


@dataclass(frozen=True)
class IssuedCard:
    """A card just issued: the code and the token are known now, to be printed, and never again."""

    card: Card
    code: str
    token: str

    @property
    def printed_code(self) -> str:
        return codes.grouped(self.code)

    @property
    def address(self) -> str:
        """What the QR holds. The token stands after the #: it reaches no server log and no Referer."""
        return f"{settings.BASE_URL}{reverse('sign_in')}#{self.token}"


@transaction.atomic
def issue_card(
    *, user: User, by: User | None, now: datetime.datetime, choice: codes.Choice = secrets.choice
) -> IssuedCard:
    """A new card; the one in force before opens nothing any more."""
    Card.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    code, token = codes.new_code(choice), codes.new_token(choice)
    card = Card.objects.create(
        user=user, code_hash=code_hash(code), token_hash=token_hash(token), issued_at=now, issued_by=by
    )
    record(verb="card.issued", now=now, by=by, subject=user, target=f"card:{card.pk}")
    return IssuedCard(card=card, code=code, token=token)


@transaction.atomic
def revoke_card(*, user: User, by: User, now: datetime.datetime) -> None:
    """End the card in force, and every session it may have opened: for a card lost or seen by others."""
    if Card.objects.filter(user=user, revoked_at=None).update(revoked_at=now):
        end_sessions(user=user)
        record(verb="card.revoked", now=now, by=by, subject=user)


@transaction.atomic
def set_pin(*, user: User, pin: str, by: User | None, now: datetime.datetime) -> None:
    """Set the four digits and forget the wrong tries. Raises WeakPin."""
    if not codes.is_pin(pin) or codes.is_too_easy(pin):
        raise WeakPin(_("Choose 4 digits that are not all the same and do not follow each other."))
    _keep_pin(user=user, pin=pin, now=now)
    record(verb="pin.set", now=now, by=by, subject=user)


@transaction.atomic
def reset_pin(*, user: User, by: User | None, now: datetime.datetime, choice: codes.Choice = secrets.choice) -> str:
    """New digits by chance, to show once; the wrong tries are forgotten, so this also unlocks."""
    pin = codes.new_pin(choice)
    _keep_pin(user=user, pin=pin, now=now)
    record(verb="pin.reset", now=now, by=by, subject=user)
    return pin


def _keep_pin(*, user: User, pin: str, now: datetime.datetime) -> None:
    fresh = {f"{way}_failures": 0 for way in ("code", "token")} | {f"{way}_retry_at": None for way in ("code", "token")}
    Pin.objects.update_or_create(user=user, defaults={"pin_hash": make_password(pin), "changed_at": now, **fresh})


def sign_in_with_card(
    *, request: HttpRequest, now: datetime.datetime, code: str = "", token: str = "", pin: str = ""
) -> User:
    """Open a learner's session with a card (its token when there is one, else its code) and its PIN.

    Whatever session this browser had ends. Raises MalformedCode, WrongCard, TryLater, NewPinNeeded,
    CountersUnavailable.
    A wrong code and a wrong PIN cost the same work and raise the same error.
    """
    address = get_adapter().get_client_ip(request)
    if is_crowded(limit=PER_ADDRESS, source=address, now=now):
        raise tries.TryLater(_CROWD_WAIT_SECONDS)
    card, fingerprint = _named_card(code=code, token=token)
    memberships = _memberships_of_learner(card.user) if card else []
    if card is None or not memberships:
        tries.claim_unknown(fingerprint, now=now)
        check_password(pin, _nobodys_hash())
        _refuse(card, fingerprint=fingerprint, now=now)
    if any(one.structure.pin_required for one in memberships):
        _check_pin(card, pin=pin, way="token" if token else "code", fingerprint=fingerprint, now=now)
    _open_session(request, card=card, memberships=memberships, now=now)
    return card.user


def _named_card(*, code: str, token: str) -> tuple[Card | None, str]:
    """The card that the token or the code names, if any, and a fingerprint of what was given."""
    if token:
        plain = codes.normalised(token, length=codes.TOKEN_LENGTH)
        return card_with_token(plain), token_hash(plain)
    plain = codes.normalised(code)
    return card_with_code(plain), code_hash(plain)


def _memberships_of_learner(user: User) -> list[Membership]:
    """The person's memberships when they are a learner and nothing more: a weak way never gives a role."""
    memberships = list(memberships_of(user))
    is_learner = any(one.role == Role.LEARNER for one in memberships)
    return memberships if is_learner and not has_staff_rights(user) else []


@cache
def _nobodys_hash() -> str:
    """What a PIN is compared with when the code names nobody: the same slow work, for nothing."""
    return make_password(secrets.token_hex(8))


def _check_pin(card: Card, *, pin: str, way: tries.Way, fingerprint: str, now: datetime.datetime) -> None:
    known = Pin.objects.filter(user_id=card.user_id).first()
    if known is not None:
        tries.claim(known, way=way, now=now)
    right = check_password(pin, known.pin_hash if known else _nobodys_hash())
    if known is None or not right:
        _refuse(card, fingerprint=fingerprint, now=now)
    tries.forgive(known, way=way)


def _refuse(card: Card | None, *, fingerprint: str, now: datetime.datetime) -> NoReturn:
    """Note the refusal, raise the alarm when very many people fail at once, and say no."""
    if card is not None:
        record(verb="card.refused", now=now, by=None, subject=card.user, target=f"card:{card.pk}")
    failing = count_distinct(name="signin-failures", member=fingerprint, seconds=ALARM_SECONDS, now=now)
    if failing == ALARM_AT:
        logger.error(
            "%s different codes were refused within %s seconds: someone may be guessing",
            failing,
            ALARM_SECONDS,
        )
    raise WrongCard


@transaction.atomic
def _open_session(request: HttpRequest, *, card: Card, memberships: list[Membership], now: datetime.datetime) -> None:
    """End the session that this browser had, and begin the person's own under a new key."""
    request.session.flush()
    login(request, card.user, backend="django.contrib.auth.backends.ModelBackend")
    sessions.begin(request.session, user=card.user, kind=sessions.LEARNER, memberships=memberships, now=now)
    Card.objects.filter(pk=card.pk).update(last_used_at=now)
    record(verb="session.opened", now=now, by=card.user, subject=card.user, target=f"card:{card.pk}")


def end_session(*, request: HttpRequest, user: User, now: datetime.datetime, verb: str = "session.ended") -> None:
    """End the session on the server: its row is deleted and the cookie opens nothing any more."""
    record(verb=verb, now=now, by=user, subject=user)
    logout(request)


def cleared(response: HttpResponse) -> HttpResponse:
    """The response that ends a session: the browser empties its cache and storage, and keeps no cookie of ours.

    Only this one says so: on every response it would cost each learner's cached files at each page.
    """
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    patch_cache_control(response, no_store=True, private=True)
    return response
