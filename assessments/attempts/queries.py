"""Reads of evidence. Whose attempts one may see: `Attempt.objects.visible_to(user)`."""

from collections.abc import Iterable

from assessments.activities.models import Activity
from assessments.attempts.marks import Mark
from assessments.attempts.models import Attempt, AttemptQuerySet, HintTaken, Outcome, Response
from lms.accounts.models import User, Visitor


def visible_to(user: Visitor) -> AttemptQuerySet:
    """Own attempts; a trainer's are those of the people in their structures' cohorts."""
    return Attempt.objects.visible_to(user)


def attempts_of(user: User, activity: Activity) -> AttemptQuerySet:
    """The person's attempts at an activity, newest first, with their outcomes; cancelled ones left out."""
    counted = Attempt.objects.counted().filter(user=user, activity=activity)
    return counted.select_related("outcome", "activity").order_by("-number")


def open_attempt(user: User, activity: Activity) -> Attempt | None:
    """The attempt that the person has not finished."""
    left_open = Attempt.objects.filter(user=user, activity=activity, state=Attempt.State.OPEN)
    found = left_open.select_related("activity").first()
    if found is not None:
        found.user = user
    return found


def attempts_left(user: User, activity: Activity) -> int | None:
    """How many more attempts the person may begin; None when there is no limit."""
    if activity.attempts_allowed == 0:
        return None
    counted = Attempt.objects.counted().filter(user=user, activity=activity).count()
    return max(activity.attempts_allowed - counted, 0)


def latest_responses(attempt: Attempt) -> dict[int, Response]:
    """The answer that counts in each place of the plan, by place; places not answered are missing."""
    in_order = Response.objects.filter(attempt=attempt).order_by("slot", "sequence")
    return {response.slot: response for response in in_order}


def last_marks(response_ids: Iterable[int]) -> dict[int, Mark]:
    """What trainers said last of these answers, by answer; those that none has looked at are missing. One query."""
    marks = Mark.objects.filter(response__in=list(response_ids)).order_by("response_id", "sequence")
    return {mark.response_id: mark for mark in marks}


def costs_of_hints(attempts: Iterable[Attempt]) -> dict[int, dict[int, list[int]]]:
    """What each hint taken cost, in percent: by attempt id, then by place in its plan. One query."""
    taken = HintTaken.objects.filter(attempt__in=attempts).order_by("attempt_id", "slot", "number")
    found: dict[int, dict[int, list[int]]] = {}
    for attempt, slot, cost in taken.values_list("attempt_id", "slot", "cost"):
        found.setdefault(attempt, {}).setdefault(slot, []).append(cost)
    return found


def best_outcomes(user: User, activities: Iterable[Activity]) -> dict[int, Outcome]:
    """The person's best outcome in each activity, by activity id; for equal scores the earliest."""
    outcomes = (
        Outcome.objects.filter(attempt__user=user, attempt__activity__in=activities)
        .exclude(attempt__state=Attempt.State.VOIDED)
        .select_related("attempt")
        .order_by("score_scaled", "-recorded_at", "-pk")
    )
    return {outcome.attempt.activity_id: outcome for outcome in outcomes}
