"""A sentence as learners see it: true, false."""

from django.utils.translation import gettext as _

from assessments.bank.shown.choice import ShownChoices
from assessments.bank.shown.parts import Showing, ShownChoice


def details(showing: Showing) -> ShownChoices:
    named = (("true", _("True")), ("false", _("False")))
    return ShownChoices(
        choices=tuple(ShownChoice(id=id, text=text, audio=showing.sounds.get(f"choice:{id}")) for id, text in named)
    )
