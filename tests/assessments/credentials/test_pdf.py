"""The certificate on paper: every name whole, inside the page, the same bytes each time."""

import io
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from pypdf import PageObject, PdfReader

from assessments.credentials.pdf import (
    CertificateView,
    UndrawableText,
    french_day,
    french_hours,
    layout_data,
    render_certificate,
)

VIEW = CertificateView(
    holder="Éloïse Lefèvre-Ndiaye",
    achievement="Écrire et recevoir des courriels",
    description="Lire, écrire et envoyer un message, joindre une photo.",
    skills=("Je sais lire un message", "Je sais joindre une photo"),
    hours_hundredths=150,
    issued_on=date(2026, 11, 22),
    structure="Centre social Les Tilleuls",
    place="12 rue des Écoles, 69008 Lyon",
    issuer="Fédération des centres sociaux",
    signatory="Karim Benali",
    signatory_role="Formateur",
    code="BCDFGHJKLMNP",
    verify_url="https://declic.example.org/v/BCDFGHJKLMNP",
)
RAGGED_LETTERS = "Abcdefghi" * 10  # 90 letters without a space


def rendered(**changes: object) -> bytes:
    return render_certificate(replace(VIEW, **changes), font_paths=settings.PDF_FONT_DIRS)  # type: ignore[arg-type]


def page_of(pdf: bytes) -> PageObject:
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    return reader.pages[0]


def words_of(pdf: bytes) -> str:
    return " ".join(page_of(pdf).extract_text().split())


def test_the_paper_says_who_what_where_when_and_how_long() -> None:
    text = words_of(rendered())
    for said in (
        VIEW.holder,
        VIEW.achievement,
        VIEW.description,
        *VIEW.skills,
        VIEW.place,
        VIEW.signatory,
    ):
        assert said in text
    assert "Centre social Les Tilleuls" in text
    assert "1,50 h" in text
    assert "22 novembre 2026" in text
    assert "BCDF-GHJK-LMNP" in text


@pytest.mark.parametrize("holder", ["Zoë Müller-Łukasiewicz", "Олександра Шевченко-Їжакевич", "Ελένη Παππά"])
def test_names_in_other_alphabets_come_back_whole(holder: str) -> None:
    assert holder in words_of(rendered(holder=holder))


def test_an_arabic_name_is_drawn_with_its_letters_joined() -> None:
    pdf = rendered(holder="فاطمة الزهراء")
    assert set("فاطمةالزهراء") <= set(page_of(pdf).extract_text())
    fonts = str(page_of(pdf)["/Resources"]["/Font"].get_object())  # type: ignore[index]
    assert "NotoSansArabic" in fonts or "Arabic" in str([font.get_object() for font in font_objects(pdf)])


def font_objects(pdf: bytes) -> list[object]:
    return list(page_of(pdf)["/Resources"]["/Font"].values())  # type: ignore[index]


def test_the_same_certificate_is_the_same_bytes() -> None:
    assert rendered() == rendered()
    assert rendered() != rendered(holder="Éloise Lefèvre-Ndiaye")


def test_threads_may_render_at_once() -> None:
    expected = rendered()
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: rendered(), range(12))) == {expected}


def test_markup_in_a_name_prints_as_typed() -> None:
    assert '#panic("x") $1 *gras* <b>' in words_of(rendered(holder='#panic("x") $1 *gras* <b>'))


@pytest.mark.parametrize(
    ("holder", "character"),
    [
        ("李 Ming", "李"),
        ("ⵎ", "ⵎ"),
        ("Ana\u202enoM", "\u202e"),
        ("A\ue000", "\ue000"),
        ("A\x07", "\x07"),
    ],
)
def test_a_name_that_no_font_draws_is_refused_and_the_sign_named(holder: str, character: str) -> None:
    with pytest.raises(UndrawableText) as refused:
        rendered(holder=holder)
    assert refused.value.character == character


LONG = [
    {"holder": RAGGED_LETTERS},
    {"holder": "W" * 120},
    {"holder": "Marie-Antoinette de La Rochefoucauld " * 3},
    {"achievement": "Compétence" * 20},
    {"achievement": "Savoir faire une chose " * 8},
    {
        "description": "Une longue description. " * 60,
        "skills": ("Je sais faire cela sans aide",) * 14,
    },
    {
        "structure": "Association" * 10,
        "place": "x" * 200,
        "issuer": "W" * 120,
        "signatory": "W" * 120,
    },
    {
        "signatory_role": "Formatrice et médiatrice " * 4,
        "verify_url": "https://un-tres-long.domaine.example.org/v/" + "B" * 60,
    },
]


