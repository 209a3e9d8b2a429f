"""Celery tasks of the ground floor: a task takes a job's id, loads it and calls one service."""

from celery import shared_task
from django.utils import timezone

from lms.jobs import services


@shared_task
def run_job(job_id: int) -> bool:
    return services.run(job_id=job_id, now=timezone.now())


@shared_task
def sweep_jobs() -> int:
    return services.ring_due(now=timezone.now())
