"""A number to find as learners see it: a field, as for a short answer."""

from django.utils.translation import gettext as _

from assessments.bank.shown.fill_in import ShownField
from assessments.bank.shown.parts import Showing


def details(showing: Showing) -> ShownField:
    required = showing.body.get("unit") == "required"
    return ShownField(help=_("Write the number and its unit.") if required else "")
