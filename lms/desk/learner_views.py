"""Learners, their PINs and their cards, for trainers."""

import uuid as uuids

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.models import User
from lms.accounts.services import set_accommodations
from lms.cohorts.models import COHORT_ROLES
from lms.cohorts.queries import learners_visible_to, structures_run_by
from lms.cohorts.roster import RosterRow, UnreadableRoster, key_of, read_roster
from lms.desk import queries, services
from lms.desk.forms import AccommodationsForm, LearnerForm, ListForm, PeopleForm, RosterForm
from lms.signin.services import replace_card, reset_pin, unlock
from lms.structures.access import person, staff_only
from lms.structures.models import Structure
from lms.web.searching import keep_words, kept_words

PER_PAGE = 50


@staff_only(*COHORT_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def learners(request: HttpRequest) -> HttpResponse:
    """The learners of my structures: search (a POST), tick, print their cards."""
    if request.method == "POST":
        return redirect(keep_words(request, request.POST.get("q", ""), of="learners"))
    text = kept_words(request, of="learners")
    people = queries.with_lock(learners_visible_to(person(request)))
    for word in text.split():
        people = people.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word))
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "lms/desk/learners.html", {"page": page, "text": text})


@staff_only(*COHORT_ROLES)
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def learner_new(request: HttpRequest) -> HttpResponse:
    structures = structures_run_by(person(request))
    form = LearnerForm(request.POST or None, structures=structures)
    if form.is_valid():
        made = services.register_learner(**form.cleaned_data, by=person(request), now=timezone.now())
        return render(request, "lms/desk/new_learners.html", {"made": [made]})
    return render(request, "lms/desk/learner_new.html", {"form": form}, status=422 if form.errors else 200)


@staff_only(*COHORT_ROLES)
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def learners_import(request: HttpRequest) -> HttpResponse:
    """A CSV: first a dry run with a message per row, then, confirmed, the people."""
    structures = structures_run_by(person(request))
    form = RosterForm(request.POST or None, request.FILES or None, structures=structures)
    rows: list[RosterRow] = []
    if form.is_valid():
        structure, text = form.cleaned_data["structure"], form.cleaned_data["text"]
        try:
            rows = read_roster(text, known=_known_at(structure))
        except UnreadableRoster as error:
            form.add_error("file", str(error))
        if rows and "confirm" in request.POST:
            made = services.import_roster(rows=rows, structure=structure, by=person(request), now=timezone.now())
            return render(request, "lms/desk/new_learners.html", {"made": made})
    context = {
        "form": form,
        "rows": rows,
        "text": form.cleaned_data.get("text", "") if rows else "",
        "good": sum(not row.problems for row in rows),
    }
    return render(request, "lms/desk/learners_import.html", context, status=422 if form.errors else 200)


def _known_at(structure: Structure) -> set[tuple[str, str]]:
    people = User.objects.filter(memberships__structure=structure, memberships__ended_at=None).order_by("pk")
    return {key_of(first, last) for first, last in people.values_list("first_name", "last_name")}


@staff_only(*COHORT_ROLES)
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def pin_reset(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Two clicks: the button in the list, then this page's; the new PIN is shown once."""
    learner = get_object_or_404(learners_visible_to(person(request)), uuid=uuid)
    pin = ""
    if request.method == "POST":
        pin = reset_pin(user=learner, by=person(request), now=timezone.now())
    return render(request, "lms/desk/pin_reset.html", {"learner": learner, "pin": pin})


@staff_only(*COHORT_ROLES)
@require_POST
def pin_unlock(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One button: wrong tries are forgotten, in every way in; the digits and the card stay the same."""
    learner = get_object_or_404(learners_visible_to(person(request)), uuid=uuid)
    unlock(user=learner, by=person(request), now=timezone.now())
    messages.success(request, _("%(name)s can come in again.") % {"name": learner.first_name})
    return _back(request)


@staff_only(*COHORT_ROLES)
@sensitive_variables()
@sensitive_post_parameters()
@require_POST
def card_lost(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One button: the lost card opens nothing any more, the person's sessions end, the new card is there to print."""
    learner = get_object_or_404(learners_visible_to(person(request)), uuid=uuid)
    issued = replace_card(user=learner, by=person(request), now=timezone.now())
    return render(request, "lms/desk/cards_print.html", {"cards": queries.card_rows([issued])})


@staff_only(*COHORT_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def learner_accommodations(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """What is arranged with the person: kept on them, it applies in every exercise, also the one under way."""
    learner = get_object_or_404(learners_visible_to(person(request)), uuid=uuid)
    given = {"extra_time": learner.extra_time, "breaks": learner.breaks}
    form = AccommodationsForm(request.POST or None, initial=given)
    if form.is_valid():
        extra_time, breaks = form.chosen()
        set_accommodations(user=learner, extra_time=extra_time, breaks=breaks, by=person(request), now=timezone.now())
        messages.success(request, _("This is kept for %(name)s. It applies at once.") % {"name": learner.first_name})
        return redirect("learner_accommodations", uuid=uuid)
    context = {"form": form, "learner": learner}
    return render(request, "lms/desk/accommodations.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list where the button stood: the group's when the form names it, else all the learners."""
    group = ListForm(request.POST)
    if group.is_valid() and group.cleaned_data["cohort"]:
        return redirect("cohort", uuid=group.cleaned_data["cohort"])
    return redirect("learners")


@staff_only(*COHORT_ROLES)
@sensitive_variables()
@sensitive_post_parameters()
@require_POST
def cards_print(request: HttpRequest) -> HttpResponse:
    """The sheet of new cards for the ticked people (A4, 8 a page)."""
    form = PeopleForm(request.POST, people=learners_visible_to(person(request)))
    if not form.is_valid():
        messages.error(request, _("Tick at least one person."))
        return redirect("learners")
    cards = services.issue_cards(learners=list(form.cleaned_data["people"]), by=person(request), now=timezone.now())
    return render(request, "lms/desk/cards_print.html", {"cards": queries.card_rows(cards)})
