"""Hints that a learner asks for before answering: each is written down once, with what it cost."""

import datetime

from django.db import transaction

from assessments.attempts.models import Attempt, HintTaken
from assessments.attempts.services import AlreadyAnswered, AttemptClosed, UnknownSlot, take_sheet
from assessments.attempts.timing import check_time
from assessments.bank.content import hint_costs
from assessments.bank.models import ItemVersion
from assessments.bank.services import freeze


class NoSuchHint(LookupError):
    """The question has no such hint, or the one before it was not asked for."""


@transaction.atomic
def take_hint(*, attempt: Attempt, slot: int, number: int, now: datetime.datetime) -> HintTaken:
    """Give the person this hint (from 1) of the question at this place; asked for again, it is the first one's row.

    Hints come one after the other, before the question has an answer; the version is frozen, so that what was said
    to cost something is what it costs. Raises AttemptClosed, TimeIsUp, UnknownSlot, AlreadyAnswered, NoSuchHint.
    """
    sheet = take_sheet(Attempt.objects.filter(pk=attempt.pk).select_related("activity", "user"))
    if sheet is None or sheet.attempt.state != Attempt.State.OPEN:
        raise AttemptClosed
    if not 0 <= slot < len(sheet.attempt.plan):
        raise UnknownSlot(slot)
    taken = {each.number: each for each in HintTaken.objects.filter(attempt=attempt, slot=slot).order_by("number")}
    if number in taken:
        return taken[number]
    check_time(sheet.attempt, now=now)
    if slot in sheet.latest:
        raise AlreadyAnswered(sheet.latest[slot])
    if number != len(taken) + 1:
        raise NoSuchHint(number)
    return _write_down(sheet.attempt, slot, number, now=now)


def _write_down(attempt: Attempt, slot: int, number: int, *, now: datetime.datetime) -> HintTaken:
    version = ItemVersion.objects.select_for_update().get(pk=attempt.plan[slot])  # its author does not rewrite it now
    costs = hint_costs(version.body)
    if number > len(costs):
        raise NoSuchHint(number)
    freeze(version=version, now=now)
    return HintTaken.objects.create(
        attempt=attempt, version=version, slot=slot, number=number, cost=costs[number - 1], taken_at=now
    )


def hints_taken(attempt: Attempt) -> dict[int, list[HintTaken]]:
    """What the person asked for, in order, by place in the plan. One query."""
    found: dict[int, list[HintTaken]] = {}
    for each in HintTaken.objects.filter(attempt=attempt).order_by("slot", "number"):
        found.setdefault(each.slot, []).append(each)
    return found
