"""Which card a code or a token names, and which registered seat a browser is."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from lms.signin import codes
from lms.signin.models import Card, Seat
from lms.structures.queries import memberships_of

# Each use of the site's secret has its own key: a hash of a code says nothing about any other signature.
_CODE_SALT = "declic.signin.card-code"
_TOKEN_SALT = "declic.signin.card-token"  # noqa: S105 a salt, not a secret

_SEAT_SALT = "declic.signin.seat"


def code_hash(code: str, *, secret: str | None = None) -> str:
    """HMAC-SHA256 of a typed code, under the key of codes."""
    return salted_hmac(_CODE_SALT, code, secret=secret, algorithm="sha256").hexdigest()


def token_hash(token: str, *, secret: str | None = None) -> str:
    """HMAC-SHA256 of a QR's token, under the key of tokens."""
    return salted_hmac(_TOKEN_SALT, token, secret=secret, algorithm="sha256").hexdigest()


def seat_hash(token: str, *, secret: str | None = None) -> str:
    """HMAC-SHA256 of a seat's token, under the key of seats."""
    return salted_hmac(_SEAT_SALT, token, secret=secret, algorithm="sha256").hexdigest()


def seat_of(request: HttpRequest) -> Seat | None:
    """The registered seat that this browser is, with its room and place; None elsewhere, or once it was revoked.

    One query, and none for a browser that holds no seat's cookie.
    """
    token = request.COOKIES.get(settings.SEAT_COOKIE_NAME, "")
    if len(token) != codes.TOKEN_LENGTH or not set(token) <= set(codes.ALPHABET):
        return None
    hashes = [seat_hash(token, secret=one) for one in _secrets()]
    return Seat.objects.current().filter(token_hash__in=hashes).select_related("room__structure").first()


def card_with_code(code: str) -> Card | None:
    """The card in force with this code; cards printed before the secret was rotated still count."""
    return _in_force().filter(code_hash__in=[code_hash(code, secret=one) for one in _secrets()]).first()


def asks_pin(token: str) -> bool:
    """Whether the card of this token needs its four digits; so does a token that names nobody, which tells nothing."""
    card = card_with_token(token)
    memberships = list(memberships_of(card.user)) if card else []
    return not memberships or any(one.structure.pin_required for one in memberships)


def card_with_token(token: str) -> Card | None:
    """The card in force with this token."""
    return _in_force().filter(token_hash__in=[token_hash(token, secret=one) for one in _secrets()]).first()


def _in_force() -> QuerySet[Card]:
    return Card.objects.filter(revoked_at=None, user__is_active=True).select_related("user")


def _secrets() -> list[str]:
    """The site's secret, and those before it that are still honoured."""
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
