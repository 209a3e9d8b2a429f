"""Enrolling a cohort, for trainers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.enrolments import queries, services
from courses.enrolments.forms import EnrolCohortForm
from courses.enrolments.models import CohortEnrolment
from lms.cohorts.models import COHORT_ROLES, Cohort
from lms.structures.access import person, staff_only


def _cohort(request: HttpRequest, uuid: UUID) -> Cohort:
    """The cohort when the user works with it, else 404."""
    visible = Cohort.objects.visible_to(person(request)).current().select_related("structure")
    return get_object_or_404(visible, uuid=uuid)


@staff_only(*COHORT_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_cohort(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the group follows, and one more track or module to follow."""
    cohort = _cohort(request, uuid)
    form = EnrolCohortForm(request.POST or None, structure=cohort.structure)
    if form.is_valid():
        target = form.cleaned_data["target"]
        services.enrol_cohort(cohort=cohort, **target, by=person(request), now=timezone.now())
        title = (target["track"] or target["course"]).title
        messages.success(request, _("The group now follows “%(title)s”.") % {"title": title})
        return redirect("enrol_cohort", uuid)
    context = {"cohort": cohort, "form": form, "enrolments": queries.enrolments_of_cohort(cohort)}
    return render(request, "courses/enrol_cohort.html", context, status=422 if form.errors else 200)


@staff_only(*COHORT_ROLES)
@require_POST
def end_cohort_enrolment(request: HttpRequest, uuid: UUID, enrolment: UUID) -> HttpResponse:
    """The group no longer follows it; what people did is kept."""
    cohort = _cohort(request, uuid)
    ending = get_object_or_404(CohortEnrolment, cohort=cohort, uuid=enrolment)
    services.end_cohort_enrolment(enrolment=ending, by=person(request), now=timezone.now())
    messages.success(request, _("The group no longer follows it. What people did is kept."))
    return redirect("enrol_cohort", uuid)
