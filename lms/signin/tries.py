"""Wrong tries: five are free, then each one earns a longer wait, five minutes at most. Nobody is locked out.

At a registered seat, where faces are known and a trainer stands by, it is five tries and then the trainer.
A try is paid for before it is looked at, by a conditional UPDATE: a hundred guesses sent at once count as any others.
"""

import datetime
from typing import Literal

from django.core.cache import cache
from django.db.models import F

from lms.signin.models import Pin

FREE_TRIES = 5
LONGEST_WAIT = datetime.timedelta(minutes=5)
# NIST SP 800-63B: at most 100 failures in a row; then only a new PIN opens again.
MOST_FAILURES = 100

Way = Literal["code", "token"]  # those that earn waits

_ROUNDS = 2 * FREE_TRIES
_REMEMBERED_SECONDS = 3600


class TryLater(Exception):
    """Too many wrong tries: the next one is looked at in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class NewPinNeeded(Exception):
    """A hundred wrong tries in a row: only a reset PIN opens again."""


class CallTrainer(Exception):
    """Five wrong tries at a seat: a trainer unlocks; the card still works meanwhile."""


def wait_after(failures: int) -> datetime.timedelta:
    """The wait that this many wrong tries in a row earn: none below five, then 2, 4, 8… seconds."""
    if failures < FREE_TRIES:
        return datetime.timedelta()
    return min(datetime.timedelta(seconds=2 ** min(failures - FREE_TRIES + 1, 12)), LONGEST_WAIT)


def claim(pin: Pin, *, way: Way, now: datetime.datetime) -> None:
    """Pay for one try at this PIN. Raises TryLater, NewPinNeeded."""
    for _round in range(_ROUNDS):
        pin.refresh_from_db()
        failures: int = getattr(pin, f"{way}_failures")
        if failures >= MOST_FAILURES:
            raise NewPinNeeded
        _refuse_before(getattr(pin, f"{way}_retry_at"), now=now)
        wait = wait_after(failures + 1)
        paid = Pin.objects.filter(pk=pin.pk, **{f"{way}_failures": failures}).update(
            **{f"{way}_failures": F(f"{way}_failures") + 1, f"{way}_retry_at": now + wait if wait else None}
        )
        if paid:
            return
    raise TryLater(1)


def forgive(pin: Pin, *, way: Way) -> None:
    """The right answer: the wrong ones before it no longer count."""
    Pin.objects.filter(pk=pin.pk).update(**{f"{way}_failures": 0, f"{way}_retry_at": None})


def claim_at_seat(pin: Pin) -> None:
    """Pay for one try at a registered seat, in one UPDATE. Raises CallTrainer."""
    tried = Pin.objects.filter(pk=pin.pk, seat_failures__lt=FREE_TRIES)
    if not tried.update(seat_failures=F("seat_failures") + 1):
        raise CallTrainer


def forgive_at_seat(pin: Pin) -> None:
    """The right digits at a seat: the wrong ones before them no longer count."""
    Pin.objects.filter(pk=pin.pk).update(seat_failures=0)


def claim_unknown(fingerprint: str, *, now: datetime.datetime) -> None:
    """The same waits for a code that names nobody, so that a wait tells nothing. Raises TryLater."""
    key = f"signin:unknown:{fingerprint}"
    for _round in range(_ROUNDS):
        failures, retry_at = cache.get(key, (0, None))
        _refuse_before(retry_at, now=now)
        if cache.add(f"{key}:{failures}", 1, timeout=_REMEMBERED_SECONDS):  # whoever adds this number has paid for it
            wait = wait_after(failures + 1)
            cache.set(key, (failures + 1, now + wait if wait else None), timeout=_REMEMBERED_SECONDS)
            return
    raise TryLater(1)


def _refuse_before(retry_at: datetime.datetime | None, *, now: datetime.datetime) -> None:
    """A moment further away than the longest wait comes from a clock that was wrong: it does not count."""
    if retry_at is not None and now < retry_at <= now + LONGEST_WAIT:
        raise TryLater(max(1, round((retry_at - now).total_seconds())))
