"""What the records say reaches the store: nothing is lost, nothing is there twice, whoever is killed when.

An attempt leaves whole once it is over, or a day after it was begun. What has changed since it left leaves again, and
what is true no more is voided (docs/decisions/0037).
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from assessments.attempts.models import Attempt
from assessments.xapi.building import Statement, Told, voiding
from assessments.xapi.queries import site, told_of
from courses.statements.models import Delivery
from courses.statements.queries import SEND, places, to_send
from courses.statements.store import Refused, Store, configured
from lms.accounts.models import User
from lms.jobs.models import Job
from lms.jobs.services import enqueue
from lms.journal.services import record

A_TIME = 10  # attempts told together: alone each, if the store refuses them, they fit in a job's lease
# A transaction that was open while evidence was read may have recorded something earlier than it: none lasts that long.
MARGIN = datetime.timedelta(minutes=10)
PAUSE = datetime.timedelta(hours=1)  # after a job that gave up


def queue_sending(*, now: datetime.datetime) -> bool:
    """Have what waits sent, unless a job does it already or the store has just failed; whether a job was made."""
    if configured() is None or not may_send(now=now) or not to_send(now=now).exists():
        return False
    Job.objects.filter(kind=SEND, state=Job.State.DONE).delete()
    enqueue(kind=SEND, key=f"{SEND}:{now.isoformat()}", payload={}, now=now)
    return True


def may_send(*, now: datetime.datetime) -> bool:
    """Nobody is sending, and the last job has not just given up."""
    jobs = Job.objects.filter(kind=SEND)
    busy = jobs.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))
    return not busy.exists() and not jobs.filter(state=Job.State.FAILED, finished_at__gt=now - PAUSE).exists()


@transaction.atomic
def try_again(*, by: User, now: datetime.datetime) -> None:
    """What was refused and what failed is sent again, at once: for whoever has put right what was wrong."""
    Delivery.objects.exclude(refusal="").update(state="", refusal="")
    Job.objects.filter(kind=SEND, state=Job.State.FAILED).delete()
    Job.objects.filter(kind=SEND, state=Job.State.WAITING).update(run_after=now)
    queue_sending(now=now)
    record(verb="statements.sent_again", now=now, by=by)


@dataclass(frozen=True)
class Parcel:
    """An attempt as it is told now, beside what the store holds of it."""

    attempt: Attempt
    delivery: Delivery
    told: Told

    @property
    def true(self) -> list[str]:
        return [statement["id"] for statement in self.told.statements]

    @property
    def statements(self) -> list[Statement]:
        """What the store has yet to know: what is new, and that what it may hold is true no more."""
        held, here = set(self.delivery.held), site()
        new = [statement for statement in self.told.statements if statement["id"] not in held]
        gone = sorted((held | set(self.delivery.offered)) - set(self.true))
        return [*new, *(voiding(self.told.attempt, former, here) for former in gone)]


def send_next(*, after: int, store: Store, now: datetime.datetime) -> list[int]:
    """Send the next attempts whose id is above `after`; returns their ids, none when all is sent.

    Not for a transaction: another server's answer is waited for. Raises Unavailable; then the same ones come again.
    """
    attempts = to_send(now=now).filter(pk__gt=after).order_by("pk")[:A_TIME]
    parcels = [_parcel(attempt, told, now=now) for attempt, told in told_of(attempts, places=places(), keys_of=None)]
    _send(parcels, store, now=now)
    return [parcel.delivery.attempt_id for parcel in parcels]


def _parcel(attempt: Attempt, told: Told, *, now: datetime.datetime) -> Parcel:
    """What is about to leave is written down first: after a kill it is known what the store may hold."""
    delivery = Delivery.objects.filter(attempt=attempt).first() or Delivery(attempt=attempt)
    parcel = Parcel(attempt, delivery, told)
    delivery.offered = sorted(set(delivery.offered) | set(parcel.true) - set(delivery.held))
    delivery.known_until = delivery.known_until or now - MARGIN
    delivery.save()
    return parcel


def _send(parcels: Sequence[Parcel], store: Store, *, now: datetime.datetime) -> None:
    try:
        store.send([statement for parcel in parcels for statement in parcel.statements])
    except Refused as refused:
        if len(parcels) == 1:
            _send_singly(parcels[0], store, refused, now=now)
        else:
            for parcel in parcels:
                _send([parcel], store, now=now)
        return
    _keep(parcels, now=now)


def _send_singly(parcel: Parcel, store: Store, refused: Refused, *, now: datetime.datetime) -> None:
    """A store that has one of them already, told with a title that has changed since, takes the others one by one."""
    if not refused.known:
        return _keep([parcel], now=now, refusal=str(refused))
    for statement in parcel.statements:
        try:
            store.send([statement])
        except Refused as again:
            if not again.known:
                return _keep([parcel], now=now, refusal=str(again))
    return _keep([parcel], now=now)


def _keep(parcels: Iterable[Parcel], *, now: datetime.datetime, refusal: str = "") -> None:
    for parcel in parcels:
        delivery = parcel.delivery
        delivery.state, delivery.known_until, delivery.refusal = parcel.attempt.state, now - MARGIN, refusal
        if not refusal:
            delivery.held, delivery.offered, delivery.sent_at = parcel.true, [], now
        delivery.save()
