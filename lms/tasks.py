"""Celery tasks of the ground floor: a task takes a job's id, loads it and calls one service."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from lms.jobs import services
from lms.signin import handovers, trials
from lms.signin.opening import forget_ended


@shared_task
def run_job(job_id: int) -> bool:
    return services.run(job_id=job_id, now=timezone.now())


@shared_task
def forget_sessions() -> None:
    """Delete the sessions that were left without signing out and that nobody can come back to, with all they held.

    And the sign-ins passed on from a phone, which say who sat where.
    """
    call_command("clearsessions")
    forget_ended(now=timezone.now())
    handovers.forget_ended(now=timezone.now())


@shared_task
def forget_trials() -> int:
    """Delete the trials whose time is up, with the work that nobody claimed."""
    return trials.forget_expired(now=timezone.now())


@shared_task
def sweep_jobs() -> int:
    return services.ring_due(now=timezone.now())
