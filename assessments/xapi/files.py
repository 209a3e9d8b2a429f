"""Statements as a file: one JSON array, written as it is read."""

import json
from collections.abc import Iterable, Iterator

from assessments.xapi.building import Site, Statement, Told, everything


def array_of(told: Iterable[Told], site: Site) -> Iterator[bytes]:
    """The array piece by piece, a statement a line; one attempt at a time is held in memory."""
    yield b"["
    between = b"\n"
    for attempt in told:
        for statement in everything(attempt, site):
            yield between + as_json(statement)
            between = b",\n"
    yield b"\n]\n"


def as_json(statement: Statement | list[Statement]) -> bytes:
    return json.dumps(statement, ensure_ascii=False, allow_nan=False).encode()