@pytest.mark.parametrize(
    "changes",
    LONG,
    ids=[next(iter(changes)) + str(n) for n, changes in enumerate(LONG)],
)
def test_nothing_runs_off_the_paper(changes: dict[str, object], tmp_path: Path) -> None:
    """All ink stays inside the frame: outside it the page is as white as that of an ordinary certificate."""
    pdf = rendered(**changes)
    page_of(pdf)
    image = drawn(pdf, tmp_path)
    assert ink_outside(image, margin=0.030) == 0
    panel_edge = image.crop(
        (
            int(image.width * 0.935),
            int(image.height * 0.12),
            int(image.width * 0.96),
            int(image.height * 0.85),
        )
    )
    assert darkest(panel_edge) > 200


def drawn(pdf: bytes, folder: Path) -> Image.Image:
    (folder / "c.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "60", "-png", "-singlefile", folder / "c.pdf", folder / "c"],
        check=True,
        capture_output=True,
    )
    return Image.open(folder / "c.png").convert("L")


def darkest(image: Image.Image) -> int:
    low, _high = image.getextrema()
    return int(low)  # type: ignore[arg-type]


def ink_outside(image: Image.Image, *, margin: float) -> int:
    """How many of the four edge strips (a share `margin` of the height wide) hold anything but white."""
    width, height, strip = image.width, image.height, int(image.height * margin)
    edges = [
        (0, 0, width, strip),
        (0, height - strip, width, height),
        (0, 0, strip, height),
        (width - strip, 0, width, height),
    ]
    return sum(darkest(image.crop(edge)) < 250 for edge in edges)


def test_a_long_name_is_read_back_letter_for_letter() -> None:
    letters = words_of(rendered(holder=RAGGED_LETTERS)).replace(" ", "").replace("\u200b", "")
    assert RAGGED_LETTERS in letters


def test_the_page_is_a4_lying_down() -> None:
    box = page_of(rendered()).mediabox
    assert (round(box.width), round(box.height)) == (842, 595)


def test_the_file_declares_language_title_date_and_both_standards() -> None:
    reader = PdfReader(io.BytesIO(rendered()))
    assert reader.root_object["/Lang"] == "fr"
    assert reader.metadata is not None
    assert "Écrire et recevoir des courriels" in str(reader.metadata.title)
    assert "Éloïse" not in str(reader.metadata.title)  # a browser's history keeps titles
    assert str(reader.metadata.creation_date)[:10] == "2026-11-22"
    packet = reader.root_object["/Metadata"].get_object().get_data()  # type: ignore[union-attr]
    assert b"pdfuaid:part>1<" in packet
    assert b"pdfaid:part>2<" in packet
    assert b"pdfaid:conformance>A<" in packet


def test_a_screen_reader_finds_headings_a_list_and_a_described_qr_code() -> None:
    tags = structure(PdfReader(io.BytesIO(rendered())))
    assert [tag for tag, _alt in tags if tag in ("/H1", "/H2")] == ["/H1", "/H2"]
    assert [tag for tag, _alt in tags].count("/LI") == 2
    assert any(tag == "/Figure" and VIEW.verify_url in alt for tag, alt in tags)


def structure(reader: PdfReader) -> list[tuple[str, str]]:
    """The tags of the document in reading order, each with its alternative text."""
    found: list[tuple[str, str]] = []

    def walk(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            if "/K" in node:
                walk(node["/K"])

    walk(reader.root_object["/StructTreeRoot"])
    return found


def test_a_logo_is_shown_with_its_description() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 100), "#0a5a5c").save(picture, "PNG")
    tags = structure(PdfReader(io.BytesIO(rendered(logo=picture.getvalue()))))
    assert ("/Figure", "Logo de Centre social Les Tilleuls") in tags


def test_hours_are_written_in_hundredths_and_days_in_french() -> None:
    assert french_hours(150) == "1,50\u00a0h"
    assert french_hours(705) == "7,05\u00a0h"
    assert french_day(date(2026, 6, 1)) == "1er\u00a0juin 2026"


def test_what_is_not_known_is_left_out() -> None:
    data = layout_data(replace(VIEW, hours_hundredths=None, signatory="", logo=None))
    assert "Durée" not in str(data["facts"])
    assert data["signatory"] is None
    assert "Compétences acquises" not in words_of(rendered(skills=()))
