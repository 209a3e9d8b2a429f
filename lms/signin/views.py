"""The learners' door: one plain page, and the ways out."""

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
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lms.signin import services, sessions, tries
from lms.signin.forms import CardForm
from lms.structures.access import staff_only
from lms.web.navigation import first_page
from lms.web.ratelimit import CountersUnavailable

# A refused try is no success: caches, logs and browsers must be able to tell.
REFUSED = 422


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Card and PIN. A success ends whatever session this browser had."""
    if request.method != "POST":
        return _form_page(request, CardForm.fresh())
    form = CardForm.posted(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=REFUSED)
    where = _next_page(request)
    try:
        services.sign_in_with_card(request=request, now=timezone.now(), **form.cleaned_data)
    except services.WrongCard:
        problem = _("The code or the 4 digits are not right. Look at your card, and type both again.")
    except tries.TryLater as wait:
        problem = _wait_words(wait.seconds)
    except tries.NewPinNeeded:
        problem = _("These 4 digits no longer open. Ask the person who is with you for new ones.")
    except CountersUnavailable:
        problem = _("Signing in does not work at the moment. Tell the person who is with you.")
    else:
        return redirect(where)
    form.add_error(None, problem)
    return _form_page(request, form, status=REFUSED)


def _form_page(request: HttpRequest, form: CardForm, *, status: int = 200) -> HttpResponse:
    where = request.POST.get("next", request.GET.get("next", ""))
    return render(request, "lms/signin/sign_in.html", {"form": form, "next_page": where}, status=status)


def _next_page(request: HttpRequest) -> str:
    """The page asked for before signing in when it is one of ours, else the person's own."""
    where = request.POST.get("next", "")
    if where and url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure()):
        return where
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def _wait_words(seconds: int) -> str:
    words = ngettext(
        "Wait %(seconds)d second, then press “Enter” again. Nothing is blocked.",
        "Wait %(seconds)d seconds, then press “Enter” again. Nothing is blocked.",
        seconds,
    )
    return words % {"seconds": seconds}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """« J’ai fini » and « Ce n’est pas moi »: the session ends on the server, and nothing stays in the browser."""
    is_not_me = request.POST.get("not_me") == "1"
    if request.method != "POST" and request.user.is_authenticated:
        return render(request, "lms/signin/sign_out.html")
    was_staff = request.session.get("role_kind") == sessions.STAFF
    if request.user.is_authenticated:
        verb = "session.not_me" if is_not_me else "session.ended"
        services.end_session(request=request, user=request.user, now=timezone.now(), verb=verb)
    context = {"is_not_me": is_not_me, "was_staff": was_staff}
    return services.cleared(render(request, "lms/signin/ended.html", context))


@login_not_required
@never_cache
@require_safe
def session_over(request: HttpRequest) -> HttpResponse:
    """What a person finds whose session ended by itself: why, and the way back in."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"why": request.GET.get("why", ""), "is_staff_door": request.GET.get("door") == sessions.STAFF}
    return render(request, "lms/signin/locked.html", context)


@login_not_required
def studio_sign_in(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in page leads to the one door: it knows no limit of tries."""
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("staff_sign_in") + (f"?{query}" if query else ""))


@require_safe
@staff_only()
def staff_home(request: HttpRequest) -> HttpResponse:
    """Where staff arrive: the first page of their menu."""
    return redirect(first_page(request))
