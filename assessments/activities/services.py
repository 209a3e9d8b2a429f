"""The rules of time of an activity, whoever plays it."""

import datetime
from dataclasses import asdict, dataclass

from django.db import transaction

from assessments.activities.models import Activity
from lms.accounts.models import User
from lms.journal.services import record


@dataclass(frozen=True, kw_only=True)
class Times:
    """How long an attempt may last (minutes, 0: as long as one likes), and between which moments it may be begun."""

    time_limit: int = 0
    opens_at: datetime.datetime | None = None
    closes_at: datetime.datetime | None = None


@transaction.atomic
def set_times(*, activity: Activity, times: Times, by: User | None, now: datetime.datetime) -> bool:
    """Put these rules in place of the activity's; False, and nothing is journalled, where they were so already.

    Attempts under way keep the time limit that they began with; a new closing time is theirs at once.
    """
    rules = asdict(times)
    if all(getattr(activity, name) == value for name, value in rules.items()):
        return False
    for name, value in rules.items():
        setattr(activity, name, value)
    activity.save(update_fields=list(rules))
    target = f"activity:{activity.uuid}"
    record(
        verb="activity.times_set",
        now=now,
        by=by,
        structure_id=activity.structure_id,
        target=target,
        time_limit=times.time_limit,
    )
    return True


@transaction.atomic
def set_counting(*, activity: Activity, counting: Activity.Counting, by: User | None, now: datetime.datetime) -> bool:
    """Say which try counts; False, and nothing is journalled, where it was said already.

    Whoever changes it has what follows derived again (`courses.outline.services.derive_again`).
    """
    if activity.counting == counting:
        return False
    activity.counting = counting
    activity.save(update_fields=["counting"])
    target = f"activity:{activity.uuid}"
    record(
        verb="activity.counting_set",
        now=now,
        by=by,
        structure_id=activity.structure_id,
        target=target,
        counting=counting.value,
    )
    return True
