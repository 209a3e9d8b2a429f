"""« Essayer » without an account: a guest's work under a paper code, gone on with anywhere, claimed once.

What a guest may try is no matter of this floor: whoever begins a trial enrols the guest in it.
"""

import datetime
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lms.accounts.evidence import move_evidence
from lms.accounts.models import User
from lms.accounts.services import create_learner
from lms.journal.services import record
from lms.signin import codes, sessions, tries
from lms.signin.elsewhere import end_everywhere
from lms.signin.models import Trial
from lms.signin.opening import open_session
from lms.signin.services import refuse_crowd, watch_failures
from lms.web.ratelimit import Limit, is_crowded

BEGUN_PER_ADDRESS = Limit(name="trials", uses=30, seconds=600, pace=5)
# What the site keeps is this many times TRIAL_DAYS. By the day, so that whoever floods it closes it for that day alone.
MOST_A_DAY = 2000
# What a trial's session remembers besides a learner's: its code, on the server alone, for « Mon code d’essai ».
CODE = "trial_code"
_SALT = "declic.signin.trial-code"


# Asked by the sign-in page: whether anything is open to try. The floor above knows, and registers here.
Offer = Callable[[], bool]
_offers: list[Offer] = []


class TooManyTrials(Exception):
    """So many trials began within a day that no other does today."""


class UnknownTrial(Exception):
    """No trial has this code, or it was so long ago that it has been forgotten."""


class TrialOver(Exception):
    """The trial's time is up."""


class TrialClaimed(Exception):
    """The work belongs to somebody's account already."""


@dataclass(frozen=True)
class BegunTrial:
    """A trial just begun: its code is known now, to be written down, and afterwards in its own sessions only."""

    trial: Trial
    code: str


def offers_trials(offer: Offer) -> Offer:
    """Register who may have something to try; registering it twice changes nothing."""
    if offer not in _offers:
        _offers.append(offer)
    return offer


def is_something_to_try() -> bool:
    """Whether the sign-in page leads to « Essayer »."""
    return any(offer() for offer in _offers)


def trial_hash(code: str, *, secret: str | None = None) -> str:
    """HMAC-SHA256 of a trial's code, under the key of trials."""
    return salted_hmac(_SALT, code, secret=secret, algorithm="sha256").hexdigest()


def refuse_flood(request: HttpRequest, *, now: datetime.datetime) -> None:
    """Slow down an address where very many trials begin. Raises TryLater, CountersUnavailable."""
    if is_crowded(limit=BEGUN_PER_ADDRESS, source=get_adapter().get_client_ip(request), now=now):
        raise tries.TryLater(BEGUN_PER_ADDRESS.pace)


@transaction.atomic
def begin_trial(*, now: datetime.datetime, choice: codes.Choice = secrets.choice) -> BegunTrial:
    """A guest without name, role or password, and the code of their work. Raises TooManyTrials."""
    if Trial.objects.filter(begun_at__gt=now - datetime.timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyTrials
    guest = create_learner(first_name=_("Trial"), last_name="", by=None, now=now, choice=choice)
    code = codes.new_code(choice)
    trial = Trial.objects.create(
        guest=guest,
        code_hash=trial_hash(code),
        begun_at=now,
        expires_at=now + datetime.timedelta(days=settings.TRIAL_DAYS),
    )
    record(verb="trial.begun", now=now, by=guest, subject=guest, target=f"trial:{trial.uuid}")
    return BegunTrial(trial, code)


def open_trial(*, request: HttpRequest, trial: Trial, code: str, now: datetime.datetime) -> None:
    """Open the guest's session in this browser: a learner's, that knows its trial and its code."""
    open_session(request=request, user=trial.guest, memberships=[], now=now, target=f"trial:{trial.uuid}")
    request.session[CODE] = codes.grouped(code)


def resume_trial(*, request: HttpRequest, code: str, now: datetime.datetime) -> Trial:
    """Go on with a trial, in whatever browser.

    Raises MalformedCode, UnknownTrial, TrialOver, TrialClaimed, TryLater, CountersUnavailable.
    """
    trial = find_trial(request=request, code=code, now=now)
    open_trial(request=request, trial=trial, code=codes.normalised(code), now=now)
    return trial


def find_trial(*, request: HttpRequest, code: str, now: datetime.datetime) -> Trial:
    """The trial of this code, while it may be gone on with or claimed; guesses are slowed as those of cards are.

    Raises MalformedCode, UnknownTrial, TrialOver, TrialClaimed, TryLater, CountersUnavailable.
    """
    refuse_crowd(request, now=now)
    plain = codes.normalised(code)
    hashes = [trial_hash(plain, secret=one) for one in _secrets()]
    trial = Trial.objects.filter(code_hash__in=hashes).select_related("guest").first()
    if trial is None:
        tries.claim_unknown(hashes[0], now=now)
        watch_failures(hashes[0], now=now)
        raise UnknownTrial
    _refuse_ended(trial, now=now)
    return trial


def _secrets() -> list[str]:
    """The site's secret, and those before it that are still honoured."""
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]


def _refuse_ended(trial: Trial, *, now: datetime.datetime) -> None:
    if trial.claimed_at is not None:
        raise TrialClaimed
    if trial.expires_at <= now:
        raise TrialOver


@transaction.atomic
def claim_trial(*, trial: Trial, person: User, by: User, now: datetime.datetime) -> None:
    """Give the person all the work of the trial, once: of a hundred claims at once one moves it.

    The guest's sessions end, and the code opens nothing any more. Raises TrialClaimed, TrialOver.
    """
    if not Trial.objects.current(now=now).filter(pk=trial.pk).update(claimed_by=person, claimed_at=now):
        trial.refresh_from_db()
        _refuse_ended(trial, now=now)
    guest = User.objects.get(pk=trial.guest_id)
    move_evidence(source=guest, target=person, now=now)
    User.objects.filter(pk=guest.pk).update(is_active=False)
    end_everywhere(user=guest)
    record(verb="trial.claimed", now=now, by=by, subject=person, target=f"trial:{trial.uuid}")


@transaction.atomic
def forget_expired(*, now: datetime.datetime) -> int:
    """Delete the guests whose time is up, with all the work that nobody claimed. Returns how many.

    A claimed trial's guest holds nothing any more, and goes on the same day.
    """
    expired = Trial.objects.filter(expires_at__lte=now)
    guests = User.objects.filter(pk__in=expired.order_by().values("guest"), memberships=None).order_by("pk")
    count = guests.count()
    guests.delete()
    if count:
        record(verb="trials.forgotten", now=now, by=None, count=count)
    return count


def is_guest(user: User) -> bool:
    """Whether the person is a trial's guest: they may learn, and hold no certificate before their work is claimed."""
    return Trial.objects.filter(guest=user).exists()


def code_of_session(request: HttpRequest) -> str:
    """The code of the trial that this session is, as it is written on paper; empty in any other session."""
    return str(request.session.get(CODE, "")) if request.session.get("role_kind") == sessions.LEARNER else ""
