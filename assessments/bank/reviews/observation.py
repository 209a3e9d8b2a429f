"""Something done in the room, once said to be done, and once a trainer has seen it."""

from dataclasses import dataclass

from assessments.bank.reviews.marked import ReviewedCriterion, criteria_of
from assessments.bank.reviews.parts import Reviewed


@dataclass(frozen=True, kw_only=True)
class ReviewedTask:
    """`instructions` are for trainers: no page of learners shows them."""

    done: bool
    instructions: str
    criteria: tuple[ReviewedCriterion, ...]


def nothing() -> dict[str, bool]:
    return {"done": False}


def details(reviewed: Reviewed) -> ReviewedTask:
    return ReviewedTask(
        done=reviewed.given["done"],
        instructions=reviewed.definition.instructions,
        criteria=criteria_of(reviewed),
    )
