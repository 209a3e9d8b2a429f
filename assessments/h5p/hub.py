"""Fetches a content type's package from an address like that of the H5P Hub: `GET <address>/<machine name>`.

Nothing is told to the hub: it does not ask who fetches. https alone, redirects included; bounded in size and time.
Plain Python.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from urllib.parse import urljoin, urlsplit

import urllib3

from .archive import CHUNK, LIMITS
from .manifest import MACHINE_NAME
from .spooling import IN_MEMORY

SECONDS = 300  # for one package, whatever the line
REDIRECTS = 3
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_TIMEOUT = urllib3.Timeout(connect=10, read=30)  # seconds


class HubError(Exception):
    """The package cannot be had; the text says why."""


@contextmanager
def fetched(
    address: str,
    machine_name: str,
    *,
    allow_http_here: bool = False,
    size: int = LIMITS.package,
    seconds: float = SECONDS,
) -> Iterator[IO[bytes]]:
    """The package of a content type, as the hub at `address` sends it. Raises `HubError`.

    `allow_http_here` also lets `http` pass, to this very machine: for trials.
    """
    if not MACHINE_NAME.fullmatch(machine_name):
        raise HubError(f"{machine_name!r} is not the machine name of a content type.")
    deadline = time.monotonic() + seconds
    target = f"{address.rstrip('/')}/{machine_name}"
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        try:
            _fetch(target, file, allow_http_here, size, deadline)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise HubError(f"{target}: {type(error).__name__}") from error
        file.seek(0)
        yield file


def _fetch(target: str, file: IO[bytes], allow_http_here: bool, size: int, deadline: float) -> None:
    for _ in range(REDIRECTS + 1):
        _refuse_unsafe(target, allow_http_here)
        answer = urllib3.request(
            "GET", target, redirect=False, retries=False, timeout=_TIMEOUT, preload_content=False,
            headers={"Accept": "application/zip, application/octet-stream, */*"},
        )  # fmt: skip
        try:
            if (place := answer.get_redirect_location()) and isinstance(place, str):
                target = urljoin(target, place)
                continue
            if answer.status != 200:
                raise HubError(f"{target} answered {answer.status}.")
            return _receive(answer, file, size, deadline)
        finally:
            answer.close()
    raise HubError(f"{target}: more than {REDIRECTS} redirects.")


def _refuse_unsafe(target: str, allow_http_here: bool) -> None:
    parts = urlsplit(target)
    if parts.scheme == "https" and parts.hostname:
        return
    if allow_http_here and parts.scheme == "http" and parts.hostname in HERE:
        return
    raise HubError(f"{target} is not asked: only https addresses are.")


def _receive(answer: urllib3.BaseHTTPResponse, file: IO[bytes], size: int, deadline: float) -> None:
    received = 0
    # `read1` answers with what has come: a server that sends byte by byte meets the deadline too.
    while piece := answer.read1(CHUNK, decode_content=False):
        received += len(piece)
        if received > size:
            raise HubError(f"more than {size // 2**20} MB.")
        if time.monotonic() > deadline:
            raise HubError("too slow.")
        file.write(piece)
