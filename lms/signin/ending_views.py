"""The ways out: asked for, or come by themselves. Nothing stays on the screen, nothing typed is lost."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from lms.signin import freezing, leaving, services, sessions
from lms.signin.digits import DigitsForm
from lms.signin.trials import code_of_session
from lms.structures.access import person

# A refused try is no success: caches, logs and browsers must be able to tell.
REFUSED = 422
_VERBS = {"done": "session.ended", "not_me": "session.not_me", "change": "session.handed_on"}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """« J’ai fini », « Ce n’est pas moi », « Changer de personne », or nobody there any more (`idle`).

    The session ends on the server, what was half typed is kept, and nothing stays in the browser. Who takes the seat
    comes straight to the door. A script, which has emptied the screen already, gets a plain 204.
    """
    way = request.POST.get("leave", "done")
    if way == "done" and code_of_session(request) and "noted" not in request.POST:
        return redirect(f"{reverse('trial_code')}?fini")  # without it, nobody could go on with this work
    if request.method != "POST" and request.user.is_authenticated:
        return render(request, "lms/signin/sign_out.html")
    was_staff = request.session.get("role_kind") == sessions.STAFF
    if request.user.is_authenticated:
        _end(request, way)
    if request.headers.get("X-Requested-With") == "fetch":
        return services.cleared(HttpResponse(status=204))
    if way in {"not_me", "change"}:
        return services.cleared(_see_other(reverse("sign_in")))
    if way == "idle":
        return services.cleared(_see_other(f"{reverse('session_over')}?why=idle&door=learner"))
    return services.cleared(render(request, "lms/signin/ended.html", {"was_staff": was_staff}))


def _end(request: HttpRequest, way: str) -> None:
    user, now = person(request), timezone.now()
    leaving.keep_unfinished(request=request, user=user, now=now)
    if way == "idle" and request.session.get("role_kind") == sessions.LEARNER:
        freezing.freeze(request=request, user=user, where=place_of(request), now=now)
    else:
        services.end_session(request=request, user=user, now=now, verb=_VERBS.get(way, "session.ended"))


@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """The person is there, though the page has asked for nothing for a while: said by the pages' script."""
    sessions.note_presence(request.session, now=timezone.now())
    return HttpResponse(status=204)


@login_not_required
@never_cache
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def session_over(request: HttpRequest) -> HttpResponse:
    """What a person finds whose session ended by itself: why, and the way back in.

    A frozen session asks for its four digits; « une autre personne » makes it forget.
    """
    if request.user.is_authenticated:
        return _still_open(request)
    if request.method == "POST":
        return _opened_again(request)
    return _locked(request, DigitsForm.fresh())


def _opened_again(request: HttpRequest) -> HttpResponse:
    if "another" in request.POST:
        freezing.drop(request)
        return services.cleared(_see_other(reverse("sign_in")))
    form = DigitsForm.posted(request.POST)
    if not form.is_valid():
        return _locked(request, form, status=REFUSED)
    try:
        return _see_other(freezing.thaw(request=request, pin=form.cleaned_data["pin"], now=timezone.now()))
    except freezing.WrongDigits as wrong:
        words = ngettext(
            "These are not the right digits. %(count)d more try, then your card.",
            "These are not the right digits. %(count)d more tries, then your card.",
            wrong.left,
        )
        form.add_error("pin", words % {"count": wrong.left})
    except freezing.NotFrozen:
        form.add_error(None, _("Take your card to go on: everything marked as saved is kept."))
    return _locked(request, form, status=REFUSED)


def _locked(request: HttpRequest, form: DigitsForm, *, status: int = 200) -> HttpResponse:
    context = {
        "why": request.GET.get("why", ""),
        "is_staff_door": request.GET.get("door") == sessions.STAFF,
        "form": form if freezing.frozen_in(request, now=timezone.now()) else None,
        "problem": form.non_field_errors() if form.is_bound else "",
    }
    return render(request, "lms/signin/locked.html", context, status=status)


def _still_open(request: HttpRequest) -> HttpResponse:
    """A page without script came here by its time, while its person is at work in another tab: no end yet.

    Whoever looks at nothing else comes here again when the time is up; this page itself is no sign of presence.
    """
    where = _ours(request, request.GET.get("next", ""))
    if request.session.get("role_kind") != sessions.LEARNER or not where:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "lms/signin/still_open.html", {"where": where})


def place_of(request: HttpRequest) -> str:
    """The page where the person is: the one asked for, or the one whose form or script asks, or their own."""
    if request.method in {"GET", "HEAD"} and request.headers.get("Sec-Fetch-Dest", "document") == "document":
        asked = _ours(request, request.GET.get("next", "")) if request.path == reverse("session_over") else ""
        return asked or request.get_full_path()
    referer = urlsplit(request.headers.get("Referer", ""))
    same_site = referer.netloc == request.get_host()
    return (same_site and _ours(request, referer.path)) or resolve_url(settings.LOGIN_REDIRECT_URL)


def _ours(request: HttpRequest, where: str) -> str:
    """The address when it is one of ours, else nothing."""
    is_ours = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    return where if where.startswith("/") and is_ours else ""


def _see_other(where: str) -> HttpResponse:
    """303: whatever was posted, the next page is read."""
    response = HttpResponseRedirect(where)
    response.status_code = 303
    return response
