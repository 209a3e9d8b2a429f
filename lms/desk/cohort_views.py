"""Cohorts and class sessions, for trainers."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.cohorts import queries, services
from lms.cohorts.models import COHORT_ROLES, Cohort
from lms.desk.forms import CohortForm, PeopleForm, SessionForm
from lms.desk.queries import with_lock
from lms.desk.room_views import say_ended
from lms.signin import elsewhere
from lms.signin.seat_signin import LONGEST_CLASS
from lms.structures.access import person, staff_only


def _cohort(request: HttpRequest, uuid: uuids.UUID) -> Cohort:
    """The cohort in use when the user may see it, else 404: what is not yours does not exist."""
    return get_object_or_404(
        Cohort.objects.visible_to(person(request)).current().select_related("structure"),
        uuid=uuid,
    )


@staff_only(*COHORT_ROLES)
@require_safe
def cohorts(request: HttpRequest) -> HttpResponse:
    """My groups: people, open session, a way to each."""
    return render(request, "lms/desk/cohorts.html", {"cohorts": queries.cohort_list(person(request))})


@staff_only(*COHORT_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_new(request: HttpRequest) -> HttpResponse:
    structures = queries.structures_run_by(person(request))
    form = CohortForm(request.POST or None, structures=structures)
    if form.is_valid():
        try:
            made = services.create_cohort(**form.cleaned_data, by=person(request), now=timezone.now())
        except services.CohortNameTaken:
            form.add_error("name", _("A group of this name already exists here: choose another."))
        else:
            messages.success(request, _("The group is made. Add people to it."))
            return redirect("cohort", uuid=made.uuid)
    return render(request, "lms/desk/cohort_new.html", {"form": form}, status=422 if form.errors else 200)


@staff_only(*COHORT_ROLES)
@require_safe
def cohort(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """One group: its people with what can be done for them, and its class session."""
    group = _cohort(request, uuid)
    rooms = queries.rooms_for(group)
    session = queries.open_session_of(group)
    form = SessionForm(rooms=rooms, usual=queries.usual_room(group, list(rooms))) if not session and rooms else None
    context = {
        "cohort": group,
        "people": with_lock(queries.people_of(group)),
        "session": session,
        "session_is_over": session is not None and session.opened_at < timezone.now() - LONGEST_CLASS,
        "form": form,
    }
    return render(request, "lms/desk/cohort.html", context)


@staff_only(*COHORT_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_add(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Tick learners of the structure who are not in the group yet."""
    group = _cohort(request, uuid)
    candidates = queries.could_join(group)
    form = PeopleForm(request.POST or None, people=candidates)
    if form.is_valid():
        count = services.add_people(
            cohort=group,
            learners=form.cleaned_data["people"],
            by=person(request),
            now=timezone.now(),
        )
        text = ngettext("%(count)d person has joined the group.", "%(count)d people have joined the group.", count)
        messages.success(request, text % {"count": count})
        return redirect("cohort", uuid=group.uuid)
    context = {"cohort": group, "candidates": candidates, "form": form}
    return render(request, "lms/desk/cohort_add.html", context, status=422 if form.errors else 200)


@staff_only(*COHORT_ROLES)
@require_POST
def cohort_remove(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Take the ticked people out of the group; their work stays."""
    group = _cohort(request, uuid)
    form = PeopleForm(request.POST, people=queries.people_of(group))
    if form.is_valid():
        for learner in form.cleaned_data["people"]:
            services.remove_person(cohort=group, learner=learner, by=person(request), now=timezone.now())
        messages.success(request, _("Done. What they learnt is kept."))
    else:
        messages.error(request, _("Tick at least one person."))
    return redirect("cohort", uuid=group.uuid)


@staff_only(*COHORT_ROLES)
@require_POST
def session_open(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Open the class session, in a room when one was chosen."""
    group = _cohort(request, uuid)
    form = SessionForm(request.POST, rooms=queries.rooms_for(group))
    room = form.cleaned_data["room"] if form.is_valid() else None
    try:
        services.open_session(cohort=group, room=room, by=person(request), now=timezone.now())
        messages.success(request, _("The class session is open."))
    except services.RoomTaken as taken:
        words = _("“%(group)s” has its class session in this room: close it first, or choose another room.")
        messages.error(request, words % {"group": taken.args[0]})
    except services.SessionAlreadyOpen:
        messages.info(request, _("The class session was already open."))
    return redirect("cohort", uuid=group.uuid)


@staff_only(*COHORT_ROLES)
@require_POST
def session_close(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    group = _cohort(request, uuid)
    if services.close_session(cohort=group, by=person(request), now=timezone.now()):
        messages.success(request, _("The class session is closed."))
    else:
        messages.info(request, _("No class session was open."))
    return redirect("cohort", uuid=group.uuid)


@staff_only(*COHORT_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_end_sessions(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """End every session of the group's people, wherever they are, once it was confirmed."""
    group, now = _cohort(request, uuid), timezone.now()
    if request.method == "POST":
        say_ended(request, elsewhere.end_of_cohort(cohort=group, by=person(request), now=now))
        return redirect("cohort", uuid=group.uuid)
    context = {"cohort": group, "count": elsewhere.open_of_cohort(group, now=now).count()}
    return render(request, "lms/desk/cohort_end.html", context)
