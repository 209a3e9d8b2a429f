"""Rows of the desk's screens that need more than a queryset."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString, mark_safe

from lms.signin.services import IssuedCard
from lms.structures.models import Membership, Role, Structure


@dataclass(frozen=True)
class CardRow:
    """One card of the printed sheet."""

    name: str
    code: str
    qr_svg: SafeString
    structure: Structure | None


def card_rows(issued: Sequence[IssuedCard]) -> list[CardRow]:
    """The cards as the sheet prints them, with the place of each person: two queries whatever their number."""
    people = [one.card.user_id for one in issued]
    memberships = (
        Membership.objects.current()
        .filter(role=Role.LEARNER, user_id__in=people)
        .select_related("structure")
        .order_by("-started_at", "-pk")
    )
    places = {membership.user_id: membership.structure for membership in memberships}
    return [
        CardRow(str(one.card.user), one.printed_code, _qr(one.address), places.get(one.card.user_id)) for one in issued
    ]


def _qr(address: str) -> SafeString:
    """An SVG of the address at level Q: it reads with a tenth of it blotted (docs/decisions)."""
    drawing = io.BytesIO()
    segno.make(address, error="q", boost_error=False).save(
        drawing, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, svgclass=None, lineclass=None
    )
    return mark_safe(drawing.getvalue().decode())  # noqa: S308  segno's own drawing of our own address
