"""A short answer once given."""

from assessments.bank.reviews.parts import Reviewed, ReviewedText
from assessments.grading.fill_in import is_well_written


def nothing() -> str:
    return ""


def details(reviewed: Reviewed) -> ReviewedText:
    """With a letter off, the answer is shown as it is written."""
    expected = "" if is_well_written(reviewed.definition, reviewed.given) else reviewed.definition.accepted[0]
    return ReviewedText(given=reviewed.given, expected=expected)
