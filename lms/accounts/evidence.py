"""Work that changes hands: what a guest did becomes a learner's. The floors above know what work is.

They register here when the site starts, and nothing is imported upwards (docs/decisions/0006). Each is called inside
the transaction of whoever moves.
"""

import datetime
from typing import Protocol

from lms.accounts.models import User


class Move(Protocol):
    """Carries what it knows from one person to another, and loses no row of either."""

    def __call__(self, *, source: User, target: User, now: datetime.datetime) -> None: ...


_rows: list[Move] = []
_derived: list[Move] = []


def moves_evidence(move: Move) -> Move:
    """Register who moves rows that people made; registering it twice changes nothing."""
    if move not in _rows:
        _rows.append(move)
    return move


def follows_evidence(move: Move) -> Move:
    """Register who derives from these rows, once all of them have moved; twice changes nothing."""
    if move not in _derived:
        _derived.append(move)
    return move


def move_evidence(*, source: User, target: User, now: datetime.datetime) -> None:
    """Give `target` all that `source` did, then derive again what follows from it.

    In the order of registering, so from the lowest floor up: attempts come first, and lock what they find.
    """
    for move in (*_rows, *_derived):
        move(source=source, target=target, now=now)
