"""A choice once answered."""

from assessments.bank.reviews.parts import Reviewed, ReviewedChoice, ReviewedChoices


def nothing() -> list[str]:
    return []


def details(reviewed: Reviewed) -> ReviewedChoices:
    """The choices in the order in which they were asked."""
    body, correct, worth = reviewed.version.body, reviewed.definition.correct, reviewed.definition.worth or {}
    choices = reviewed.chance.shuffled(body["choices"], "choices") if body.get("shuffle") else body["choices"]
    return ReviewedChoices(
        choices=tuple(
            ReviewedChoice(
                text=each["text"],
                picked=each["id"] in reviewed.given,
                right=each["id"] in correct,
                partly=each["id"] not in correct and worth.get(each["id"], 0) > 0,
            )
            for each in choices
        )
    )
