"""The studio's library store: what waits, what plays, what changed, and what an administrator decides of it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.h5p import deciding
from assessments.h5p.library_queries import library_list, library_rows
from assessments.h5p.models import H5PLibrary
from lms.structures.access import person, staff_only
from lms.structures.models import Role
from lms.web.limits import is_row_number

PER_PAGE = 50
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
        "waiting": H5PLibrary.objects.filter(status=H5PLibrary.Status.PENDING).count(),
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
        return redirect("studio_libraries")
    for library in chosen:
        act(library=library, by=person(request), now=timezone.now())
    messages.success(request, _("Done: exercises that have all their libraries play now."))
    return redirect("studio_libraries")


def ticked(request: HttpRequest) -> list[H5PLibrary]:
    """The libraries that the form names; what is no row is left out."""
    numbers = [pk for pk in request.POST.getlist("library") if is_row_number(pk)]
    return list(H5PLibrary.objects.filter(pk__in=numbers).defer("semantics").order_by("pk"))
