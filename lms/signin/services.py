"""Cards and PINs are issued here, and open a session here: the card names the person, the PIN proves it."""

import datetime
import logging
import secrets
from dataclasses import dataclass
from functools import cache
from typing import NoReturn

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.journal.services import record
from lms.signin import codes, tries
from lms.signin.elsewhere import end_everywhere
from lms.signin.models import Card, Pin
from lms.signin.opening import forget, open_session
from lms.signin.queries import card_with_code, card_with_token, code_hash, token_hash
from lms.signin.sessions import SCRIPTED_COOKIE
from lms.structures.models import Membership, Role
from lms.structures.queries import has_staff_rights, memberships_of
from lms.web.ratelimit import Limit, count_distinct, is_crowded

logger = logging.getLogger(__name__)

PER_ADDRESS = Limit(name="signin", uses=300, seconds=600)
PER_BROWSER = Limit(name="signin-browser", uses=20, seconds=600)
# So many people failing at once is no class that mistypes.
ALARM_AT, ALARM_SECONDS = 50, 600
_CROWD_WAIT_SECONDS = 5
_NO_TRIES: dict[str, int | None] = {
    "code_failures": 0,
    "code_retry_at": None,
    "token_failures": 0,
    "token_retry_at": None,
    "seat_failures": 0,
}


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
        end_everywhere(user=user)
        record(verb="card.revoked", now=now, by=by, subject=user)


@transaction.atomic
def replace_card(*, user: User, by: User, now: datetime.datetime) -> IssuedCard:
    """A lost card, in one step: it opens nothing any more, all the person's sessions end, a new one is issued."""
    revoke_card(user=user, by=by, now=now)
    return issue_card(user=user, by=by, now=now)


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
    Pin.objects.update_or_create(user=user, defaults={"pin_hash": make_password(pin), "changed_at": now} | _NO_TRIES)


@transaction.atomic
def unlock(*, user: User, by: User, now: datetime.datetime) -> None:
    """Forget the wrong tries of every way in: the same digits open again at once. The card stays the same."""
    Pin.objects.filter(user=user).update(**_NO_TRIES)
    record(verb="pin.unlocked", now=now, by=by, subject=user)


def sign_in_with_card(
    *, request: HttpRequest, now: datetime.datetime, code: str = "", token: str = "", pin: str = ""
) -> User:
    """Open a learner's session with a card (its token when there is one, else its code) and its PIN.

    Whatever session this browser had ends. Raises MalformedCode, WrongCard, TryLater, NewPinNeeded,
    CountersUnavailable.
    A wrong code and a wrong PIN cost the same work and raise the same error.
    """
    refuse_crowd(request, now=now)
    card, fingerprint = _named_card(code=code, token=token)
    memberships = memberships_of_learner(card.user) if card else []
    if card is None or not memberships:
        tries.claim_unknown(fingerprint, now=now)
        check_password(pin, nobodys_hash())
        _refuse(card, fingerprint=fingerprint, now=now)
    if any(one.structure.pin_required for one in memberships):
        _check_pin(card, pin=pin, way="token" if token else "code", fingerprint=fingerprint, now=now)
    if not _open_with(card, request=request, memberships=memberships, now=now):
        _refuse(card, fingerprint=fingerprint, now=now)
    return card.user


@transaction.atomic
def _open_with(card: Card, *, request: HttpRequest, memberships: list[Membership], now: datetime.datetime) -> bool:
    """Open the session unless the card was revoked while its digits were looked at; whoever revokes it now waits for
    this to end, and then finds the session to end as well."""
    if not Card.objects.filter(pk=card.pk, revoked_at=None).update(last_used_at=now):
        return False
    open_session(request=request, user=card.user, memberships=memberships, now=now, target=f"card:{card.pk}")
    return True


def _named_card(*, code: str, token: str) -> tuple[Card | None, str]:
    """The card that the token or the code names, if any, and a fingerprint of what was given."""
    if token:
        plain = codes.normalised(token, length=codes.TOKEN_LENGTH)
        return card_with_token(plain), token_hash(plain)
    plain = codes.normalised(code)
    return card_with_code(plain), code_hash(plain)


def refuse_crowd(request: HttpRequest, *, now: datetime.datetime) -> None:
    """Slow down an address or a browser that tries very much, without ever closing.

    Raises TryLater, CountersUnavailable.
    """
    if is_crowded(limit=PER_ADDRESS, source=get_adapter().get_client_ip(request), now=now):
        raise tries.TryLater(_CROWD_WAIT_SECONDS)
    browser = _browser_of(request)
    if browser and is_crowded(limit=PER_BROWSER, source=browser, now=now):
        raise tries.TryLater(1)


def _browser_of(request: HttpRequest) -> str:
    """What tells this browser from others: the cookie that its forms need anyway, hashed. Empty without it."""
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return salted_hmac("declic.signin.browser", cookie).hexdigest() if cookie else ""


def memberships_of_learner(user: User) -> list[Membership]:
    """The person's memberships when they are a learner and nothing more: a weak way never gives a role."""
    memberships = list(memberships_of(user))
    is_learner = any(one.role == Role.LEARNER for one in memberships)
    return memberships if is_learner and not has_staff_rights(user) else []


@cache
def nobodys_hash() -> str:
    """What a PIN is compared with when the code names nobody: the same slow work, for nothing."""
    return make_password(secrets.token_hex(8))


def _check_pin(card: Card, *, pin: str, way: tries.Way, fingerprint: str, now: datetime.datetime) -> None:
    known = Pin.objects.filter(user_id=card.user_id).first()
    if known is None:
        tries.claim_unknown(fingerprint, now=now)
    else:
        tries.claim(known, way=way, now=now)
    right = check_password(pin, known.pin_hash if known else nobodys_hash())
    if known is None or not right:
        _refuse(card, fingerprint=fingerprint, now=now)
    tries.forgive(known, way=way)


def _refuse(card: Card | None, *, fingerprint: str, now: datetime.datetime) -> NoReturn:
    """Note the refusal, and say no."""
    if card is not None:
        record(verb="card.refused", now=now, by=None, subject=card.user, target=f"card:{card.pk}")
    watch_failures(fingerprint, now=now)
    raise WrongCard


def watch_failures(fingerprint: str, *, now: datetime.datetime) -> None:
    """Raise the alarm when very many different people fail at once; `fingerprint` tells this one from the others."""
    failing = count_distinct(name="signin-failures", member=fingerprint, seconds=ALARM_SECONDS, now=now)
    if failing == ALARM_AT:
        logger.error(
            "%s different codes were refused within %s seconds: someone may be guessing",
            failing,
            ALARM_SECONDS,
        )


def end_session(*, request: HttpRequest, user: User, now: datetime.datetime, verb: str = "session.ended") -> None:
    """End the session on the server: its row is deleted and the cookie opens nothing any more."""
    record(verb=verb, now=now, by=user, subject=user)
    forget(request.session.session_key)
    logout(request)


def cleared(response: HttpResponse) -> HttpResponse:
    """The response that ends a session: the browser empties its cache and storage, and keeps no cookie of ours.

    Only this one says so: on every response it would cost each learner's cached files at each page.
    """
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Lax")
    response.delete_cookie(SCRIPTED_COOKIE, samesite="Lax")
    patch_cache_control(response, no_store=True, private=True)
    return response
