"""The learners' door: one plain page, and the ways out."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account_views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from lms.signin import services, tries
from lms.signin.forms import CardForm
from lms.signin.queries import asks_pin
from lms.signin.seat_signin import offer_of
from lms.signin.trials import is_something_to_try
from lms.signin.wording import wait_words
from lms.structures.access import staff_only
from lms.web.navigation import first_page
from lms.web.ratelimit import CountersUnavailable, refuse_uncounted

# A refused try is no success: caches, logs and browsers must be able to tell.
REFUSED = 422


@login_not_required
@never_cache
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Card and PIN. A success ends whatever session this browser had."""
    if request.method != "POST":
        return door_page(request, CardForm.fresh())
    form = CardForm.posted(request.POST)
    if not form.is_valid():
        return door_page(request, form, status=REFUSED)
    if form.is_without_pin and asks_pin(form.cleaned_data["token"]):
        return _pin_page(request, form)
    if problem := _problem_of(request, form):
        form.add_error(None, problem)
        return door_page(request, form, status=REFUSED)
    return HttpResponseRedirect(next_page(request))


def _problem_of(request: HttpRequest, form: CardForm) -> str:
    """Why the card did not open, in words; empty when it did."""
    try:
        services.sign_in_with_card(request=request, now=timezone.now(), **form.cleaned_data)
    except services.WrongCard:
        return _("The code or the 4 digits are not right. Look at your card, and type both again.")
    except tries.TryLater as wait:
        return wait_words(wait.seconds)
    except tries.NewPinNeeded:
        return _("These 4 digits no longer open. Ask the person who is with you for new ones.")
    except CountersUnavailable:
        return _("Signing in does not work at the moment. Tell the person who is with you.")
    return ""


def door_page(request: HttpRequest, form: CardForm, *, status: int = 200, seat_problem: str = "") -> HttpResponse:
    """The door; at a registered seat during a class session, with the people who may choose themselves there."""
    offer = None if form["token"].value() else offer_of(request, now=timezone.now())
    if offer:  # the pictures come first: the focus must not jump past them
        form.fields["code"].widget.attrs.pop("autofocus", None)
    context = {
        "form": form,
        "next_page": request.POST.get("next", request.GET.get("next", "")),
        "offer": offer,
        "seat_problem": seat_problem,
        "may_try": is_something_to_try(),
    }
    return render(request, "lms/signin/sign_in.html", context, status=status)


def _pin_page(request: HttpRequest, form: CardForm) -> HttpResponse:
    """« Votre carte est lue »: the four digits alone are asked, and no try is counted."""
    asking = CardForm.read(form.cleaned_data["token"])
    if form.just_read:
        return door_page(request, asking)
    form.add_error("pin", _("Type your 4 secret digits."))
    return door_page(request, form, status=REFUSED)


def next_page(request: HttpRequest) -> str:
    """The page asked for before signing in when it is one of ours, else the person's own."""
    where = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(where, {request.get_host()}, require_https=request.is_secure())
    return where if is_ours and where.startswith("/") else resolve_url(settings.LOGIN_REDIRECT_URL)


def counted(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of allauth's that counts tries: nothing typed there is looked at while nothing can be counted.

    Nor does an error report show what was typed.
    """

    @wraps(view)
    @sensitive_variables()
    @sensitive_post_parameters()
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            try:
                refuse_uncounted()
            except CountersUnavailable:
                return render(request, "lms/signin/counters_down.html", status=503)
        return view(request, *args, **kwargs)

    return guarded


staff_sign_in = login_not_required(never_cache(counted(account_views.login)))


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
