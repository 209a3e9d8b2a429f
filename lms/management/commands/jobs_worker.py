"""The embedded worker: claims due jobs from the table and calls the very same Celery tasks in-process."""

import ctypes
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from lms.celery import app
from lms.jobs.models import Job
from lms.tasks import run_job

_PR_SET_PDEATHSIG = 1
_BEAT_SECONDS = 60


class Command(BaseCommand):
    help = "Runs the jobs on the embedded default (no broker): polls the table, sweeps overdue leases."

    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due, then stop")
        parser.add_argument("--poll", type=float, default=0.5, help="seconds between two looks at the table")

    def handle(self, *args: Any, **options: Any) -> None:
        app.loader.import_default_modules()  # the tasks of every floor, as a Celery worker would load them
        if options["once"]:
            self._run_due()
            return
        die_with_parent()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        next_beat = 0.0
        while not self.stopping:
            if time.monotonic() >= next_beat:
                self._beat()
                next_beat = time.monotonic() + _BEAT_SECONDS
            if not self._run_due():
                time.sleep(options["poll"])

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _run_due(self) -> int:
        """Do the due jobs through the Celery task itself (`.apply()`): one code path with and without a broker."""
        close_old_connections()
        try:
            due = list(Job.objects.due(now=timezone.now()).values_list("pk", flat=True)[:50])
            return sum(bool(run_job.apply(args=(job_id,)).get()) for job_id in due if not self.stopping)
        except OperationalError as error:
            self.stderr.write(f"the database does not answer, trying again: {error}")
            return 0

    def _beat(self) -> None:
        """What a Celery beat would send: the periodic tasks, the sweep excepted (polling is the sweep)."""
        for entry in app.conf.beat_schedule.values():
            task = app.tasks.get(entry["task"])
            if task is not None and entry["task"] != "lms.tasks.sweep_jobs":
                task.apply()


def die_with_parent() -> None:
    """Linux: be told to stop when the parent is gone, kill -9 included (a plain child would live on)."""
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    except (OSError, AttributeError):
        return
