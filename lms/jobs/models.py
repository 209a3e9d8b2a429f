"""Work that must happen, as rows: the truth of every job; Celery only carries it (docs/decisions/0002)."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, *, now: datetime.datetime) -> Self:
        """Jobs that a worker may claim: waiting and ripe, or running with an overdue lease."""
        waiting = Q(state=Job.State.WAITING, run_after__lte=now)
        abandoned = Q(state=Job.State.RUNNING, lease_until__lt=now)
        return self.filter(waiting | abandoned)


class Job(models.Model):
    """One piece of work: written in its caller's transaction, done in the transaction of its effect.

    A long one is done batch by batch, each in a transaction that keeps its effect, the cursor and the progress.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)  # the same work asked twice is one row
    payload = models.JSONField(default=dict)  # ids only
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    cursor = models.PositiveBigIntegerField(default=0, db_default=0)  # where the next batch of a long job begins
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)  # who holds it: a late worker cannot finish another's job
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        ordering = ["run_after", "pk"]
        indexes = [models.Index(fields=["state", "run_after"], name="job_state_run_after")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"
