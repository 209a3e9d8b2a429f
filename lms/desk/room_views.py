"""Rooms and their registered seats, for trainers."""

import uuid as uuids
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from lms.cohorts import rooms
from lms.cohorts.models import COHORT_ROLES, Room
from lms.cohorts.queries import structures_run_by
from lms.desk import queries
from lms.desk.forms import RoomForm, RoomNameForm, SeatNameForm
from lms.signin import elsewhere, seats
from lms.signin.models import Seat
from lms.signin.queries import seat_of
from lms.structures.access import person, staff_only


def _room(request: HttpRequest, uuid: uuids.UUID) -> Room:
    """The room in use when the user may see it, else 404."""
    mine = Room.objects.visible_to(person(request)).current().select_related("structure")
    return get_object_or_404(mine, uuid=uuid)


def _seat(request: HttpRequest, uuid: uuids.UUID) -> Seat:
    """The seat in use when the user may see its room, else 404."""
    mine = Seat.objects.visible_to(person(request)).current().select_related("room")
    return get_object_or_404(mine, uuid=uuid)


@staff_only(*COHORT_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def room_list(request: HttpRequest) -> HttpResponse:
    """The rooms of my places, and a new one."""
    user = person(request)
    form = RoomForm(request.POST or None, structures=structures_run_by(user))
    if form.is_valid():
        try:
            made = rooms.make_room(**form.cleaned_data, by=user, now=timezone.now())
        except rooms.RoomNameTaken:
            form.add_error("name", _("A room of this name already exists here: choose another."))
        else:
            messages.success(request, _("The room is there. Now register its computers: do it on each of them, once."))
            return redirect("room", uuid=made.uuid)
    context = {"form": form, "rooms": queries.room_list(user)}
    return render(request, "lms/desk/rooms.html", context, status=422 if form.errors else 200)


@staff_only(*COHORT_ROLES)
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """The room's seats with who is signed in there now; a POST makes this computer one of them."""
    place, user, now = _room(request, uuid), person(request), timezone.now()
    form = SeatNameForm(request.POST or None, initial={"name": seats.next_name(place)})
    if form.is_valid():
        try:
            _seat_made, token = seats.register_seat(
                request=request, room=place, name=form.cleaned_data["name"], by=user, now=now
            )
        except seats.SeatNameTaken:
            form.add_error("name", _("A seat of this name already exists in this room."))
        else:
            response = redirect("room", uuid=place.uuid)
            seats.keep_cookie(response, token)
            return response
    context = {
        "room": place,
        "form": form,
        "seats": queries.seat_rows(place, by=user, now=now),
        "session": queries.open_session_in(place),
        "this_seat": seat_of(request),
    }
    return render(request, "lms/desk/room.html", context, status=422 if form.errors else 200)


@staff_only(*COHORT_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def room_change(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Another name, or the end of the room."""
    place = _room(request, uuid)

    def rename(name: str) -> None:
        rooms.rename_room(room=place, name=name, by=person(request), now=timezone.now())

    form = RoomNameForm(request.POST or None, initial={"name": place.name})
    if _renamed(form, rename, taken=rooms.RoomNameTaken):
        return redirect("room", uuid=place.uuid)
    context = {"room": place, "form": form}
    return render(request, "lms/desk/room_change.html", context, status=422 if form.errors else 200)


@staff_only(*COHORT_ROLES)
@require_POST
def room_retire(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    place = _room(request, uuid)
    try:
        rooms.retire_room(room=place, by=person(request), now=timezone.now())
    except rooms.RoomInUse:
        messages.error(request, _("A class session is open in this room: close it first."))
        return redirect("room", uuid=place.uuid)
    messages.success(request, _("The room is retired. Its computers offer no first name any more."))
    return redirect("rooms")


@staff_only(*COHORT_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def room_end_sessions(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """End every session open at the seats of the room, once it was confirmed."""
    place, now = _room(request, uuid), timezone.now()
    if request.method == "POST":
        say_ended(request, elsewhere.end_in_room(room=place, by=person(request), now=now))
        return redirect("room", uuid=place.uuid)
    context = {"room": place, "count": elsewhere.open_in_room(place, now=now).count()}
    return render(request, "lms/desk/room_end.html", context)


@staff_only(*COHORT_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Another name for a seat, or the end of it."""
    place = _seat(request, uuid)

    def rename(name: str) -> None:
        seats.rename_seat(seat=place, name=name, by=person(request), now=timezone.now())

    form = SeatNameForm(request.POST or None, initial={"name": place.name})
    if _renamed(form, rename, taken=seats.SeatNameTaken):
        return redirect("room", uuid=place.room.uuid)
    context = {"seat": place, "form": form}
    return render(request, "lms/desk/seat.html", context, status=422 if form.errors else 200)


@staff_only(*COHORT_ROLES)
@require_POST
def seat_revoke(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    place = _seat(request, uuid)
    seats.revoke_seat(seat=place, by=person(request), now=timezone.now())
    messages.success(request, _("This computer is no longer a seat: it offers no first name any more."))
    return redirect("room", uuid=place.room.uuid)


def say_ended(request: HttpRequest, count: int) -> None:
    """Tell how many sessions were ended."""
    words = ngettext("%(count)d session is finished.", "%(count)d sessions are finished.", count)
    messages.success(request, words % {"count": count})


def _renamed(form: Form, rename: Callable[[str], None], *, taken: type[Exception]) -> bool:
    """Whether the posted name was given; one that another has goes back to the form."""
    if not form.is_valid():
        return False
    try:
        rename(form.cleaned_data["name"])
    except taken:
        form.add_error("name", _("This name is already used here: choose another."))
        return False
    return True
