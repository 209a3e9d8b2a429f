"""A file that somebody sends, judged by its bytes before anything is stored: what it says of itself counts for nothing.

Words of refusal are for learners: what is amiss, and what to do.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from assessments.bank.families import MAX_MEGABYTES, MEBIBYTE, Family, in_words
from assessments.handins import office, pictures
from assessments.handins.types import Signs

TEXT_CONTROLS = {"\t", "\n", "\r", "\f", "\ufeff"}


class FileRefused(ValueError):
    """The file is not one that may be handed in; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class JudgedFile:
    """What is stored: bytes, the family found in them, and the suffix that its name ends with."""

    content: bytes
    family: Family
    suffix: str


def judge(file: IO[bytes], *, name: str, families: Collection[str], megabytes: int = MAX_MEGABYTES) -> JudgedFile:
    """The file as it will be kept, when its bytes are of one of the families. Raises FileRefused.

    At most `megabytes`, counted once a picture was made smaller. `name` only tells a plain text, which has no sign of
    its own, from anything else.
    """
    found = _recognised(_read(file), name, families)
    if found.family not in families:
        raise FileRefused(_wrong_family(found.family, families))
    if len(found.content) > megabytes * MEBIBYTE:
        raise FileRefused(_too_large(megabytes))
    return found


def _read(file: IO[bytes]) -> bytes:
    content = file.read(MAX_MEGABYTES * MEBIBYTE + 1)
    if not content:
        raise FileRefused(_("This file is empty. Choose another one."))
    if len(content) > MAX_MEGABYTES * MEBIBYTE:
        raise FileRefused(_too_large(MAX_MEGABYTES))
    return content


def _recognised(content: bytes, name: str, families: Collection[str]) -> JudgedFile:
    signs = Signs(head=content[:16])
    if signs.is_picture:
        return _picture(content)
    if signs.is_pdf:
        return _pdf(content)
    if signs.is_zip:
        return _document(content)
    if signs.sound:
        return JudgedFile(content=content, family=Family.SOUND, suffix=signs.sound)
    if signs.is_apple_picture:
        raise FileRefused(_("This photo is in a format of iPhones (HEIC). Make a screenshot of it and give that."))
    if signs.is_old_office:
        raise FileRefused(_("This file has an old format, or a password. Save it as PDF and give that."))
    if name.lower().endswith(".txt"):
        return _text(content)
    raise FileRefused(_("We cannot read this file. Give: %(families)s.") % {"families": in_words(families)})


def _picture(content: bytes) -> JudgedFile:
    try:
        drawn = pictures.drawn_again(content)
    except pictures.TooManyPixels as error:
        raise FileRefused(_("This picture is too large. Make a screenshot of it and give that.")) from error
    except pictures.NotAPicture as error:
        raise FileRefused(_("This picture is damaged. Take it again, or choose another one.")) from error
    return JudgedFile(content=drawn, family=Family.PICTURE, suffix=".jpg")


def _pdf(content: bytes) -> JudgedFile:
    if b"%%EOF" not in content[-2048:]:
        raise FileRefused(_("This PDF is not whole. Save it again, then give it."))
    return JudgedFile(content=content, family=Family.PDF, suffix=".pdf")


def _document(content: bytes) -> JudgedFile:
    try:
        return JudgedFile(content=content, family=Family.DOCUMENT, suffix=office.suffix_of(content))
    except office.HoldsProgram as error:
        raise FileRefused(_("This file holds a program (macros). Save it as PDF and give that.")) from error
    except office.Locked as error:
        raise FileRefused(_("A password protects this file. Save it without a password, then give it.")) from error
    except office.NotADocument as error:
        raise FileRefused(_("We cannot read this document. Save it as PDF and give that.")) from error


def _text(content: bytes) -> JudgedFile:
    """A plain text in UTF-8; nothing that a browser could take for a page."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\x00"
    if any(sign < " " and sign not in TEXT_CONTROLS for sign in text) or text.lstrip("\ufeff \t\r\n\f").startswith("<"):
        raise FileRefused(_("This file is not a plain text. Save it as PDF and give that."))
    return JudgedFile(content=content, family=Family.DOCUMENT, suffix=".txt")


def _wrong_family(family: Family, families: Collection[str]) -> str:
    words = _("This file is of the kind “%(family)s”. Give: %(families)s.")
    return words % {"family": family.label, "families": in_words(families)}


def _too_large(megabytes: int) -> str:
    return _("This file is too large: at most %(size)d MB. Choose a smaller one, or make a photo of it.") % {
        "size": megabytes
    }
