"""Things once put into categories."""

from assessments.bank.reviews.parts import Reviewed
from assessments.bank.reviews.rows import ReviewedRows, compared


def nothing() -> dict[str, str]:
    return {}


def details(reviewed: Reviewed) -> ReviewedRows:
    """The things in the order in which they were asked."""
    body, right = reviewed.version.body, reviewed.definition.places
    things = reviewed.chance.shuffled(body["things"], "things")
    return compared(things, body["categories"], given=reviewed.given, right=right)
