"""The counsellor's list and page of a person."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.caseload import queries, services
from courses.caseload.exports import people_table
from courses.caseload.forms import CaseloadForm
from courses.caseload.people import person_page
from lms.accounts.models import User
from lms.structures.access import person, staff_only
from lms.structures.models import Role
from lms.web.spreadsheets import FILES


def _asked(request: HttpRequest, sent: Any) -> tuple[CaseloadForm, queries.Asked]:
    places = queries.places_of(person(request), on=timezone.localdate())
    form = CaseloadForm(sent, places=places)
    return form, form.asked()


@staff_only(Role.COUNSELLOR)
@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """The people I follow: search, filters, order, pages."""
    form, asked = _asked(request, request.GET)
    found = queries.caseload_page(person(request), on=timezone.localdate(), asked=asked, page=request.GET.get("page"))
    template = "courses/_caseload.html" if request.headers.get("HX-Request") else "courses/caseload.html"
    context = {"form": form, "asked": asked, "sort": asked.sort, "rows": found.rows, "page": found.page}
    return render(request, template, context)


@staff_only(Role.COUNSELLOR)
@require_POST
def caseload_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as filtered, for a spreadsheet. A POST: that it left is written down for each person in it."""
    _form, asked = _asked(request, request.POST)
    now = timezone.now()
    rows = queries.caseload_rows(person(request), on=timezone.localtime(now).date(), asked=asked)
    services.take_away(people=[row.person for row in rows], by=person(request), now=now)
    return FILES[kind](people_table(rows))


@staff_only(Role.COUNSELLOR)
@require_safe
def caseload_person(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One person's path in words. Without a consent in force it does not exist, and the try is written down."""
    learner = get_object_or_404(User, uuid=uuid)
    now = timezone.now()
    try:
        support = services.look_at(learner=learner, by=person(request), now=now)
    except services.NotAgreed as refused:
        raise Http404(_("This person’s agreement is not in force.")) from refused
    page = person_page(support, on=timezone.localtime(now).date())
    return render(request, "courses/caseload_person.html", {"page": page, "today": timezone.localdate()})
