"""A page that is only read writes nothing: a guard that makes a stray write fail while we build and test."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

_WRITE = re.compile(
    r"\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|REPLACE\s+INTO)\s+[\"`]?(\w+)",
    re.IGNORECASE,
)


class WriteOnRead(Exception):
    """A GET or HEAD tried to write a table outside TABLES_WRITTEN_ON_READ."""


def written_table(sql: str) -> str | None:
    """The table that a statement writes; None when it only reads."""
    match = _WRITE.match(sql)
    return match[1].lower() if match else None


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    table = written_table(sql)
    if table is not None and table not in settings.TABLES_WRITTEN_ON_READ:
        raise WriteOnRead(f"this page is read with GET, yet it writes {table}: make it a POST ({sql[:120]})")
    return execute(sql, params, many, context)


class ReadOnlyGetsMiddleware:
    """Refuses writes during GET and HEAD, outside the studio (Wagtail keeps its own books there)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        guarded = settings.GUARD_READ_ONLY_GETS and request.method in {"GET", "HEAD"}
        if not guarded or request.path.startswith("/admin/"):
            return self.get_response(request)
        with connections["default"].execute_wrapper(_refuse_writes):
            return self.get_response(request)
