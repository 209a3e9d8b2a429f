"""The counsellor's list and page of a person."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.caseload import queries, services
from courses.caseload.exports import people_table
from courses.caseload.forms import CaseloadForm
from courses.caseload.people import person_page
from lms.accounts.models import User
from lms.structures.access import person, staff_only
from lms.structures.models import Role
from lms.web.searching import keep_words, kept_words
from lms.web.spreadsheets import FILES

WORDS_OF = "caseload"


def _asked(request: HttpRequest, sent: QueryDict) -> tuple[CaseloadForm, queries.Asked]:
    """What is asked of the list: filters and order from what was sent, words of a name from the session."""
    places = queries.places_of(person(request), on=timezone.localdate())
    form = CaseloadForm(sent.dict() | {"q": kept_words(request, of=WORDS_OF)}, places=places)
    return form, form.asked()


def _sought(request: HttpRequest) -> str:
    """The address that shows what was just asked for: without the words of a name, at the first page."""
    others = {name: request.POST.get(name, "") for name in ("place", "attention", "sort")}
    return keep_words(request, request.POST.get("q", ""), of=WORDS_OF, **others)


@staff_only(Role.COUNSELLOR)
@require_http_methods(["GET", "HEAD", "POST"])
def caseload(request: HttpRequest) -> HttpResponse:
    """The people I follow: search (a POST, which leads back here), filters, order, pages."""
    if request.method == "POST":
        return redirect(_sought(request))
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
