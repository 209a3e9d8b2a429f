"""Moodle has one text with gaps; here an instruction stands before it."""

from collections.abc import Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

T = TypeVar("T")


def parted(pieces: Sequence[str | T]) -> tuple[str, list[str | T]]:
    """What stands in lines of its own before the first gap, up to an empty line if there is one; and the rest."""
    first = pieces[0]
    if isinstance(first, str):
        said, between, rest = first.partition("\n\n") if "\n\n" in first else first.rpartition("\n")
        if said.strip() and between:
            return said.strip(), [rest, *pieces[1:]] if rest else list(pieces[1:])
    return _("Complete the text."), list(pieces)
