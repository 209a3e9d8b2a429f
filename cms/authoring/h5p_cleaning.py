"""The studio's clean-up of H5P libraries that no exercise needs."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.h5p import cleaning
from assessments.h5p.models import H5PLibrary
from cms.authoring.h5p_libraries import ticked
from lms.structures.access import person, staff_only
from lms.structures.models import Role

PER_PAGE = 100


@staff_only(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def clean(request: HttpRequest) -> HttpResponse:
    """What no exercise needs and came long ago, with what it weighs; those ticked go."""
    now = timezone.now()
    if request.method == "POST":
        gone = cleaning.remove_libraries(libraries=ticked(request), by=person(request), now=now)
        words = ngettext("%(count)d library is removed.", "%(count)d libraries are removed.", len(gone))
        messages.success(request, words % {"count": len(gone)})
        return redirect("studio_libraries_clean")
    unused = cleaning.unused_libraries(now=now)
    page = Paginator(unused, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": _("Clean up the H5P libraries"),
        "page": page,
        "size": cleaning.bytes_of(unused),
        "days": cleaning.UNUSED_DAYS,
        "doomed": cleaning.doomed_files(),
        "held": H5PLibrary.objects.count(),
    }
    return render(request, "authoring/libraries_clean.html", context)
