"""Pictures of the trainers' guide: taken by the journeys that walk what the guide describes, kept when asked for."""

import io
import os

from PIL import Image
from playwright.sync_api import Locator, Page

from tests.browser.conftest import ROOT

GUIDE = ROOT / "docs" / "questions-en-images.md"
FOLDER = ROOT / "docs" / "images" / "guide"
COLOURS = 64  # screens have few: a quarter of the bytes, and no difference to the eye
WIDTH = 900  # pixels
MOST = 80_000  # bytes


def take_picture(shown: Page | Locator, name: str) -> None:
    """What the trainer sees, as the guide shows it under `docs/images/guide/<name>.png`; `GUIDE_PICTURES=1` writes it.

    Every run takes the picture and holds it to its size; the guide must have one of that name.
    """
    picture = _small(shown.screenshot(animations="disabled"))
    assert len(picture) <= MOST, f"{name}: {len(picture)} bytes"
    kept = FOLDER / f"{name}.png"
    if os.environ.get("GUIDE_PICTURES"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(picture)
    assert kept.exists(), f"the guide has no picture {kept.relative_to(ROOT)}: run this with GUIDE_PICTURES=1"
    assert f"(images/guide/{name}.png)" in GUIDE.read_text(), f"the guide does not show {name}.png"


def _small(screenshot: bytes) -> bytes:
    shown = Image.open(io.BytesIO(screenshot)).convert("RGB")
    if shown.width > WIDTH:
        shown = shown.resize((WIDTH, round(shown.height * WIDTH / shown.width)), Image.Resampling.LANCZOS)
    small = io.BytesIO()
    shown.quantize(COLOURS).save(small, "PNG", optimize=True)
    return small.getvalue()
