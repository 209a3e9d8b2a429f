"""A question answered with files as learners see it: which files, how many, what is looked at where they may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.bank.families import MEBIBYTE, in_words, offered
from assessments.bank.shown.parts import Showing, ShownChoice
from assessments.bank.shown.rows import read


@dataclass(frozen=True, kw_only=True)
class ShownUpload:
    """`accept` is the field's attribute of that name; `criteria` is empty where the author keeps them for trainers."""

    help: str
    accept: str
    most: int
    bytes: int  # of one file, at most
    criteria: tuple[ShownChoice, ...]
    first: str = "file"


def details(showing: Showing) -> ShownUpload:
    body = showing.body
    criteria = read(showing, "criteria", shuffled=False) if "criteria" in body else []
    return ShownUpload(
        help=_help(body),
        accept=offered(body["families"]),
        most=body["most"],
        bytes=body["megabytes"] * MEBIBYTE,
        criteria=tuple(criteria),
    )


def _help(body: Mapping[str, Any]) -> str:
    """« One file: photo or picture, PDF. At most 10 MB. »"""
    said = ngettext("One file: %(families)s.", "Up to %(most)d files: %(families)s.", body["most"])
    size = _("At most %(size)d MB each.") if body["most"] > 1 else _("At most %(size)d MB.")
    words = {"most": body["most"], "families": in_words(body["families"]), "size": body["megabytes"]}
    return f"{said} {size}" % words
