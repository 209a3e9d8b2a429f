"""What may be handed in: families of files that authors choose from. What a file is, its bytes say (`handins`)."""

from collections.abc import Iterable, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEBIBYTE = 1024 * 1024
MAX_FILES = 5  # of one question
MAX_MEGABYTES = 10  # of a file as it is sent: what the photo of a phone weighs


class Family(TextChoices):
    PICTURE = "picture", gettext_lazy("photo or picture")
    PDF = "pdf", "PDF"
    DOCUMENT = "document", gettext_lazy("text, spreadsheet or slides")
    SOUND = "sound", gettext_lazy("sound recording")


# What the browser's window offers first. iPhones make a JPEG of their photos where only these are named.
OFFERED: Mapping[str, str] = {
    Family.PICTURE: "image/jpeg,image/png,image/webp",
    Family.PDF: ".pdf",
    Family.DOCUMENT: ".docx,.xlsx,.pptx,.odt,.ods,.odp,.txt",
    Family.SOUND: ".mp3,.ogg,.oga,.m4a,.wav",
}


def in_words(families: Iterable[str]) -> str:
    """« photo or picture, PDF », in the order of the families."""
    return _(", ").join(str(family.label) for family in Family if family in set(families))


def offered(families: Iterable[str]) -> str:
    """The value of the `accept` attribute of a field for such files."""
    return ",".join(OFFERED[family] for family in Family if family in set(families))
