"""Places to find on a picture as learners see it: the picture, and the names of its areas where they are offered.

Where the areas are, and which are right, is no part of a body: nothing here could tell it.
"""

from dataclasses import dataclass

from assessments.bank.shown.parts import Showing, ShownChoice, ShownMedia
from assessments.bank.shown.rows import read
from assessments.grading.hotspot import MOST_PLACES

# Pixels: without a script a browser tells where one clicked in those of the picture as shown, so its size is known.
WIDTHS = {"narrow": 224, "medium": 480, "wide": 720}
TALLEST = 640


@dataclass(frozen=True, kw_only=True)
class Size:
    """The picture at one size; `screen` names the screens that show this one."""

    screen: str
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class ShownPicture:
    """`most` is how many places may be marked; `first` is the control where an error leads."""

    sizes: tuple[Size, ...]
    places: tuple[ShownChoice, ...]
    several: bool
    most: int
    first: str = "answer_picture"


def details(showing: Showing) -> ShownPicture:
    several = bool(showing.body.get("several"))
    return ShownPicture(
        sizes=tuple(_size(showing.picture, screen) for screen in WIDTHS) if showing.picture else (),
        places=tuple(read(showing, "places")) if showing.body.get("listed") else (),
        several=several,
        most=MOST_PLACES if several else 1,
    )


def _size(picture: ShownMedia, screen: str) -> Size:
    """Never larger than it is, nor higher than a screen."""
    ratio = picture.height / max(picture.width, 1) or 1
    width = min(WIDTHS[screen], picture.width or WIDTHS[screen], round(TALLEST / ratio))
    return Size(screen=screen, width=max(width, 1), height=max(round(width * ratio), 1))
