"""Pairs once matched."""

from assessments.bank.reviews.parts import Reviewed
from assessments.bank.reviews.rows import ReviewedRows, compared


def nothing() -> dict[str, str]:
    return {}


def details(reviewed: Reviewed) -> ReviewedRows:
    body, right = reviewed.version.body, reviewed.definition.pairs
    return compared(body["sources"], body["targets"], given=reviewed.given, right=right)
