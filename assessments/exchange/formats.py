"""The formats: which one a file is in, who reads it, who writes it. Plain Python."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.exchange.aiken import read_aiken, write_aiken
from assessments.exchange.files import Found, Written
from assessments.exchange.gift_reading import read_gift
from assessments.exchange.gift_writing import write_gift
from assessments.exchange.moodle_xml_reading import read_moodle_xml
from assessments.exchange.moodle_xml_writing import write_moodle_xml
from assessments.exchange.problems import FileRefused
from assessments.exchange.questions import Question

_AIKEN_ANSWER = re.compile(r"^[ \t]*ANSWER[ \t]*:[ \t]*[A-Za-z]\b", re.MULTILINE)
_AIKEN_CHOICE = re.compile(r"^[ \t]*[A-Z][).]", re.MULTILINE)


class Format(StrEnum):
    """By the name of the address and of the form."""

    GIFT = "gift"
    AIKEN = "aiken"
    MOODLE_XML = "moodle-xml"

    @property
    def label(self) -> str:
        return {"gift": "GIFT", "aiken": "Aiken", "moodle-xml": "Moodle XML"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Medium:
    """How a format is read and written, and the file that holds it."""

    read: Callable[[str], Found]
    write: Callable[[Sequence[Question]], Written]
    ending: str
    content_type: str


MEDIA: Mapping[Format, Medium] = {
    Format.GIFT: Medium(read=read_gift, write=write_gift, ending="gift.txt", content_type="text/plain; charset=utf-8"),
    Format.AIKEN: Medium(
        read=read_aiken, write=write_aiken, ending="aiken.txt", content_type="text/plain; charset=utf-8"
    ),
    Format.MOODLE_XML: Medium(
        read=read_moodle_xml, write=write_moodle_xml, ending="xml", content_type="application/xml; charset=utf-8"
    ),
}


def recognise(text: str) -> Format:
    """The format that this text is in, by its own signs. Raises FileRefused."""
    begins = text.lstrip()[:2000]
    if begins.startswith(("<?xml", "<quiz", "<!")):
        return Format.MOODLE_XML
    if _AIKEN_ANSWER.search(text) and _AIKEN_CHOICE.search(text):
        return Format.AIKEN
    if "{" in text and "}" in text:
        return Format.GIFT
    raise FileRefused("unknown_format")
