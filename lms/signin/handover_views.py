"""Passing a sign-in on: the seat that waits, and the phone that confirms."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.models import User
from lms.signin import handovers, services, sessions, tries
from lms.signin.handover_forms import HandoverCodeForm
from lms.signin.models import Handover
from lms.signin.opening import NotALearner
from lms.signin.wording import wait_words
from lms.structures.access import person
from lms.web.ratelimit import CountersUnavailable

REFUSED = 422
REFRESH_SECONDS = 5
_SCRIPTED = "handover_scripted"


@login_not_required
@never_cache
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """The seat: six digits to type on the phone. Without script the page comes again by itself."""
    if request.method == "POST":
        return _ask(request)
    now = timezone.now()
    asked = handovers.handover_of(request)
    state = handovers.state_of(asked, now=now)
    code = handovers.grouped(asked.code) if asked is not None else ""
    response = render(request, "lms/signin/handover.html", {"state": state, "code": code})
    if state == handovers.WAITING and not request.session.get(_SCRIPTED):
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


def _ask(request: HttpRequest) -> HttpResponse:
    try:
        handovers.ask(request=request, now=timezone.now())
    except (tries.TryLater, CountersUnavailable):
        context = {"state": "crowded", "code": ""}
        return render(request, "lms/signin/handover.html", context, status=REFUSED)
    request.session[_SCRIPTED] = request.POST.get("scripted") == "1"
    return redirect("handover")


@login_not_required
@never_cache
@require_safe
def handover_state(request: HttpRequest) -> HttpResponse:
    """What the seat's script asks every few seconds."""
    asked = handovers.handover_of(request)
    return JsonResponse({"state": handovers.state_of(asked, now=timezone.now())})


@login_not_required
@never_cache
@sensitive_variables()
@sensitive_post_parameters()
@require_POST
def handover_open(request: HttpRequest) -> HttpResponse:
    """The seat opens, once the person has confirmed on the phone."""
    try:
        handovers.pick_up(request=request, now=timezone.now())
    except (handovers.NotConfirmed, NotALearner):
        return redirect("handover")
    return redirect("home")


@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def handover_code(request: HttpRequest) -> HttpResponse:
    """The phone: the digits of the computer, then which computer that is."""
    learner = _learner(request)
    form = HandoverCodeForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        try:
            found = handovers.find(request=request, person=learner, code=form.cleaned_data["code"], now=now)
            context = {"handover": found, "waiting": handovers.described(found, now=now)}
            return render(request, "lms/signin/handover_confirm.html", context)
        except handovers.UnknownHandover:
            form.add_error("code", _("No computer shows these digits now. Ask it for new ones, and type them here."))
        except tries.TryLater as wait:
            form.add_error("code", wait_words(wait.seconds))
        except CountersUnavailable:
            form.add_error("code", _("Codes do not work at the moment. Tell the person who is with you."))
    return render(request, "lms/signin/handover_code.html", {"form": form}, status=REFUSED if form.errors else 200)


@sensitive_variables()
@sensitive_post_parameters()
@require_POST
def handover_confirm(request: HttpRequest) -> HttpResponse:
    """« Oui, c’est cet ordinateur »: the phone's session ends, the computer's begins."""
    learner = _learner(request)
    now = timezone.now()
    try:
        waiting = Handover.objects.filter(uuid=uuid.UUID(request.POST.get("handover", ""))).first()
    except ValueError:
        raise Http404 from None
    try:
        if waiting is None:
            raise handovers.UnknownHandover
        handovers.confirm(handover=waiting, person=learner, now=now)
    except handovers.UnknownHandover:
        return render(request, "lms/signin/handover_late.html", status=REFUSED)
    except NotALearner:
        raise Http404 from None
    services.end_session(request=request, user=learner, now=now)
    return services.cleared(render(request, "lms/signin/handover_done.html"))


def _learner(request: HttpRequest) -> User:
    """The learner who passes a sign-in on. Raises Http404 for staff, and for guests of a trial."""
    someone = person(request)
    if request.session.get("role_kind") != sessions.LEARNER or not services.memberships_of_learner(someone):
        raise Http404
    return someone
