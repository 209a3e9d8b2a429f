"""What a correction would do, worked out beside the page when many people answered (docs/decisions/0038).

The job reads people batch by batch in no transaction: learners' answers wait for nothing. Each batch then adds to the
row what it found, unless another worker did or another proposal took the row over: its effect comes once.
"""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import translation

from assessments.bank.models import ItemVersion
from assessments.bank.queries import with_key
from courses.corrections.dry_run import DryRun, look_at, next_people, people_asked, rule_for
from courses.corrections.models import FORESEE, Foresight
from courses.corrections.outlook import evidence_so_far, has_failed, is_out_of_date, job_of
from courses.corrections.packing import added, packed
from lms.accounts.models import User
from lms.jobs.models import Job
from lms.jobs.services import enqueue

AT_ONCE = 300  # people who answered: what would change for so many is worked out in two seconds, in the request
KEPT = datetime.timedelta(days=1)


@transaction.atomic
def ask(
    *,
    version: ItemVersion,
    kind: str,
    key: Mapping[str, Any] | None,
    explanation: str,
    by: User,
    language: str,
    now: datetime.datetime,
) -> Foresight:
    """Have it worked out, unless it is already for this very proposal and still true. It replaces the former one."""
    own = Foresight.objects.filter(version=version, by=by)
    found = own.select_for_update().first()
    if found and (found.kind, found.key) == (kind, key) and _stands(found):
        own.update(explanation=explanation)
        return found
    said = {"kind": kind, "key": key, "explanation": explanation, "language": language, "asked_at": now}
    anew = {"uuid": uuid4(), "evidence": evidence_so_far(), "reached": 0, "told": {}, "finished_at": None}
    foresight, _created = Foresight.objects.update_or_create(version=version, by=by, defaults=said | anew)
    enqueue(kind=FORESEE, key=f"{FORESEE}:{foresight.uuid}", payload={"foresight": str(foresight.uuid)}, now=now)
    return foresight


def _stands(foresight: Foresight) -> bool:
    """Work under way is left to end, whatever came meanwhile: in a busy hour it never would otherwise."""
    if foresight.finished_at is None:
        return not has_failed(job_of(foresight))
    return not is_out_of_date(foresight)


def work_of(uuid: str) -> Foresight | None:
    """What a job works on; None when it was swept, or when another proposal took its place."""
    return Foresight.objects.select_related("by").filter(uuid=uuid).first()


def people_concerned(work: Foresight) -> int:
    """How many people are to be looked at."""
    return people_asked(work.version_id).count()


def people_looked_at(work: Foresight) -> int:
    """How many have had their turn."""
    return int(work.told["sums"]["asked"]) if work.told else 0


def look_further(*, work: Foresight, now: datetime.datetime) -> bool:
    """Work out what would change for the next people and keep it; False once all have had their turn.

    Not for a transaction. Who does it at the same time as another, or after, adds nothing.
    """
    still = Foresight.objects.filter(uuid=work.uuid, reached=work.reached, finished_at=None)
    people = next_people(work.version_id, after=work.reached)
    if not people:
        still.update(finished_at=now)
        return False
    run, rule = DryRun(), rule_for(with_key(work.version_id), kind=work.kind, key=work.key)
    with translation.override(work.language):
        look_at(run, people, rule, work.by)
    work.told = added(work.told, packed(run))
    still.update(reached=people[-1], told=work.told)
    return True


@transaction.atomic
def sweep(*, now: datetime.datetime) -> int:
    """Delete what was asked more than a day ago, and the jobs that worked for it; how many."""
    Job.objects.filter(kind=FORESEE, created_at__lt=now - KEPT).delete()
    swept, _by_model = Foresight.objects.filter(asked_at__lt=now - KEPT).delete()
    return swept
