"""The order in which the pieces of a question are shown, where its author wants them shuffled."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, kw_only=True)
class Chance:
    """An attempt's recorded seed and the place of the question in its plan: the same order on any seat, at any time.

    Without a seed nothing is shuffled: the order is its author's.
    """

    seed: int | None = None
    slot: int = 0

    def shuffled(self, things: Sequence[Thing], name: str) -> list[Thing]:
        """The things in the order of this attempt; `name` keeps two lists of one question from the same order."""
        order = list(things)
        if self.seed is not None:
            random.Random(f"{self.seed}:{self.slot}:{name}").shuffle(order)  # noqa: S311 an order on a page, no secret
        return order


AS_WRITTEN = Chance()
