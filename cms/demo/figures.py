"""The drawings of the demo content: one SVG for each lesson, turned into PNG when the demo is loaded.

The page tree takes bitmap pictures, and a drawing is easier to keep and to review as text. Typst, which
already makes the certificates, reads SVG and carries its own fonts: no system library, no browser.
"""

from pathlib import Path
from typing import Final

import typst

FIGURES: Final = Path(__file__).parent / "figures"
WIDTH_PX: Final = 960
"""Width of every drawing, in the units of its own viewBox."""

_PAGE: Final = FIGURES / "figure.typ"
_POINTS_PER_INCH: Final = 72


def figure_path(name: str) -> Path:
    """Where the drawing called `name` (without suffix) is kept."""
    return FIGURES / f"{name}.svg"


def render_png(svg_path: Path, *, width: int) -> bytes:
    """The drawing, one of FIGURES, as a PNG of `width` pixels; its height follows from the drawing's proportions."""
    rendered = typst.compile(
        str(_PAGE),
        root=str(FIGURES),
        ignore_system_fonts=True,
        sys_inputs={"drawing": svg_path.name},
        format="png",
        ppi=_POINTS_PER_INCH * width / WIDTH_PX,
    )
    if not isinstance(rendered, bytes):
        raise TypeError(f"{svg_path.name} makes more than one page")
    return rendered
