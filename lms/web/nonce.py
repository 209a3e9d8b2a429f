"""The nonce of the request under way, for what is rendered without the request: the widgets of forms."""

from contextvars import ContextVar
from typing import Any

_of_this_request: ContextVar[Any] = ContextVar("nonce_of_this_request", default=None)


def remember(nonce: Any) -> None:
    """Called when a request begins; `nonce` is django-csp's, which makes its value when it is first read."""
    _of_this_request.set(nonce)


def forget() -> None:
    """Called when its answer is ready: nothing of a request stays for the next one of the same thread."""
    _of_this_request.set(None)


def nonce_now() -> str:
    """The nonce that the answer's policy allows; empty outside a request."""
    nonce = _of_this_request.get()
    return "" if nonce is None else str(nonce)
