"""Jobs: enqueue in the caller's transaction, claim under a lease, effect and « done » in one transaction.

Why: no Celery transport alone survived kill -9 without loss or doubling; a row with a lease did (docs/decisions).
"""

import datetime
import logging
import uuid
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lms.celery import app
from lms.jobs.models import Job
from lms.jobs.registry import handler_of, is_elsewhere

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker took the job over: what this one did is rolled back."""


def enqueue(*, kind: str, key: str, payload: dict[str, Any], now: datetime.datetime) -> Job:
    """Write the job in the caller's transaction; the same `key` twice is one job. `payload` holds ids only."""
    job, created = Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": payload, "run_after": now, "created_at": now}
    )
    if created:
        transaction.on_commit(lambda: _ring(job.pk))
    return job


def _ring(job_id: int) -> None:
    """Tell Celery, when there is a broker; the sweep finds the row all the same if this is lost."""
    if not settings.CELERY_BROKER_URL:
        return
    try:
        app.send_task("lms.tasks.run_job", args=[job_id])
    except Exception:  # the broker may be down in any of its ways: the row stays and the sweep rings again
        logger.warning("job %s waits for the sweep: the broker did not answer", job_id)


def claim(*, job_id: int, now: datetime.datetime) -> Job | None:
    """Take the lease of a due job by one conditional UPDATE; None when another worker has it."""
    lease = uuid.uuid4()
    until = now + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)
    taken = (
        Job.objects.due(now=now)
        .filter(pk=job_id)
        .update(state=Job.State.RUNNING, lease=lease, lease_until=until, tries=F("tries") + 1)
    )
    return Job.objects.get(pk=job_id) if taken else None


def run(*, job_id: int, now: datetime.datetime) -> bool:
    """Claim and do one job. True when it is done; a failure is kept on the row and tried again later."""
    job = claim(job_id=job_id, now=now)
    if job is None:
        return False
    try:
        while not _do(job):
            pass
    except LeaseLost:
        return False
    except Exception as error:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        _postpone(job, error=error)
        return False
    return True


def _do(job: Job) -> bool:
    """The whole job, or its next batch: True when it is done."""
    handler = handler_of(job.kind)
    with nullcontext() if is_elsewhere(job.kind) else transaction.atomic():
        goes_on = handler(job)
        if goes_on:
            _keep_batch(job)
        else:
            _finish(job)
    return not goes_on


def _keep_batch(job: Job) -> None:
    """Where the next batch begins, how far the job is, and a new lease; what failed before counts no more."""
    job.tries = 1
    until = timezone.now() + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)
    kept = Job.objects.filter(pk=job.pk, lease=job.lease, state=Job.State.RUNNING).update(
        cursor=job.cursor,
        progress_done=job.progress_done,
        progress_total=job.progress_total,
        tries=job.tries,
        lease_until=until,
    )
    if not kept:
        raise LeaseLost(job.pk)


def _finish(job: Job) -> None:
    done = Job.objects.filter(pk=job.pk, lease=job.lease, state=Job.State.RUNNING).update(
        state=Job.State.DONE,
        lease=None,
        lease_until=None,
        error="",
        progress_done=job.progress_done,
        progress_total=job.progress_total,
        finished_at=timezone.now(),
    )
    if not done:
        raise LeaseLost(job.pk)


def _postpone(job: Job, *, error: Exception) -> None:
    """Wait 2, 4, 8… seconds before the next try; after the last one the job is failed, for people to see."""
    now = timezone.now()
    last = job.tries >= settings.JOB_MAX_TRIES
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        state=Job.State.FAILED if last else Job.State.WAITING,
        lease=None,
        lease_until=None,
        error=f"{type(error).__name__}: {error}"[:2000],
        run_after=now + datetime.timedelta(seconds=2**job.tries),
        finished_at=now if last else None,
    )


def run_due(*, now: datetime.datetime, limit: int = 100) -> int:
    """Do the jobs that are due, oldest first; returns how many were done."""
    due = list(Job.objects.due(now=now).values_list("pk", flat=True)[:limit])
    return sum(run(job_id=job_id, now=timezone.now()) for job_id in due)


def ring_due(*, now: datetime.datetime) -> int:
    """Ring again for every due job: what the beat does every 30 s when a broker carries the jobs."""
    due = list(Job.objects.due(now=now).values_list("pk", flat=True))
    for job_id in due:
        _ring(job_id)
    return len(due)
