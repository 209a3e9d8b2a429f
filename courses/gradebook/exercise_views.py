"""The results of an H5P exercise, for the trainers of a cohort."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.activities.models import Activity
from courses.gradebook import exercises
from lms.cohorts.models import COHORT_ROLES, Cohort
from lms.structures.access import person, staff_only


def _asked(request: HttpRequest, uuid: UUID, activity: UUID) -> tuple[Cohort, Activity]:
    """The cohort when the user works with it, and the exercise when its people do it; else 404."""
    cohort = get_object_or_404(Cohort.objects.visible_to(person(request)), uuid=uuid)
    exercise = exercises.exercise_of_cohort(cohort, activity)
    if exercise is None:
        raise Http404
    return cohort, exercise


@staff_only(*COHORT_ROLES)
@require_safe
def exercise_results(request: HttpRequest, uuid: UUID, activity: UUID) -> HttpResponse:
    """Each try of each person: how far, with what score, in how long."""
    cohort, exercise = _asked(request, uuid, activity)
    page, rows = exercises.tries_at(cohort, exercise, page=request.GET.get("page"))
    context = {"cohort": cohort, "exercise": exercise, "rows": rows, "page": page}
    return render(request, "courses/exercise_results.html", context)


@staff_only(*COHORT_ROLES)
@require_safe
def exercise_try(request: HttpRequest, uuid: UUID, activity: UUID, attempt: UUID) -> HttpResponse:
    """One try, question by question."""
    cohort, exercise = _asked(request, uuid, activity)
    found = exercises.try_of(cohort, exercise, attempt)
    if found is None:
        raise Http404
    row, items = found
    return render(
        request, "courses/exercise_try.html", {"cohort": cohort, "exercise": exercise, "row": row, "items": items}
    )
