"""The studio's sounds and films: listed, sent, changed, taken away while no lesson holds them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from cms.media.forms import RecordingForm
from cms.media.models import Recording
from cms.media.services import register
from lms.structures.access import person, staff_only
from lms.structures.models import STUDIO_ROLES

PER_PAGE = 40


def _changeable(request: HttpRequest) -> Any:
    """Recordings that the person may change: their own, and those of the collections where they may change all."""
    policy = policy_registry.get_by_type(Recording)
    return policy.instances_user_has_any_permission_for(request.user, ["change"])


def _listed(request: HttpRequest, search: str) -> Any:
    policy = policy_registry.get_by_type(Recording)
    found = policy.instances_user_has_any_permission_for(request.user, ["change", "choose"])
    found = found.select_related("collection").order_by("title", "pk")
    return found.filter(title__icontains=search) if search else found


@staff_only(*STUDIO_ROLES)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:80]
    page = Paginator(_listed(request, search), PER_PAGE).get_page(request.GET.get("page"))
    changeable = set(_changeable(request).filter(pk__in=[each.pk for each in page]).values_list("pk", flat=True))
    context = {"heading": _("Sounds and films"), "page": page, "search": search, "changeable": changeable}
    return render(request, "authoring/recordings.html", context)


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _form(request, Recording(), _("New sound or film"))


@staff_only(*STUDIO_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    recording = get_object_or_404(_changeable(request), pk=pk)
    return _form(request, recording, recording.title)


def _form(request: HttpRequest, recording: Recording, heading: str) -> HttpResponse:
    form = RecordingForm(request.POST or None, request.FILES or None, instance=recording, user=request.user)
    if request.method == "POST" and form.is_valid():
        register(recording=form.save(commit=False), by=person(request), now=timezone.now())
        messages.success(request, _("The sound or film is kept."))
        return redirect("studio_recordings")
    context = {"heading": heading, "form": form, "recording": recording if recording.pk else None}
    return render(request, "authoring/recording.html", context, status=422 if form.errors else 200)


@staff_only(*STUDIO_ROLES)
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Refused while a page, draft or published, holds it."""
    recording = get_object_or_404(_changeable(request), pk=pk)
    if ReferenceIndex.get_references_to(recording).exists():
        messages.error(request, _("A lesson holds it: take it out of the lesson first."))
        return redirect("studio_recording", recording.pk)
    recording.delete()
    messages.success(request, _("The sound or film is gone."))
    return redirect("studio_recordings")
