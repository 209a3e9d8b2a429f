"""Jobs of the courses floor: each loads what its row names and calls one service."""

from django.utils import timezone

from courses.outline.models import Course
from courses.outline.services import RECOMPUTE
from courses.progress.recomputation import recompute
from lms.jobs.models import Job
from lms.jobs.registry import handles


@handles(RECOMPUTE)
def recompute_courses(job: Job) -> None:
    """A publication reshaped courses: what people did there is looked at again."""
    recompute(courses=Course.objects.filter(pk__in=job.payload["courses"]), apply=True, now=timezone.now())
