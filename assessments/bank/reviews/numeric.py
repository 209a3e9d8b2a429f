"""A number once given."""

from assessments.bank.reviews.parts import Reviewed, ReviewedText
from assessments.grading.numbers import written
from assessments.grading.numeric import NumericDefinition, distance


def nothing() -> str:
    return ""


def details(reviewed: Reviewed) -> ReviewedText:
    """The exact number is shown to who came near it, too."""
    definition: NumericDefinition = reviewed.definition
    unit = next(iter(definition.units), "")
    exact = distance(definition, reviewed.given) == 0
    expected = "" if exact else f"{written(definition.value)}\u00a0{unit}".strip()
    return ReviewedText(given=reviewed.given, expected=expected)
