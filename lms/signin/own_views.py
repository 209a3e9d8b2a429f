"""What learners see and choose of their own way in: « Mon image », and « Où suis-je connecté ? »."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.models import User
from lms.accounts.services import choose_picture
from lms.signin import elsewhere, sessions
from lms.signin.pictures import PICTURES, drawing
from lms.signin.seat_forms import ChosenForm, PictureForm
from lms.structures.access import person


def _learner(request: HttpRequest) -> User:
    """The person of a learner's session, else 404: staff have their own ways in."""
    if request.session.get("role_kind") != sessions.LEARNER:
        raise Http404
    return person(request)


@require_http_methods(["GET", "HEAD", "POST"])
def my_picture(request: HttpRequest) -> HttpResponse:
    """One picture among those that anyone names at a glance; it stands beside the first name at a registered seat."""
    learner = _learner(request)
    form = PictureForm(request.POST or None)
    if form.is_valid():
        choose_picture(user=learner, picture=form.cleaned_data["picture"])
        messages.success(request, _("Your picture is kept. You will find it beside your first name in the room."))
        return redirect("my_picture")
    pictures = [{"name": name, "words": words, "drawing": drawing(name)} for name, words in PICTURES.items()]
    context = {"pictures": pictures, "chosen": learner.picture}
    return render(request, "lms/signin/my_picture.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def my_sessions(request: HttpRequest) -> HttpResponse:
    """This computer and the others where one is signed in; « Terminer là-bas » ends one on the server."""
    learner, now = _learner(request), timezone.now()
    if request.method == "POST":
        wanted = ChosenForm.uuid_in(request.POST)
        if wanted is not None and elsewhere.end_own(user=learner, session=wanted, now=now):
            messages.success(request, _("It is finished there. What was kept stays kept."))
        else:
            messages.info(request, _("This session was already closed."))
        return redirect("my_sessions")
    everywhere = list(elsewhere.open_now(now=now).filter(user=learner))
    here = [one for one in everywhere if one.session_key == request.session.session_key]
    others = [one for one in everywhere if one.session_key != request.session.session_key]
    return render(request, "lms/signin/my_sessions.html", {"here": here, "others": others})
