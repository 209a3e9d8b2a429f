"""Something to do in the room, as learners see it: what is looked at, where they may know."""

from dataclasses import dataclass

from assessments.bank.shown.parts import Showing, ShownChoice
from assessments.bank.shown.rows import read


@dataclass(frozen=True, kw_only=True)
class ShownTask:
    """`criteria` is empty where the author keeps them for the trainers."""

    criteria: tuple[ShownChoice, ...]
    first: str = "answer"


def details(showing: Showing) -> ShownTask:
    criteria = read(showing, "criteria", shuffled=False) if "criteria" in showing.body else []
    return ShownTask(criteria=tuple(criteria))
