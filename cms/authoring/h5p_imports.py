"""The studio's H5P: files come in, beside the page; what became of each is said on a page of its own."""

import uuid as uuids
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.activities.models import Activity
from assessments.h5p import imports
from assessments.h5p.import_queries import import_report, recent_imports
from assessments.h5p.models import H5PContent
from cms.authoring.h5p_import_forms import PackagesForm, ReplacementForm
from cms.authoring.queries import studio_structures
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Files to bring, one or many; what came of those brought lately."""
    form = PackagesForm(*_sent(request), structures=studio_structures(person(request)))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        batch = imports.send(
            files=given["packages"],
            structure=given["structure"],
            again=given["again"],
            by=person(request),
            now=timezone.now(),
        )
        return redirect("studio_exercise_import", batch.uuid)
    context = {
        "heading": _("Bring H5P files"),
        "form": form,
        "files_limit": imports.FILES,
        "bytes_limit": imports.TOGETHER,
        "recent": recent_imports(person(request)),
    }
    return render(request, "authoring/exercise_add.html", context, status=422 if form.errors else 200)


@staff_only(*STUDIO_ROLES)
@require_safe
def show(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """How far an import is, and what became of each file."""
    report = import_report(person(request), uuid)
    if report is None:
        raise Http404
    return render(request, "authoring/exercise_import.html", {"heading": _("H5P files sent"), "report": report})


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Another file for an exercise that there is: same place in lessons, a new version."""
    mine = Activity.objects.visible_to(person(request)).filter(kind=Activity.Kind.H5P)
    contents = H5PContent.objects.filter(activity__in=mine).select_related("activity__structure")
    content = get_object_or_404(contents, activity__uuid=uuid)
    form = ReplacementForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        batch = imports.send(
            files=[form.cleaned_data["file"]],
            structure=content.activity.structure,
            replaces=content,
            by=person(request),
            now=timezone.now(),
        )
        return redirect("studio_exercise_import", batch.uuid)
    context = {"heading": _("Replace the file"), "form": form, "content": content}
    return render(request, "authoring/exercise_replace.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: a POST with nothing in it is one that says nothing, not one to fill in."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
