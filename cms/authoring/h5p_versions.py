"""The versions of an H5P exercise in the studio: who made them, what changed, how they play, one brought back."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.h5p import drafts
from assessments.h5p.editing.building import TooManyFields
from assessments.h5p.editing.differences import Difference, differences
from assessments.h5p.models import H5PContentVersion
from assessments.h5p.queries import people_at_work
from assessments.h5p.workshop import Workshop, main_of
from cms.authoring.exercises import preview_page
from cms.authoring.h5p_editing import exercise, played
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES


@staff_only(*STUDIO_ROLES)
@require_safe
def index(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """`?before=1&after=3` compares two versions; without it, the newest and the one before."""
    content, latest = exercise(request, uuid)
    rows = content.versions.select_related("package__uploaded_by", "edited_by").defer("params", "dependencies")
    versions = list(rows.order_by("-number"))
    numbers = [version.number for version in versions]
    after = _asked(request, "after", numbers, latest.number)
    before = _asked(request, "before", numbers, numbers[1] if len(numbers) > 1 else 0)
    context = {
        "heading": _("Versions of “%(title)s”") % {"title": content.activity.title},
        "content": content,
        "versions": versions,
        "before": before,
        "after": after,
        "latest": latest,
        "lines": _compared(list(content.versions.filter(number__in=[before, after]).order_by("pk")), before, after),
        "at_work": people_at_work(content),
    }
    return render(request, "authoring/h5p/versions.html", context)


def _asked(request: HttpRequest, name: str, numbers: list[int], otherwise: int) -> int:
    typed = request.GET.get(name, "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
    return number if number in numbers else otherwise


def _compared(versions: list[H5PContentVersion], before: int, after: int) -> list[Difference]:
    by_number = {version.number: version for version in versions}
    if before not in by_number or after not in by_number:
        return []
    workshop = Workshop(get_language() or "fr")
    try:
        trees = [workshop.tree(main_of(by_number[number]), by_number[number].params) for number in (before, after)]
    except TooManyFields:
        return []
    return differences(*trees)


@staff_only(*STUDIO_ROLES)
@require_safe
def preview(request: HttpRequest, uuid: uuids.UUID, number: int) -> HttpResponse:
    """A version in a learner's page; nothing is recorded."""
    version = _version(request, uuid, number)
    play_address = reverse("studio_exercise_version_play", args=[uuid, number])
    back = reverse("studio_exercise_versions", args=[uuid])
    return preview_page(request, version.content.activity, play=play_address, back=back, label=_("Versions"))


@staff_only(*STUDIO_ROLES)
@require_POST
def play(request: HttpRequest, uuid: uuids.UUID, number: int) -> HttpResponse:
    """What the page needs to play a version, as JSON."""
    return played(request, _version(request, uuid, number))


@staff_only(*STUDIO_ROLES)
@require_POST
def bring_back(request: HttpRequest, uuid: uuids.UUID, number: int) -> HttpResponse:
    """Make an older version the newest, as a copy."""
    version = _version(request, uuid, number)
    try:
        copied = drafts.bring_back(version=version, by=person(request), now=timezone.now())
    except drafts.NothingChanged:
        messages.info(request, _("This version plays already."))
    else:
        words = _("Version %(old)d is back, as version %(number)d.") % {"old": number, "number": copied.number}
        messages.success(request, words)
    return redirect("studio_exercise_versions", uuid)


def _version(request: HttpRequest, uuid: uuids.UUID, number: int) -> H5PContentVersion:
    content, _latest = exercise(request, uuid)
    versions = H5PContentVersion.objects.select_related("content__activity")
    return get_object_or_404(versions, content=content, number=number if number < 2**31 else 0)
