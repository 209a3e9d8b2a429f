"""A sentence once answered."""

from django.utils.translation import gettext as _

from assessments.bank.reviews.parts import Reviewed, ReviewedChoice, ReviewedChoices


def nothing() -> None:
    return None


def details(reviewed: Reviewed) -> ReviewedChoices:
    return ReviewedChoices(
        choices=tuple(
            ReviewedChoice(text=text, picked=reviewed.given is value, right=reviewed.definition.correct is value)
            for value, text in ((True, _("True")), (False, _("False")))
        )
    )
