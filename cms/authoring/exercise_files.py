"""The studio's H5P: an exercise leaves as a file, as it came or written anew."""

import uuid as uuids
from typing import IO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.activities.models import Activity
from assessments.h5p import services
from assessments.h5p.export import NotExportable, file_name, regenerated, version_rows
from assessments.h5p.models import H5PContent, H5PContentVersion
from assessments.h5p.queries import version_numbered
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES
from lms.web.limits import is_row_number

ORIGINAL, REGENERATED = "original", "regenerated"


@staff_only(*STUDIO_ROLES)
@require_safe
def index(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The versions of an exercise, each with the files that it may leave as."""
    content = _content(request, uuid)
    context = {"heading": _("Download the exercise"), "content": content, "rows": version_rows(content)}
    return render(request, "authoring/exercise_files.html", context)


@staff_only(*STUDIO_ROLES)
@require_POST
def take(request: HttpRequest, uuid: uuids.UUID) -> HttpResponseBase:
    """One file of one version; it holds the answers, so the journal says who took it."""
    version = _version(_content(request, uuid), request.POST.get("version", ""))
    form = request.POST.get("form")
    if form == ORIGINAL and version.package is not None:
        try:
            file: IO[bytes] = version.package.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        return _sent(request, version, ORIGINAL, file, version.package.name)
    if form != REGENERATED:
        raise Http404
    try:
        file = regenerated(version)
    except NotExportable as refused:
        words = _("This file cannot be made: these libraries are not approved: %(list)s.")
        messages.error(request, words % {"list": ", ".join(refused.waiting)})
        return redirect("studio_exercise_files", uuid)
    return _sent(request, version, REGENERATED, file, version.content.activity.title)


def package_response(file: IO[bytes], name: str) -> FileResponse:
    """A package to keep, never to open here; the response closes the file."""
    response = FileResponse(file, as_attachment=True, filename=file_name(name), content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _sent(request: HttpRequest, version: H5PContentVersion, form: str, file: IO[bytes], name: str) -> FileResponse:
    services.record_download(version=version, form=form, by=person(request), now=timezone.now())
    return package_response(file, name)


def _version(content: H5PContent, number: str) -> H5PContentVersion:
    version = version_numbered(content, int(number)) if is_row_number(number) else None
    if version is None:
        raise Http404
    return version


def _content(request: HttpRequest, uuid: uuids.UUID) -> H5PContent:
    mine = Activity.objects.visible_to(person(request)).filter(kind=Activity.Kind.H5P)
    return get_object_or_404(
        H5PContent.objects.filter(activity__in=mine).select_related("activity"), activity__uuid=uuid
    )
