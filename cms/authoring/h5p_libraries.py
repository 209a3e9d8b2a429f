"""The studio's library store: what waits, what plays, what changed, and what an administrator decides of it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.h5p import deciding
from assessments.h5p.differences import changed_files, read_change, with_lines
from assessments.h5p.library_queries import (
    Standing,
    compared_with,
    libraries_that_need,
    library_list,
    library_rows,
)
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import H5PLibrary
from cms.authoring.h5p_library_pages import patches_shown, use_of
from lms.structures.access import person, staff_only
from lms.structures.models import Role
from lms.web.limits import is_row_number

PER_PAGE = 50
FILES_A_PAGE = 100
DECISIONS: dict[str, Callable[..., None]] = {
    "approve": deciding.approve_library,
    "block": deciding.block_library,
}


@staff_only(Role.ADMINISTRATOR)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every patch that we hold: those that wait first, with how many exercises need each."""
    search = request.GET.get("q", "").strip()[:80]
    page = Paginator(library_list(search=search), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": _("H5P libraries"),
        "page": page,
        "rows": library_rows(list(page.object_list)),
        "search": search,
        "waiting": library_list().filter(status=H5PLibrary.Status.PENDING).count(),
    }
    return render(request, "authoring/libraries.html", context)


@staff_only(Role.ADMINISTRATOR)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Approve or block the ticked libraries."""
    act = DECISIONS.get(request.POST.get("decision", ""))
    chosen = ticked(request)
    if act is None or not chosen:
        messages.error(request, _("Tick at least one library, then approve or block."))
        return _back(request)
    for library in chosen:
        act(library=library, by=person(request), now=timezone.now())
    messages.success(request, _("Done: exercises that have all their libraries play now."))
    return _back(request)


@staff_only(Role.ADMINISTRATOR)
@require_safe
def library(request: HttpRequest, name: str, major: int, minor: int) -> HttpResponse:
    """One library: each patch that we hold, where it came from, what it needs, what needs it."""
    key = LibraryKey(name, major, minor)
    patches = patches_shown(key, person(request))
    if not patches:
        raise Http404
    context = {
        "heading": str(key),
        "patches": patches,
        "rolled_back": any(patch.row.standing == Standing.ROLLED_BACK for patch in patches),
        "use": use_of(key, person(request)),
        "needed_by": libraries_that_need(key),
    }
    return render(request, "authoring/library.html", context)


@staff_only(Role.ADMINISTRATOR)
@require_POST
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """Go back to a patch, or let the newest play again."""
    row = get_object_or_404(H5PLibrary.objects.defer("semantics"), pk=pk)
    try:
        if request.POST.get("to") == "newest":
            deciding.end_roll_back(library=row, by=person(request), now=timezone.now())
        else:
            deciding.roll_back_to(library=row, by=person(request), now=timezone.now())
    except deciding.NotApproved:
        messages.error(request, _("Approve it first: only an approved library can play."))
    else:
        messages.success(request, _("Done: exercises play it from now on."))
    return redirect("studio_library", row.machine_name, row.major, row.minor)


@staff_only(Role.ADMINISTRATOR)
@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What a patch changes, file by file, beside the one that plays, else beside the newest other one that we hold."""
    after = get_object_or_404(H5PLibrary.objects.defer("semantics"), pk=pk)
    before = compared_with(after)
    changed = changed_files(before, after)
    wanted = request.GET.get("file")
    if wanted is not None:
        changed = [read_change(change) for change in changed if change.path == wanted]
        if not changed:
            raise Http404
    page = Paginator(changed, FILES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": _("What changes in %(library)s") % {"library": after},
        "after": after,
        "before": before,
        "page": page,
        "changes": list(page.object_list if wanted is not None else with_lines(page.object_list)),
        "alone": wanted is not None,
    }
    return render(request, "authoring/library_changes.html", context)


def _back(request: HttpRequest) -> HttpResponse:
    """To the library, the exercise or the list that the form stands in."""
    came_from = request.POST.get("back", "")
    allowed = url_has_allowed_host_and_scheme(came_from, allowed_hosts=None)
    return redirect(came_from if allowed and came_from.startswith("/") else reverse("studio_libraries"))


def ticked(request: HttpRequest) -> list[H5PLibrary]:
    """The libraries that the form names; what is no row is left out."""
    numbers = [pk for pk in request.POST.getlist("library") if is_row_number(pk)]
    return list(H5PLibrary.objects.filter(pk__in=numbers).defer("semantics").order_by("pk"))
