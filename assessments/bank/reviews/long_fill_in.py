"""A long answer once given, and once a trainer has looked at it."""

from dataclasses import dataclass

from assessments.bank.reviews.marked import ReviewedCriterion, criteria_of
from assessments.bank.reviews.parts import Reviewed


@dataclass(frozen=True, kw_only=True)
class ReviewedWriting:
    given: str
    criteria: tuple[ReviewedCriterion, ...]


def nothing() -> str:
    return ""


def details(reviewed: Reviewed) -> ReviewedWriting:
    return ReviewedWriting(given=reviewed.given, criteria=criteria_of(reviewed))
