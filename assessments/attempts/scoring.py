"""How an attempt's figures are made: pure rules, no database."""

import datetime
from collections.abc import Iterable
from itertools import pairwise

LONGEST_PAUSE = datetime.timedelta(minutes=15)  # longer without an answer: the person had left


def passes(*, scaled: float, pass_mark: int, completion: bool) -> bool:
    """Whether a score of 0 to 1 reaches the pass mark (percent); without a mark, going to the end is enough."""
    if pass_mark == 0:
        return completion
    return round(scaled * 100, 6) >= pass_mark  # 0.29 × 100 is a hair under 29 for a computer


def active_seconds(moments: Iterable[datetime.datetime]) -> int:
    """The time between the first and the last of these moments, in whole seconds, without the long pauses.

    So never more than wall time; a clock that was set back counts for nothing.
    """
    gaps = (later - earlier for earlier, later in pairwise(sorted(moments)))
    return int(sum((gap for gap in gaps if gap <= LONGEST_PAUSE), datetime.timedelta()).total_seconds())
