"""Jobs of the courses floor: each loads what its row names and calls one service."""

from celery import shared_task
from django.utils import timezone

from assessments.attempts.corrections import Correction
from courses.corrections import foresight
from courses.corrections import services as corrections
from courses.corrections.models import FOLLOW, FORESEE
from courses.outline.models import Course
from courses.outline.services import RECOMPUTE
from courses.progress.recomputation import recompute
from courses.statements import services as statements
from courses.statements.queries import SEND
from courses.statements.store import configured
from lms.jobs.models import Job
from lms.jobs.registry import handles


@handles(RECOMPUTE)
def recompute_courses(job: Job) -> None:
    """A publication reshaped courses: what people did there is looked at again."""
    recompute(courses=Course.objects.filter(pk__in=job.payload["courses"]), apply=True, now=timezone.now())


@handles(FOLLOW)
def follow_correction(job: Job) -> bool:
    """A question was corrected, or its correction undone: the next attempts that asked it."""
    correction = Correction.objects.get(pk=job.payload["correction"])
    job.progress_total = job.progress_total or corrections.attempts_concerned(correction).count()
    attempts = corrections.next_attempts(correction, after=job.cursor)
    if not attempts:
        corrections.end(correction=correction, now=timezone.now())
        return False
    corrections.follow(correction=correction, attempts=attempts, now=timezone.now())
    job.cursor, job.progress_done = attempts[-1], job.progress_done + len(attempts)
    return True


@handles(FORESEE, elsewhere=True)
def foresee_correction(job: Job) -> bool:
    """What a correction would do to the next people. It reads for long: nobody's answer waits for it meanwhile."""
    work = foresight.work_of(job.payload["foresight"])
    if work is None:
        return False
    job.progress_total = job.progress_total or foresight.people_concerned(work)
    goes_on = foresight.look_further(work=work, now=timezone.now())
    job.progress_done = foresight.people_looked_at(work)
    return goes_on


@shared_task
def sweep_foresights() -> int:
    """Delete what was worked out for corrections that nobody made of it."""
    return foresight.sweep(now=timezone.now())


@shared_task
def send_statements() -> bool:
    """What the learning record store does not know yet is queued, where there is one."""
    return statements.queue_sending(now=timezone.now())


@handles(SEND, elsewhere=True)
def send_to_store(job: Job) -> bool:
    """The next attempts go to the store; the job is done when none is left, or when there is no store any more."""
    store = configured()
    sent = statements.send_next(after=job.cursor, store=store, now=timezone.now()) if store else []
    if not sent:
        return False
    job.cursor, job.progress_done = sent[-1], job.progress_done + len(sent)
    return True
