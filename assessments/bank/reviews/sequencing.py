"""Steps once put in order."""

from assessments.bank.reviews.parts import Reviewed
from assessments.bank.reviews.rows import ReviewedRow, ReviewedRows


def nothing() -> list[str]:
    return []


def details(reviewed: Reviewed) -> ReviewedRows:
    """The steps in their right order, each with the place that it was given."""
    texts = {each["id"]: each["text"] for each in reviewed.version.body["steps"]}
    given = {step: str(place) for place, step in enumerate(reviewed.given, start=1)}
    return ReviewedRows(
        rows=tuple(
            ReviewedRow(text=texts[step], given=given.get(step, ""), expected=str(place))
            for place, step in enumerate(reviewed.definition.order, start=1)
        )
    )
