"""A long answer as learners see it: a wide field, how long it may be, what is looked at where they may know."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.bank.shown.parts import Showing, ShownChoice
from assessments.bank.shown.rows import read


@dataclass(frozen=True, kw_only=True)
class ShownText:
    """`criteria` is empty where the author keeps them for the trainers."""

    help: str
    criteria: tuple[ShownChoice, ...]
    first: str = "answer"


def details(showing: Showing) -> ShownText:
    criteria = read(showing, "criteria", shuffled=False) if "criteria" in showing.body else []
    return ShownText(help=_advice(showing.body.get("words", {})), criteria=tuple(criteria))


def _advice(words: Mapping[str, int]) -> str:
    if words.keys() == {"least", "most"}:
        return _("Write about %(least)d to %(most)d words.") % words
    if "least" in words:
        return _("Write about %(least)d words or more.") % words
    return _("Write about %(most)d words at most.") % words if words else ""
