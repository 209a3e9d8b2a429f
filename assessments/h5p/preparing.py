"""Bundles made before the first person asks for one: packing them takes seconds, which is not for a learner to wait."""

import datetime

from assessments.h5p.bundles import ensure_bundle, is_made
from assessments.h5p.queries import current_versions, play_sets
from lms.jobs.models import Job
from lms.jobs.services import enqueue

PREPARE = "h5p.prepare"  # the kind of the job
A_TIME = 50  # exercises looked at together


def queue_preparing(*, now: datetime.datetime) -> None:
    """Have the bundles made that exercises may now need, in the caller's transaction; one job waits at most."""
    if not Job.objects.filter(kind=PREPARE, state=Job.State.WAITING).exists():
        enqueue(kind=PREPARE, key=f"{PREPARE}:{now.isoformat()}", payload={}, now=now)


def prepare_next(*, after: int) -> int:
    """Make the first bundle that misses among exercises whose version's id is above `after`, and has all its libraries.

    The id of that version, 0 when none misses.
    """
    while True:
        versions = list(current_versions().filter(pk__gt=after).order_by("pk")[:A_TIME])
        sets = play_sets(versions)
        for version in versions:
            chosen = sets[version.pk]
            if chosen.is_ready and not is_made(chosen.libraries):
                ensure_bundle(chosen.libraries)
                return version.pk
        if not versions:
            return 0
        after = versions[-1].pk
