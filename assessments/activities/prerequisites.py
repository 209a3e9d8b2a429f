"""What comes before an activity, as its author sets it."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from assessments.activities.models import Activity, Prerequisite
from lms.accounts.models import User
from lms.journal.services import record
from lms.structures.models import Structure


class PrerequisiteOfAnotherStructure(ValueError):
    """Only activities of the same structure come before one."""


class PrerequisiteRing(ValueError):
    """The activity itself comes, directly or not, before what was to come before it: nobody could begin."""

    def __init__(self, required: Activity) -> None:
        self.required = required
        super().__init__(required.pk)


@transaction.atomic
def set_prerequisites(
    *,
    activity: Activity,
    first: Mapping[Activity, Prerequisite.Wanted],
    by: User | None,
    now: datetime.datetime,
) -> bool:
    """Put what comes first, and how, in place of what did; False, and nothing is journalled, where it was so already.

    Attempts under way go on. Raises PrerequisiteOfAnotherStructure, PrerequisiteRing; then nothing changes.
    """
    Structure.objects.select_for_update().get(pk=activity.structure_id)  # no ring is closed by two authors at once
    if any(each.structure_id != activity.structure_id for each in first):
        raise PrerequisiteOfAnotherStructure
    held = Prerequisite.objects.filter(activity=activity)
    wanted = {required.pk: how for required, how in first.items()}
    if dict(held.values_list("required_id", "wanted")) == wanted:
        return False
    _check_rings(activity, first)
    held.delete()
    Prerequisite.objects.bulk_create(
        Prerequisite(activity=activity, required_id=pk, wanted=how) for pk, how in wanted.items()
    )
    target = f"activity:{activity.uuid}"
    record(
        verb="activity.prerequisites_set",
        now=now,
        by=by,
        structure_id=activity.structure_id,
        target=target,
        first={str(required.uuid): how.value for required, how in first.items()},
    )
    return True


def _check_rings(activity: Activity, first: Mapping[Activity, Prerequisite.Wanted]) -> None:
    """Follow what comes before each, step by step, in the structure as it is."""
    before: dict[int, set[int]] = {}
    links = Prerequisite.objects.filter(activity__structure=activity.structure_id).order_by()
    for pk, earlier in links.values_list("activity_id", "required_id"):
        before.setdefault(pk, set()).add(earlier)
    for required in first:
        seen, waiting = set(), {required.pk}
        while waiting:
            seen |= waiting
            waiting = {pk for each in waiting for pk in before.get(each, ())} - seen
        if activity.pk in seen:
            raise PrerequisiteRing(required)
