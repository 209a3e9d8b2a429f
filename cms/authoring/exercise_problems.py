"""What learners said of an exercise, on its page in the studio: a trainer looks, and it is listed no more."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.activities.models import Activity
from assessments.h5p.difficulties import settle_problem
from assessments.h5p.records import H5PProblem
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES


@staff_only(*STUDIO_ROLES)
@require_POST
def settle(request: HttpRequest, uuid: UUID, problem: UUID) -> HttpResponse:
    """I have looked at it."""
    mine = Activity.objects.visible_to(person(request)).filter(kind=Activity.Kind.H5P, uuid=uuid)
    said = H5PProblem.objects.filter(content__activity__in=mine).select_related("content__activity", "reported_by")
    found = get_object_or_404(said, uuid=problem)
    settle_problem(problem=found, by=person(request), now=timezone.now())
    messages.success(request, _("Kept: this problem is no longer listed."))
    return redirect("studio_exercise", uuid)
