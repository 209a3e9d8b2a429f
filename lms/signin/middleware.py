"""The end of sessions: idle and absolute, by role, from the server's clock; and what a kind of session may open."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from lms.accounts.models import User
from lms.signin import freezing, leaving, services, sessions
from lms.signin.ending_views import place_of
from lms.structures.access import staff_roles
from lms.structures.models import Role
from lms.web.context import person_mark
from lms.web.middleware import NOT_STUDIO

STUDIO_PREFIX = "/admin/"
# What does not exist in a session that a card opened, whoever the person is: the studio, and what guards passwords.
_STAFF_PREFIXES = (
    STUDIO_PREFIX,
    "/connexion/confirmer/",
    "/connexion/double-securite/",
    "/connexion/mot-de-passe/",
)
NO_ROLE = "no-role"

# Written at sign-in, or when the second factor was found, so that it is asked of the database once a session.
_SECOND_FACTOR = "second_factor"
# A page that asks by itself, without anybody there, does not keep a session open.
_BACKGROUND_PREFIXES = (f"{STUDIO_PREFIX}editing-sessions/", "/session-terminee/")
# After the end by our own clock, so that the page asked for then finds the session over.
_REFRESH_MARGIN_SECONDS = 5
# What a person without the second factor that their role needs may open: the way to it, and the way out.
_WITHOUT_SECOND_FACTOR = frozenset(
    {"account_reauthenticate", "sign_out", "help", "mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes"}
)


class SessionEndMiddleware:
    """Ends a session that is over, and notes that the person is there. No SQL of its own for a learner."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return _forgetting_who_left(
                request, _told_why(request, _told_to_scripts(request, self.get_response(request)))
            )
        now = timezone.now()
        if "role_kind" not in request.session:
            sessions.begin_unnoted(request, user, now=now)
        why = sessions.why_over(request.session, now=now) or _why_without_role(request, user)
        if why:
            return self._end(request, user, why=why)
        if _left_in_a_cut(request):
            services.end_session(request=request, user=user, now=now)
            return services.cleared(HttpResponseRedirect(reverse("sign_out")))
        if request.session["role_kind"] == sessions.LEARNER and _is_for_staff(request.path):
            raise Http404
        if not request.path.startswith(_BACKGROUND_PREFIXES):
            sessions.touch(request.session, now=now)
        return self._led_away_in_time(request, self.get_response(request))

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Administrators set up their second factor before anything else."""
        match = request.resolver_match
        if match is None or match.url_name in _WITHOUT_SECOND_FACTOR or not _lacks_second_factor(request):
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))

    def _end(self, request: HttpRequest, user: User, *, why: str) -> HttpResponse:
        """Delete the session and send to a kind page; a script's own request gets a plain 401.

        What a form brought is kept. A learner's idle session is frozen: the four digits go on from there.
        """
        door, now = request.session["role_kind"], timezone.now()
        if door == sessions.LEARNER:
            leaving.keep_unfinished(request=request, user=user, now=now)
        if door == sessions.LEARNER and why == sessions.IDLE:
            freezing.freeze(request=request, user=user, where=place_of(request), now=now)
        else:
            services.end_session(request=request, user=user, now=now, verb="session.expired")
        where = f"{reverse('session_over')}?why={why}&door={door}"
        if "HX-Request" in request.headers:
            return services.cleared(HttpResponse(status=401, headers={"HX-Redirect": where}))
        if _is_by_script(request):
            return services.cleared(HttpResponse("session over", status=401, content_type="text/plain"))
        return services.cleared(HttpResponseRedirect(where))

    def _led_away_in_time(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Without script, the browser itself leaves a learner's page when the idle time is over."""
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        is_learners = request.user.is_authenticated and request.session.get("role_kind") == sessions.LEARNER
        framed = request.headers.get("Sec-Fetch-Dest", "document") != "document"
        if is_page and is_learners and not framed and sessions.SCRIPTED_COOKIE not in request.COOKIES:
            seconds = sessions.seconds_left(request.session, now=timezone.now()) + _REFRESH_MARGIN_SECONDS
            where = f"{reverse('session_over')}?{urlencode({'next': place_of(request)})}"
            response.headers["Refresh"] = f"{seconds}; url={where}"
        return response


def _left_in_a_cut(request: HttpRequest) -> bool:
    """Whether the person left while the line was down, and somebody loads a page now that it is back.

    The mark says who left: a tab that wakes up late ends nobody else's session.
    """
    is_leaving = request.COOKIES.get(sessions.SCRIPTED_COOKIE) == f"{sessions.LEAVING}{person_mark(request)}"
    return is_leaving and request.method == "GET" and not _is_by_script(request)


def _forgetting_who_left(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The mark of somebody who left is not the next person's."""
    if request.COOKIES.get(sessions.SCRIPTED_COOKIE, "").startswith(sessions.LEAVING):
        response.delete_cookie(sessions.SCRIPTED_COOKIE, samesite="Lax")
    return response


def _is_by_script(request: HttpRequest) -> bool:
    fetched = request.headers.get("Sec-Fetch-Dest") == "empty"
    return fetched or request.headers.get("X-Requested-With") == "fetch"


def _told_to_scripts(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A script whose session has ended gets a 401 in place of the way to the door, which it could not read."""
    asked = request.method == "POST" and _is_by_script(request) and response.status_code == 302
    if asked and response.headers["Location"].startswith(f"{reverse('sign_in')}?"):
        return HttpResponse("session over", status=401, content_type="text/plain")
    return response


def _told_why(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Whose session was ended from elsewhere (a trainer, another seat, a lost card) reads so, not a bare door."""
    held = bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and request.session.session_key is None
    leads_to_the_door = response.headers.get("Location", "").startswith(f"{reverse('sign_in')}?")
    if not (held and response.status_code == 302 and leads_to_the_door):
        return response
    door = sessions.STAFF if request.path.startswith(reverse("staff_home")) else sessions.LEARNER
    return services.cleared(HttpResponseRedirect(f"{reverse('session_over')}?why=ended&door={door}"))


def _is_for_staff(path: str) -> bool:
    return path.startswith(_STAFF_PREFIXES) and path not in NOT_STUDIO


def _why_without_role(request: HttpRequest, user: User) -> str | None:
    """NO_ROLE for a staff session whose person has no role left (asked once a request, staff only).

    And for a card's session whose person was given the site's keys since: a weak way never gives a role.
    """
    if request.session["role_kind"] == sessions.LEARNER:
        return NO_ROLE if user.is_superuser or user.is_staff else None
    if user.is_superuser or staff_roles(request):
        return None
    return NO_ROLE


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    if not settings.ADMINISTRATORS_NEED_SECOND_FACTOR or not isinstance(user, User):
        return False
    if request.session.get(_SECOND_FACTOR) or request.session.get("role_kind") != sessions.STAFF:
        return False
    if not user.is_superuser and Role.ADMINISTRATOR not in staff_roles(request):
        return False
    if not is_mfa_enabled(user):
        return True
    request.session[_SECOND_FACTOR] = True
    return False
