"""What a person leaves unfinished when their session ends: the floors above keep it, and register here how.

The request that ends the session carries the form that was on the screen, script or not.
"""

import datetime
from collections.abc import Callable

from django.http import HttpRequest

from lms.accounts.models import User

# Gets the request whose POST may hold something unfinished, the person and the moment; keeps it or does nothing.
Keeper = Callable[[HttpRequest, User, datetime.datetime], None]

_keepers: list[Keeper] = []


def keeps_unfinished(keeper: Keeper) -> Keeper:
    """Register one more keeper; registering it twice changes nothing."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def keep_unfinished(*, request: HttpRequest, user: User, now: datetime.datetime) -> None:
    """Have everything unfinished in this POST kept."""
    if request.method == "POST":
        for keeper in _keepers:
            keeper(request, user, now)
