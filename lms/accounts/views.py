"""Screens of one's own account: the link that sets a password, and « Mes réglages »."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts import services
from lms.accounts.accommodations import accommodation_words
from lms.accounts.forms import DisplayForm
from lms.accounts.models import User
from lms.accounts.queries import person_of_link

_LINK = "password_link"


@login_not_required
@never_cache
@require_safe
def password_link(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """The link handed over: the token leaves the address at once, so that history and Referer keep none."""
    request.session[_LINK] = [uid, token]
    return redirect("password_set")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_set(request: HttpRequest) -> HttpResponse:
    """Choose a password, for whoever came by a link that still works."""
    uid, token = request.session.get(_LINK, ["", ""])
    person = person_of_link(uid)
    if person is None or not services.password_link_tokens.check_token(person, token):
        return render(request, "lms/accounts/link_over.html", status=410 if uid else 404)
    form = SetPasswordForm(person, request.POST or None)
    if not form.is_valid():
        context = {"form": form, "username": person.username}
        return render(request, "lms/accounts/password_set.html", context, status=422 if form.errors else 200)
    services.set_password(user=person, password=form.cleaned_data["new_password1"], now=timezone.now(), by=person)
    request.session.flush()
    messages.success(request, _("Your password is kept. You can sign in."))
    return redirect("staff_sign_in")


@require_http_methods(["GET", "HEAD", "POST"])
def display_settings(request: HttpRequest) -> HttpResponse:
    """« Mes réglages »: kept on the person, so they apply on every seat. « Revenir » keeps the language."""
    person = cast(User, request.user)
    if "usual" in request.POST:
        services.choose_display(user=person, display={}, language=person.language)
        messages.success(request, _("The usual settings are back."))
        return redirect("settings")
    form = DisplayForm(request.POST or None, initial=person.display | {"language": person.language})
    if form.is_valid():
        display = dict(form.cleaned_data)
        language = display.pop("language")
        services.choose_display(user=person, display=display, language=language)
        request.session["language"] = language
        with translation.override(language):
            messages.success(request, _("Your settings are kept. They apply on every computer."))
        return redirect("settings")
    context = {"form": form, "accommodations": accommodation_words(person)}
    return render(request, "lms/accounts/settings.html", context, status=422 if form.errors else 200)
