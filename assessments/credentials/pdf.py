"""The certificate as a PDF: one dataclass in, the same bytes out each time.

Plain Python over typst. The page is PDF/UA-1 and PDF/A-2a at once: typst refuses to write one that is not.
"""

import io
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path

import segno
import typst

from assessments.credentials.codes import grouped

LAYOUT = Path(__file__).parent / "layouts" / "certificate.typ"
# The certificate is written in French, whatever language the reader's interface has.
MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
NO_BREAK = "\u00a0"
# Typst names the first sign it cannot draw, or may not archive: as itself, or as \u{…}.
REFUSED_SIGN = re.compile(r'(?:text|codepoint) `"(?:\\u\{(?P<hex>[0-9a-f]+)\}|(?P<sign>.+?))"`')
# Marks that turn the direction of the text around them: a name holding one would read as another.
DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class UndrawableText(ValueError):
    """None of the fonts can draw `character`, which stands in a text of the certificate."""

    def __init__(self, character: str) -> None:
        self.character = character
        super().__init__(f"no font draws U+{ord(character):04X} ({unicodedata.name(character, 'unnamed')})")


@dataclass(frozen=True, kw_only=True)
class CertificateView:
    """Everything a certificate shows. A value, never a model: what was printed stays what was printed."""

    holder: str
    achievement: str
    description: str = ""
    skills: tuple[str, ...] = ()
    hours_hundredths: int | None = None  # 150 is 1,50 h
    issued_on: date
    structure: str
    place: str = ""  # the structure's address or town
    issuer: str
    signatory: str = ""
    signatory_role: str = ""
    code: str  # 12 signs, ungrouped
    verify_url: str
    logo: bytes | None = None  # PNG

    @property
    def day(self) -> str:
        """The day of issue as the paper writes it."""
        return french_day(self.issued_on)

    @property
    def hours(self) -> str:
        """The hours as the paper writes them, empty when none are known."""
        return "" if self.hours_hundredths is None else french_hours(self.hours_hundredths)

    @property
    def texts(self) -> tuple[str, ...]:
        """What people wrote, as opposed to what the layout says."""
        return (
            self.holder,
            self.achievement,
            self.description,
            *self.skills,
            *(
                self.structure,
                self.place,
                self.issuer,
                self.signatory,
                self.signatory_role,
            ),
        )


def render_certificate(view: CertificateView, *, font_paths: list[Path]) -> bytes:
    """The certificate of `view` as PDF/UA-1 + PDF/A-2a, one A4 landscape page; same view, same bytes.

    `font_paths` are folders of TrueType files that hold Noto Sans and Noto Sans Arabic.
    Raises UndrawableText when a text holds a sign that none of them draws.
    """
    refuse_direction_marks(view)
    # A typst Compiler is not thread-safe: each call has its own. The fonts, read once, are shared.
    compiler = typst.Compiler(
        str(LAYOUT),
        root=str(LAYOUT.parent),
        font_paths=fonts(tuple(font_paths)),
        ignore_system_fonts=True,
        sys_inputs={"view": json.dumps(layout_data(view), ensure_ascii=False)},
    )
    issued_at = datetime.combine(view.issued_on, time(), tzinfo=UTC)
    try:
        pdf = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=issued_at)
    except typst.TypstError as error:
        if sign := refused_sign(error.message):
            raise UndrawableText(sign) from error
        raise
    assert isinstance(pdf, bytes)  # typst answers a list only for images of several pages
    return pdf


@lru_cache(maxsize=4)
def fonts(font_paths: tuple[Path, ...]) -> typst.Fonts:
    """The fonts of these folders and typst's own; never the machine's, so that every machine prints alike."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(path) for path in font_paths],
    )


def layout_data(view: CertificateView) -> dict[str, object]:
    """What the layout reads, as JSON: texts are data there, so `#` or `$` in a name prints as typed."""
    return {
        # Browsers keep the titles of what was opened: it names no one.
        "title": f"Certificat{NO_BREAK}: {view.achievement}",
        "summary": f"Certificat remis à {view.holder} le {view.day}.",
        "issued_on": [view.issued_on.year, view.issued_on.month, view.issued_on.day],
        "holder": view.holder,
        "achievement": view.achievement,
        "description": view.description,
        "skills": list(view.skills),
        "structure": view.structure,
        "place": view.place,
        "issuer": view.issuer,
        "signatory": view.signatory or None,
        "signatory_role": view.signatory_role,
        "facts": facts(view),
        "code": grouped(view.code),
        "verify_url": view.verify_url,
        "address": view.verify_url.partition("://")[2],
        "qr": qr_svg(view.verify_url),
        "logo": list(view.logo) if view.logo else None,
        "labels": labels(view),
    }


def labels(view: CertificateView) -> dict[str, str]:
    return {
        "title": "Certificat de compétences",
        "holder": "Ce certificat est remis à",
        "achievement": "qui a terminé avec succès",
        "skills": "Compétences acquises",
        "logo_alt": f"Logo de {view.structure}",
        "qr_alt": f"Code QR qui mène à la page de vérification{NO_BREAK}: {view.verify_url}",
        "check": "Vérifier ce certificat",
    }


def facts(view: CertificateView) -> list[tuple[str, str]]:
    """What stands in the margin; the issuer only when it is not the structure named above."""
    hours = [("Durée", view.hours)] if view.hours else []
    issuer = [] if view.issuer == view.structure else [("Délivré par", view.issuer)]
    return [*hours, ("Délivré le", view.day), *issuer]


def french_hours(hundredths: int) -> str:
    """Hours in hundredths, as training accounts write them: 1,50 h is one hour and a half."""
    return f"{hundredths // 100},{hundredths % 100:02d}{NO_BREAK}h"


def french_day(day: date) -> str:
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK}{MONTHS[day.month - 1]} {day.year}"


def qr_svg(url: str) -> str:
    """A QR code of level Q: it reads with a tenth of its area blotted, as a carried paper may be."""
    image = io.BytesIO()
    segno.make_qr(url, error="q").save(image, kind="svg", xmldecl=False, border=4, light="white", unit="mm")
    return image.getvalue().decode()


def refuse_direction_marks(view: CertificateView) -> None:
    for mark in DIRECTION_MARKS.intersection("".join(view.texts)):
        raise UndrawableText(mark)


def refused_sign(message: str) -> str | None:
    """The sign that typst could not draw, when its message is about one."""
    found = REFUSED_SIGN.search(message)
    if found is None:
        return None
    return chr(int(found["hex"], 16)) if found["hex"] else found["sign"][0]
