"""A learner's session opens here, whatever the way in: card, seat, phone, trial, coming back after a pause."""

import datetime

from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from lms.accounts.models import User
from lms.journal.services import record
from lms.signin import sessions
from lms.signin.devices import device_words
from lms.signin.models import OpenSession, Seat
from lms.signin.queries import seat_of
from lms.structures.models import Membership
from lms.structures.queries import has_staff_rights


class NotALearner(Exception):
    """The person has staff rights: only the staff's door opens for them."""


@transaction.atomic
def open_session(
    *,
    request: HttpRequest,
    user: User,
    memberships: list[Membership],
    now: datetime.datetime,
    target: str,
    seat: Seat | None = None,
) -> OpenSession:
    """End the session that this browser had, and begin the person's own under a new key.

    `target` is what opened it, for the journal ("card:12"); `seat` where it happens, which the browser's own cookie
    says when the caller does not.
    Raises NotALearner: a weak way never gives a role.
    """
    if has_staff_rights(user):
        raise NotALearner
    last_time = user.last_login
    forget(request.session.session_key)
    request.session.flush()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    sessions.begin(request.session, user=user, kind=sessions.LEARNER, memberships=memberships, now=now)
    sessions.note_last_time(request.session, last_time)
    record(verb="session.opened", now=now, by=user, subject=user, target=target)
    return OpenSession.objects.create(
        user=user,
        session_key=str(request.session.session_key),
        seat=seat or seat_of(request),
        device=device_words(request.headers.get("User-Agent", "")),
        started_at=now,
    )


def forget(session_key: str | None) -> bool:
    """The session of this key has ended: it is no longer among those open. False when it was not."""
    return bool(session_key and OpenSession.objects.filter(session_key=session_key).delete()[0])


def forget_ended(*, now: datetime.datetime) -> int:
    """Forget the sessions that ended without a word: closed browsers, rows cleared since, frozen and never
    gone on with. Returns how many."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    still_open = OpenSession.objects.lasting(now=now).filter(session_key__in=alive).order_by()
    return OpenSession.objects.exclude(pk__in=still_open.values("pk")).delete()[0]
