"""What a session remembers, so that no request asks the database for it again: its kind, its ends, the help contact."""

import datetime
from typing import TypedDict

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from lms.accounts.models import User
from lms.structures.models import Membership, Role, Structure
from lms.structures.queries import memberships_of

LEARNER = "learner"
STAFF = "staff"

# Set by the pages' script, says nothing of anybody: the browser counts the idle time itself, so that no header need
# lead the page away.
SCRIPTED_COOKIE = "scripted"
# What it begins with once somebody has left while the line was down, until the server knows; their mark follows.
LEAVING = "leaving"

# Why a session ended by itself.
IDLE = "idle"
TOO_LONG = "too-long"

DEFAULT_IDLE_MINUTES = 10
# Activity is written at most this often: one UPDATE a minute, not one a request.
_TOUCH_SECONDS = 60


class HelpContact(TypedDict):
    person: str
    phone: str
    hours: str
    place: str


def begin(
    session: SessionBase, *, user: User, kind: str, memberships: list[Membership], now: datetime.datetime
) -> None:
    """Note in the session, at sign-in, its kind and all that its requests will need."""
    moment = int(now.timestamp())
    places = [one.structure for one in memberships if one.role == Role.LEARNER] if kind == LEARNER else []
    session["role_kind"] = kind
    session["started_at"] = moment
    session["seen_at"] = moment
    session["idle_seconds"] = _idle_seconds(kind, places)
    session["language"] = user.language
    session["help_contact"] = _help_contact(places)


def note_last_time(session: SessionBase, moment: datetime.datetime | None) -> None:
    """Note when the person signed in the time before, for the home page to say."""
    if moment is not None:
        session["last_time"] = moment.isoformat()


def last_time(session: SessionBase) -> datetime.datetime | None:
    """When the person signed in the time before this one; None the first time."""
    noted = session.get("last_time")
    return datetime.datetime.fromisoformat(noted) if noted else None


def begin_unnoted(request: HttpRequest, user: User, *, now: datetime.datetime) -> None:
    """A session that neither of our doors noted takes the kind that the person's roles give it."""
    memberships = list(memberships_of(user))
    is_staff = user.is_superuser or any(one.role != Role.LEARNER for one in memberships)
    begin(request.session, user=user, kind=STAFF if is_staff else LEARNER, memberships=memberships, now=now)


def why_over(session: SessionBase, *, now: datetime.datetime) -> str | None:
    """IDLE or TOO_LONG when the session must end now, by the server's clock."""
    moment = int(now.timestamp())
    longest = settings.STAFF_ABSOLUTE_SECONDS if session["role_kind"] == STAFF else settings.LEARNER_ABSOLUTE_SECONDS
    if moment - session["started_at"] >= longest:
        return TOO_LONG
    if moment - session["seen_at"] >= session["idle_seconds"]:
        return IDLE
    return None


def touch(session: SessionBase, *, now: datetime.datetime) -> None:
    """Note that the person is there. After a clock was set back, the longest time counts from where it is now."""
    moment = int(now.timestamp())
    if moment < session["started_at"]:
        session["started_at"] = moment
    if abs(moment - session["seen_at"]) >= min(_TOUCH_SECONDS, session["idle_seconds"] // 2):
        session["seen_at"] = moment


def note_presence(session: SessionBase, *, now: datetime.datetime) -> None:
    """Note to the second that the person is there: what the pages' script says, seldom."""
    session["seen_at"] = int(now.timestamp())


def seconds_left(session: SessionBase, *, now: datetime.datetime) -> int:
    """How long until the session ends if nothing more is heard from the person."""
    return max(0, session["seen_at"] + session["idle_seconds"] - int(now.timestamp()))


def _idle_seconds(kind: str, places: list[Structure]) -> int:
    if kind == STAFF:
        return settings.STAFF_IDLE_SECONDS
    return 60 * min((place.idle_minutes for place in places), default=DEFAULT_IDLE_MINUTES)


def _help_contact(places: list[Structure]) -> HelpContact | None:
    """Who to call: the first of the person's places that gives a name or a phone."""
    for place in places:
        if place.contact_name or place.contact_phone:
            return {
                "person": place.contact_name,
                "phone": place.contact_phone,
                "hours": place.contact_hours,
                "place": place.name,
            }
    return None
