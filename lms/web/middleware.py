"""Middleware of every request: content policy, language, sign-in required, nothing kept by the browser."""

from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from lms.web import compression, nonce

ADMIN_PREFIX = "/admin/"
# Whoever may not enter the studio finds nothing there, but the way in and the way out.
STUDIO_PERMISSION = "wagtailadmin.access_admin"
NOT_STUDIO = frozenset({f"{ADMIN_PREFIX}login/", f"{ADMIN_PREFIX}logout/"})
# Bytes: what is shorter fits in one packet anyway.
_WORTH_COMPRESSING = 200

GetResponse = Callable[[HttpRequest], HttpResponse]


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages go compressed over slow lines; pictures and recordings, already compressed, go as they are.

    Brotli for the browsers that read it, else gzip. What a page holds of secrets does not leak by its size: form
    tokens are masked anew at each answer, and both add a random length (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(("text/", "application/json")):
            return response
        if isinstance(response, HttpResponse) and compression.accepts_brotli(
            request.headers.get("Accept-Encoding", "")
        ):
            return _in_brotli(response)
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed


def _in_brotli(response: HttpResponse) -> HttpResponse:
    """The answer in Brotli, under the conditions that Django puts to gzip."""
    if len(response.content) < _WORTH_COMPRESSING or response.has_header("Content-Encoding"):
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    content = compression.brotli_page(response.content)
    if len(content) >= len(response.content):
        return response
    response.content = content
    response.headers["Content-Length"] = str(len(content))
    response.headers["Content-Encoding"] = "br"
    if response.headers.get("ETag", "").startswith('"'):
        response.headers["ETag"] = f"W/{response.headers['ETag']}"
    return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The site's policy everywhere, the studio's under /admin/ (security.md § 6)."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        nonce.remember(request.csp_nonce)  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        nonce.forget()
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False, **kwargs: Any
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only, **kwargs)
        if not report_only and request.path.startswith(ADMIN_PREFIX):
            parts.config = settings.CSP_ADMIN
        return parts


class LanguageMiddleware:
    """The person's own language when signed in, else the language of the house: never guessed from the browser.

    A shared computer's browser speaks the language of whoever set it up, so Accept-Language is no help.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.session.get("language", settings.LANGUAGE_CODE)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every view asks for a signed-in person unless it opts out with `login_not_required`."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        if request.path.startswith(ADMIN_PREFIX) and request.path not in NOT_STUDIO:
            if not request.user.is_authenticated:
                view_func = _asking_staff_sign_in(view_func)
            elif not request.user.has_perm(STUDIO_PERMISSION):
                raise Http404
        return super().process_view(request, view_func, view_args, view_kwargs)


def _asking_staff_sign_in(view_func: Any) -> Any:
    """The same view, sending whoever is not signed in to the staff door: one door for site and studio."""

    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return view_func(request, *args, **kwargs)

    view.login_required = True  # type: ignore[attr-defined]
    view.login_url = reverse("staff_sign_in")  # type: ignore[attr-defined]
    return view


class PrivateResponsesMiddleware:
    """Nothing that a signed-in person was shown stays in the browser (security decision 3)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not getattr(response, "cacheable_without_person", False):
            patch_cache_control(response, no_store=True, private=True)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
