"""Jobs of the assessment floor: each loads what its row names and calls one service."""

from celery import shared_task
from django.utils import timezone

from assessments.attempts.overdue import close_overdue
from assessments.credentials import services as credentials
from assessments.credentials.models import BUILD, Credential
from assessments.h5p import imports
from assessments.h5p.cleaning import sweep_files
from assessments.h5p.forgetting import forget_old
from assessments.h5p.import_models import TAKE
from assessments.h5p.preparing import PREPARE, prepare_next
from assessments.handins import services as handins
from lms.jobs.models import Job
from lms.jobs.registry import handles


@shared_task
def close_overdue_attempts() -> int:
    """End the attempts whose time is up, whose learner has left."""
    return close_overdue(now=timezone.now())


@shared_task
def sweep_handed_files() -> int:
    """Delete the files that were sent and became part of no answer, and those of people who are gone."""
    return handins.sweep(now=timezone.now())


@shared_task
def forget_h5p_statements() -> int:
    """Delete what players sent long ago; what it came to stays."""
    return forget_old(now=timezone.now())


@shared_task
def sweep_h5p_files() -> int:
    """Remove the files of H5P that nothing has needed for a day."""
    return sweep_files(now=timezone.now()).removed


@shared_task
def sweep_imports() -> int:
    """Delete what is told of H5P files sent a month ago, and their bytes where they never came in."""
    return imports.sweep(now=timezone.now())


@handles(TAKE, elsewhere=True)
def take_package(job: Job) -> None:
    """One H5P file sent to the studio. Reading is long: nobody waits for the database meanwhile."""
    imports.take(uuid=job.payload["file"], now=timezone.now())


@handles(PREPARE, elsewhere=True)
def prepare_bundles(job: Job) -> bool:
    """One bundle at a time, as long as one misses."""
    job.cursor = prepare_next(after=job.cursor)
    return job.cursor > 0


@handles(BUILD)
def build_credential(job: Job) -> None:
    credential = Credential.objects.get(pk=job.payload["credential"])
    credentials.build_files(credential=credential, now=timezone.now())
