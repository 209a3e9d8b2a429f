"""The gradebook, for trainers: pages, the parts of them that htmx swaps, and files."""

import sys
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from assessments.activities.models import Activity
from courses.gradebook import exports, queries, results, services
from courses.gradebook.forms import CourseForm
from lms.cohorts.models import COHORT_ROLES, Cohort
from lms.structures.access import person, staff_only
from lms.web.spreadsheets import FILES, LONG_FILES


def _cohort(request: HttpRequest, uuid: UUID) -> Cohort:
    """The cohort when the user works with it, else 404."""
    return get_object_or_404(Cohort.objects.visible_to(person(request)).select_related("structure"), uuid=uuid)


def _asked_course(request: HttpRequest) -> UUID | None:
    form = CourseForm(request.GET)
    return form.cleaned_data["course"] if form.is_valid() else None


@staff_only(*COHORT_ROLES)
@require_safe
def cohort_progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Rows learners, columns lessons: state in words and colour."""
    cohort = _cohort(request, uuid)
    progress = queries.cohort_progress(cohort, course_uuid=_asked_course(request), page=request.GET.get("page"))
    template = "courses/_cohort_progress.html" if request.headers.get("HX-Request") else "courses/cohort_progress.html"
    works = queries.works_waiting(person(request), cohort)
    return render(request, template, {"cohort": cohort, "progress": progress, "works": works})


@staff_only(*COHORT_ROLES)
@require_safe
def cohort_progress_file(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The same table, everybody in it, for a spreadsheet."""
    progress = queries.cohort_progress(_cohort(request, uuid), course_uuid=_asked_course(request), a_page=sys.maxsize)
    return FILES[kind](exports.progress_table(progress))


@staff_only(*COHORT_ROLES)
@require_safe
def quiz_results(request: HttpRequest, uuid: UUID, activity: UUID) -> HttpResponse:
    """Question by question: how many answered, how many were right."""
    cohort = _cohort(request, uuid)
    quiz = _quiz(cohort, activity)
    context = {
        "cohort": cohort,
        "quiz": quiz,
        "questions": queries.quiz_results(cohort, quiz),
        "first": queries.comes_first(cohort, quiz),
        "under_way": queries.under_way(cohort, quiz, now=timezone.now()),
    }
    return render(request, "courses/quiz_results.html", context)


@staff_only(*COHORT_ROLES)
@require_safe
def quiz_results_file(request: HttpRequest, uuid: UUID, activity: UUID, kind: str) -> HttpResponse:
    cohort = _cohort(request, uuid)
    return FILES[kind](exports.questions_table(queries.quiz_results(cohort, _quiz(cohort, activity))))


@staff_only(*COHORT_ROLES)
@require_POST
def quiz_people_file(request: HttpRequest, uuid: UUID, activity: UUID, kind: str) -> HttpResponseBase:
    """Each person's tries, with the points of each question. A POST: that it left is written down."""
    cohort = _cohort(request, uuid)
    quiz = _quiz(cohort, activity)
    table = exports.people_table(results.people_results(cohort, quiz))
    services.record_export(content="results", cohort=cohort, quiz=quiz, by=person(request), now=timezone.now())
    return LONG_FILES[kind](table)


@staff_only(*COHORT_ROLES)
@require_POST
def quiz_answers_file(request: HttpRequest, uuid: UUID, activity: UUID, kind: str) -> HttpResponseBase:
    """Each person's answers in words. A POST: that it left is written down."""
    cohort = _cohort(request, uuid)
    quiz = _quiz(cohort, activity)
    table = exports.answers_table(results.answer_rows(cohort, quiz))
    services.record_export(content="answers", cohort=cohort, quiz=quiz, by=person(request), now=timezone.now())
    return LONG_FILES[kind](table)


def _quiz(cohort: Cohort, activity: UUID) -> Activity:
    quiz = queries.quiz_of_cohort(cohort, activity)
    if quiz is None:
        raise Http404
    return quiz
