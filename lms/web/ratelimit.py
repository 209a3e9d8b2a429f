"""Counters in the one cache that all processes share: they slow a flood down, they never lock a class out."""

import datetime
from dataclasses import dataclass

from django.core.cache import cache


class CountersUnavailable(Exception):
    """The shared cache does not answer: whoever counts on it must refuse (codes fail closed)."""


@dataclass(frozen=True)
class Limit:
    """So many uses in so many seconds; above, one use every `pace` seconds goes through, the others have to wait."""

    name: str
    uses: int
    seconds: int
    pace: int = 1


def is_crowded(*, limit: Limit, source: str, now: datetime.datetime) -> bool:
    """Count one use by `source` (an address); True when this one has to wait a moment and come again."""
    second = int(now.timestamp())
    window = f"limit:{limit.name}:{source}:{second // limit.seconds}"
    try:
        if _counted(window, seconds=limit.seconds) <= limit.uses:
            return False
        return not cache.add(f"{window}:{second // limit.pace}", 1, timeout=limit.pace + 1)
    except Exception as error:  # a cache is down in as many ways as there are caches
        raise CountersUnavailable(limit.name) from error


def give_back(*, limit: Limit, source: str, now: datetime.datetime) -> None:
    """The use just counted was a good one: it counts no longer."""
    window = f"limit:{limit.name}:{source}:{int(now.timestamp()) // limit.seconds}"
    try:
        cache.decr(window)
    except ValueError:  # its time was over
        return
    except Exception as error:  # as above
        raise CountersUnavailable(limit.name) from error


def is_over(*, limit: Limit, source: str, now: datetime.datetime) -> bool:
    """Count one use by `source`; True when it is past the limit, none a second let through: public look-ups."""
    window = f"limit:{limit.name}:{source}:{int(now.timestamp()) // limit.seconds}"
    try:
        return _counted(window, seconds=limit.seconds) > limit.uses
    except Exception as error:  # as above
        raise CountersUnavailable(limit.name) from error


def refuse_uncounted() -> None:
    """For a door whose own counters fail without a word: raises CountersUnavailable when nothing could be counted."""
    try:
        cache.get("counters")
    except Exception as error:  # as above
        raise CountersUnavailable("counters") from error


def count_distinct(*, name: str, member: str, seconds: int, now: datetime.datetime) -> int:
    """How many distinct members this name has seen in its window; 0 when `member` was there already."""
    window = f"distinct:{name}:{int(now.timestamp()) // seconds}"
    if not cache.add(f"{window}:{member}", 1, timeout=seconds):
        return 0
    return _counted(window, seconds=seconds)


def _counted(key: str, *, seconds: int) -> int:
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ended between the two calls
        cache.set(key, 1, timeout=seconds)
        return 1
