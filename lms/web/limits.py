"""What no page of ours sends is refused before any view: a NUL in an address, another charset, too large a body."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_CHARSETS = frozenset({"utf-8", "utf8"})


class RequestLimitsMiddleware:
    """400 for an address with a NUL, which no database keeps, and for another charset; 413 for too large a body.

    Django would read fields and address in whatever charset the request names, and fail on many: some of them write
    a NUL or half a character in plain letters.

    The size is the one announced: without it servers hand over no body at all. Only staff send films and exercises.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a NUL in the address")
        if (request.encoding or settings.DEFAULT_CHARSET).lower() not in _CHARSETS:
            raise BadRequest("a charset that no page of ours asks for")
        size = _announced(request)
        if size > settings.REQUEST_MAX_SIZE and size > _largest(request):
            return render(request, "413.html", status=413)
        return self.get_response(request)


class CookieLimitsMiddleware:
    """400 for a cookie with a NUL: it stands before the session, whose key would be asked of the database with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any("\x00" in value for value in request.COOKIES.values()):
            raise BadRequest("a NUL in a cookie")
        return self.get_response(request)


def is_row_number(typed: str) -> bool:
    """Whether this can be the number of a row: plain digits, and no more of them than a database holds."""
    return typed.isascii() and typed.isdigit() and len(typed) < 19


def _announced(request: HttpRequest) -> int:
    """The length that the request says of its body, in bytes."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if is_row_number(length) else 0


def _largest(request: HttpRequest) -> int:
    """The largest body, in bytes, that this person's forms make."""
    if request.session.get("role_kind") == "staff":
        return int(settings.STAFF_REQUEST_MAX_SIZE)
    return int(settings.REQUEST_MAX_SIZE)
