"""A short answer as learners see it: a field, and what counts in the way it is written."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assessments.bank.shown.parts import Showing

HELP: Mapping[tuple[str, ...], object] = {
    (): "",
    ("accents",): _("Accents count."),
    ("capitals",): _("Capitals count."),
    ("accents", "capitals"): _("Accents and capitals count."),
}


@dataclass(frozen=True, kw_only=True)
class ShownField:
    help: str
    first: str = "answer"


def details(showing: Showing) -> ShownField:
    return ShownField(help=str(HELP[tuple(showing.body.get("counts", ()))]))
