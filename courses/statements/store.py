"""The learning record store of the settings, over HTTP: the one address that is ever written to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import urllib3
from django.conf import settings

from assessments.xapi.building import Statement
from assessments.xapi.files import as_json

VERSION = "1.0.3"  # that every store speaks, those of 2.0 too
AT_ONCE = 200  # statements in one request
CONFLICT = 409
# What says that these statements are at fault; anything else, that the store or our right to it is.
FAULTS = frozenset({400, CONFLICT, 413, 422})
_TIMEOUT = urllib3.Timeout(connect=5, read=15)  # seconds
_LONGEST_REASON = 300


class Unavailable(Exception):
    """The store does not answer, or not to us: try again later."""


class Refused(Exception):
    """The store keeps none of these statements, because of one of them. `known`: it has another under its id."""

    def __init__(self, status: int, reason: str) -> None:
        self.known = status == CONFLICT
        super().__init__(f"{status} {reason}".strip()[:_LONGEST_REASON])


@dataclass(frozen=True, kw_only=True)
class Store:
    """Where statements go. `address` is the store's own, as its documentation gives it (« …/xAPI »)."""

    address: str
    key: str
    secret: str = field(repr=False)

    def send(self, statements: Sequence[Statement]) -> None:
        """Give them to the store, all or none of each 200. Raises Refused, Unavailable."""
        for first in range(0, len(statements), AT_ONCE):
            self._post(list(statements[first : first + AT_ONCE]))

    def _post(self, statements: list[Statement]) -> None:
        headers = {
            "Content-Type": "application/json",
            "X-Experience-API-Version": VERSION,
            **urllib3.make_headers(basic_auth=f"{self.key}:{self.secret}"),
        }
        try:
            # No redirect is followed: an address that others choose is never asked, nor given the secret.
            answer = urllib3.request(
                "POST",
                f"{self.address}/statements",
                body=as_json(statements),
                headers=headers,
                redirect=False,
                retries=False,
                timeout=_TIMEOUT,
                preload_content=False,
            )
            reason = answer.read(_LONGEST_REASON).decode(errors="replace")
            answer.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable(type(error).__name__) from error
        if answer.status in FAULTS:
            raise Refused(answer.status, reason)
        if not 200 <= answer.status < 300:
            raise Unavailable(f"the store answered {answer.status}")


def configured() -> Store | None:
    """The store that the settings name; None where they name none."""
    if not settings.XAPI_LRS_URL:
        return None
    return Store(address=settings.XAPI_LRS_URL, key=settings.XAPI_LRS_KEY, secret=settings.XAPI_LRS_SECRET)
