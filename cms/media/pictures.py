"""Pictures from outside: opened in full, made again without the camera’s notes, no bigger than a page needs.

Pure functions on bytes. A file that lies about itself (cut, zero wide, a bomb) raises UnreadablePicture.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

LONGEST_SIDE = 2400  # pixels: a double-density full-width picture on a wide screen
_SAVING: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 88, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 88, "method": 4},
}


class UnreadablePicture(Exception):
    """The bytes are no whole picture of a kind that we take (JPEG, PNG, WebP)."""


def remade(content: bytes, *, max_pixels: int) -> bytes:
    """The same picture, upright, in the same format, without metadata (place, owner of the phone…).

    Raises UnreadablePicture for anything that Pillow cannot decode to its last line.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _remade(content, max_pixels)
    except Exception as error:  # a hostile file may raise anything in a decoder
        raise UnreadablePicture(str(error)) from error


def _remade(content: bytes, max_pixels: int) -> bytes:
    with Image.open(BytesIO(content), formats=list(_SAVING)) as picture:
        kind = picture.format or ""
        if not 0 < picture.width * picture.height <= max_pixels:
            raise UnreadablePicture("size")
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a huge JPEG is decoded small at once
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    upright = _plain(upright, kind)
    out = BytesIO()
    upright.save(out, kind, **_SAVING[kind])
    return out.getvalue()


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """Pixels only: a fresh image has neither profile nor text chunks."""
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGB" if kind == "JPEG" or not has_alpha else "RGBA"
    converted = picture.convert(mode)
    converted.info = {}
    return converted
