"""What the bench adds to the server: CPU time and queries of each answer as headers, a bare view to compare with."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lms.journal.models import Entry
from tests.sql import NO_QUERY


class ProbeMiddleware:
    """Outermost: everything that Django does for the request is counted, the server around it is not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = 0

        def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal count
            count += not sql.startswith(NO_QUERY)
            return execute(sql, params, many, context)

        start = time.thread_time_ns()
        with connection.execute_wrapper(note):
            response = self.get_response(request)
        response["X-Cpu-Microseconds"] = str((time.thread_time_ns() - start) // 1000)
        response["X-Sql"] = str(count)
        return response


def bare(request: HttpRequest) -> HttpResponse:
    """The least that a signed-in page can be: session, user, one line."""
    return HttpResponse(f"Bonjour {request.user}")


def insert(request: HttpRequest) -> HttpResponse:
    """The least that a recorded act can be: session, user, one INSERT, one line."""
    Entry.objects.create(at=timezone.now(), verb="bench.inserted", actor_id=request.user.pk)
    return HttpResponse(f"Bonjour {request.user}")


@login_not_required
def static_page(request: HttpRequest, name: str) -> HttpResponse:
    """The text of a page and nothing else, as `line` has written it: what the line alone takes."""
    return HttpResponse((settings.DATA_DIR / "bench-pages" / f"{name}.html").read_bytes())
