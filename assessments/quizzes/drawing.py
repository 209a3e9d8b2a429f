"""Which questions an attempt draws from each pool: plain Python, whose chance is a seed.

A question is asked once in an attempt, even where pools share it: it is seated in one section, and moves over to
another when that leaves room for more. Questions that the person met least often are seated first; in a matching of
this kind (a transversal matroid) that gives as many questions as there can be, and the fewest met before.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Section:
    """Draw `count` questions of `pool`, by their ids."""

    count: int
    pool: frozenset[int]


def drawn(
    sections: Sequence[Section], *, seed: int, met: Mapping[int, int], taken: Collection[int] = ()
) -> list[list[int]]:
    """The questions of each section, in the order in which they are asked; fewer than `count` where there are no more.

    `met`: how often the person answered each question before; nothing comes again before its pool is used up.
    `taken`: questions that the attempt asks anyway. The same seed, pools and past give the same questions.
    """
    chance = random.Random(f"{seed}:draws")  # noqa: S311 - which questions come is no secret
    candidates = sorted(frozenset().union(*(each.pool for each in sections)) - frozenset(taken))
    chance.shuffle(candidates)
    candidates.sort(key=lambda item: met.get(item, 0))  # keeps the shuffled order among equals
    seats: list[list[int]] = [[] for _section in sections]
    for item in candidates:
        _seat(item, sections, seats, tried=set())
    for seated in seats:
        chance.shuffle(seated)
    return seats


def _seat(item: int, sections: Sequence[Section], seats: list[list[int]], *, tried: set[int]) -> bool:
    """Find the question a place, if need be by moving others over: no question that has a place loses it."""
    for number, section in enumerate(sections):
        if number in tried or item not in section.pool:
            continue
        tried.add(number)
        if len(seats[number]) < section.count:
            seats[number].append(item)
            return True
        for place, other in enumerate(seats[number]):
            if _seat(other, sections, seats, tried=tried):
                seats[number][place] = item
                return True
    return False
