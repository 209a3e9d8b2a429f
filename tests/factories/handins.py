"""Files as people send them, honest and hostile, built in memory."""

import io
import zipfile
from collections.abc import Mapping

from django.utils import timezone
from PIL import Image

from assessments.attempts.models import Attempt
from assessments.bank.content import file_upload_content
from assessments.bank.families import Family
from assessments.bank.services import create_item
from assessments.handins.judging import judge
from assessments.handins.models import HandedFile
from assessments.handins.services import add_file
from assessments.quizzes.models import Quiz, QuizItem
from tests.factories.outline import quiz
from tests.factories.work import CLEAR, POLITE

OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = f"{OOXML}.wordprocessingml.document.main+xml"
XLSX = f"{OOXML}.spreadsheetml.sheet.main+xml"
PPTX = f"{OOXML}.presentationml.presentation.main+xml"
PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
GPS_PLACE = 0x8825  # the Exif directory that says where


def photo(width: int = 64, height: int = 48, *, kind: str = "JPEG", place: bool = False) -> bytes:
    """A picture; with a `place`, one that says where and by what it was taken."""
    out, exif = io.BytesIO(), Image.Exif()
    if place:
        exif[0x010F] = "Telephone de Fatima"
        exif.get_ifd(GPS_PLACE).update({1: "N", 2: (48.0, 51.0, 24.0)})
    Image.effect_noise((width, height), 60).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


def archive(parts: Mapping[str, bytes | str], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def office(main: str = DOCX, more: Mapping[str, bytes | str] | None = None) -> bytes:
    """A document of an office program, as far as its directory goes."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
    return archive({"[Content_Types].xml": types, "main.xml": "<p>Bonjour</p>"} | dict(more or {}))


def opendocument(kind: str = "text", more: Mapping[str, bytes | str] | None = None) -> bytes:
    parts = {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<p>Bonjour</p>"}
    return archive(parts | dict(more or {}))


def handed_file(attempt: Attempt, content: bytes = PDF, *, name: str = "cv.pdf", slot: int = 0) -> HandedFile:
    """A file as the product keeps it."""
    file = judge(io.BytesIO(content), name=name, families=tuple(Family))
    now = timezone.now()
    return add_file(attempt=attempt, slot=slot, file=file, name=name, most=5, changeable=True, now=now)


def quiz_with_files(
    *, items: int = 0, families: tuple[str, ...] = ("picture", "pdf"), most: int = 2, **fields: object
) -> Quiz:
    """A quiz of choices, then of a question answered with files, looked at by two criteria of two points each."""
    made = quiz(items=items, **fields)
    content = file_upload_content(
        prompt="Rendez votre lettre.", criteria=[CLEAR, POLITE], families=families, most=most, show_criteria=True
    )
    structure = made.activity.structure
    item = create_item(structure=structure, title="Une lettre", content=content, by=None, now=timezone.now())
    QuizItem.objects.create(quiz=made, item=item, position=100)
    return made
