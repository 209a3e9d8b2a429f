"""Statements as files, for those who work with a cohort; and how the store is doing, for who runs the site."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.gradebook.queries import quiz_of_cohort
from courses.gradebook.services import record_export
from courses.statements import queries, services
from lms.cohorts.models import COHORT_ROLES, Cohort
from lms.structures.access import person, staff_only


@staff_only(*COHORT_ROLES)
@require_POST
def cohort_statements(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """All that the cohort's people did. A POST: that it left is written down."""
    cohort = get_object_or_404(Cohort.objects.visible_to(person(request)), uuid=uuid)
    attempts = queries.attempts_of_cohort(cohort)
    record_export(content="statements", cohort=cohort, by=person(request), now=timezone.now())
    return _file(queries.statements_file(attempts, by=person(request)))


@staff_only(*COHORT_ROLES)
@require_POST
def quiz_statements(request: HttpRequest, uuid: UUID, activity: UUID) -> HttpResponseBase:
    """What they did at one quiz."""
    cohort = get_object_or_404(Cohort.objects.visible_to(person(request)), uuid=uuid)
    quiz = quiz_of_cohort(cohort, activity)
    if quiz is None:
        raise Http404
    attempts = queries.attempts_of_cohort(cohort).filter(activity=quiz)
    record_export(content="statements", cohort=cohort, quiz=quiz, by=person(request), now=timezone.now())
    return _file(queries.statements_file(attempts, by=person(request)))


def _file(content: Iterator[bytes]) -> StreamingHttpResponse:
    disposition = {"Content-Disposition": 'attachment; filename="traces.json"'}
    return StreamingHttpResponse(content, content_type="application/json", headers=disposition)


def _for_who_runs_the_site(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], Any]:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not person(request).is_superuser:
            raise Http404
        return view(request)

    return guarded


@_for_who_runs_the_site
@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: HttpRequest) -> HttpResponse:
    """What waits, what was refused and why; a POST tries again."""
    if request.method == "POST":
        services.try_again(by=person(request), now=timezone.now())
        messages.success(request, _("What waits is being sent again."))
        return redirect("statements_sending")
    return render(request, "courses/statements_sending.html", {"sending": queries.sending(now=timezone.now())})
