"""What set-up builds: the sprite and the script."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from lms.web.assets import SCRIPTS, build_script, build_sprite

DRAWING = """<!-- @license -->
<svg class="lucide" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
  <path d="M1 2h3" />
  <circle cx="1" cy="2" r="3" />
</svg>
"""


def test_the_sprite_has_one_symbol_for_each_icon(tmp_path: Path) -> None:
    for name in ("house", "award"):
        (tmp_path / f"{name}.svg").write_text(DRAWING)

    assert build_sprite(["house", "award"], tmp_path) == (
        '<svg xmlns="http://www.w3.org/2000/svg">'
        '<symbol id="award" viewBox="0 0 24 24"><path d="M1 2h3"/><circle cx="1" cy="2" r="3"/></symbol>'
        '<symbol id="house" viewBox="0 0 24 24"><path d="M1 2h3"/><circle cx="1" cy="2" r="3"/></symbol>'
        "</svg>\n"
    )


def test_an_icon_that_the_set_lacks_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        build_sprite(["house"], tmp_path)


def test_a_file_that_is_no_drawing_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "house.svg").write_text("404")

    with pytest.raises(ValueError, match="not an SVG"):
        build_sprite(["house"], tmp_path)


def test_the_pages_scripts_become_one_of_fifteen_kilobytes_packed_at_most() -> None:
    script = build_script(settings.BASE_DIR / "static" / "js")

    assert len(re.findall(r"^\(\(\) => \{$", script, re.MULTILINE)) == len(SCRIPTS)
    assert len(gzip.compress(script.encode())) < 15_000


def test_reading_aloud_weighs_little() -> None:
    assert len(gzip.compress(build_script(settings.BASE_DIR / "static" / "js", ["listen.js"]).encode())) <= 2_500
