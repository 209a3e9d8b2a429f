"""The studio's H5P: files come in with a report, libraries wait for an administrator."""

import uuid as uuids

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.activities.models import Activity
from assessments.h5p.difficulties import SHOWN_AT_MOST, open_problems
from assessments.h5p.library_queries import what_waits
from assessments.h5p.models import H5PContent
from assessments.h5p.queries import current_version, keys_of, play_set
from assessments.h5p.reports import report_lines
from cms.authoring.forms import ExerciseForm
from cms.authoring.queries import exercise_list, exercise_rows
from lms.structures.access import person, staff_only, staff_roles
from lms.structures.models import STUDIO_ROLES, Role

PER_PAGE = 40


@staff_only(*STUDIO_ROLES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:80]
    page = Paginator(exercise_list(person(request), search=search), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": _("H5P exercises"),
        "page": page,
        "search": search,
        "rows": exercise_rows(list(page.object_list)),
        "may_decide": _may_decide(request),
    }
    return render(request, "authoring/exercises.html", context)


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One exercise: its report, what it waits for, its title, when it counts as done."""
    content = _content(request, uuid)
    form = ExerciseForm(request.POST or None, instance=content)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
        return redirect("studio_exercise", uuid)
    version = current_version(content)
    package = version.package if version else None
    waits_for = play_set(version).waiting if version else ()
    context = {
        "heading": content.activity.title,
        "form": form,
        "content": content,
        "report": report_lines(package.report) if package and package.report else [],
        "problems": open_problems(content)[:SHOWN_AT_MOST],
        "waits_for": waits_for,
        "to_approve": what_waits(keys_of(waits_for)) if waits_for and _may_decide(request) else None,
        "may_decide": _may_decide(request),
    }
    return render(request, "authoring/exercise.html", context, status=422 if form.errors else 200)


@staff_only(*STUDIO_ROLES)
@require_safe
def preview(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The exercise in a learner's page; nothing is recorded."""
    activity = _content(request, uuid).activity
    return preview_page(
        request, activity, play="", back=reverse("studio_exercise", args=[uuid]), label=_("The exercise")
    )


def preview_page(request: HttpRequest, activity: Activity, *, play: str, back: str, label: str) -> HttpResponse:
    """An exercise in a learner's page, with the way back to where its author came from."""
    context = {"activity": activity, "play": play, "back": back, "back_label": label}
    return render(request, "authoring/exercise_preview.html", context)


def _content(request: HttpRequest, uuid: uuids.UUID) -> H5PContent:
    mine = Activity.objects.visible_to(person(request)).filter(kind=Activity.Kind.H5P)
    contents = H5PContent.objects.filter(activity__in=mine).select_related("activity")
    return get_object_or_404(contents, activity__uuid=uuid)


def _may_decide(request: HttpRequest) -> bool:
    """Libraries are scripts: an administrator's matter (security decision 6)."""
    return person(request).is_superuser or Role.ADMINISTRATOR in staff_roles(request)
