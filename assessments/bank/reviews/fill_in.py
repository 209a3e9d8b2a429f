"""A short answer once given."""

from assessments.bank.reviews.parts import Reviewed, ReviewedText


def nothing() -> str:
    return ""


def details(reviewed: Reviewed) -> ReviewedText:
    expected = "" if reviewed.score.success else reviewed.definition.accepted[0]
    return ReviewedText(given=reviewed.given, expected=expected)
