"""Photos handed in, drawn again from their pixels: smaller, and without the place or the device that took them."""

import io
import warnings

from PIL import Image, ImageOps

LONGEST_SIDE = 2000  # pixels: handwriting on a sheet stays readable
PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# What Pillow raises on files that are broken in one way or another.
ERRORS = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, ZeroDivisionError,
          OverflowError, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning)  # fmt: skip


class NotAPicture(ValueError):
    """Pillow cannot draw it."""


class TooManyPixels(ValueError):
    """Drawing it would take too much memory."""


def drawn_again(content: bytes) -> bytes:
    """The picture as a JPEG, upright, at most 2,000 pixels long; its first image where it moves.

    Raises NotAPicture, TooManyPixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a broken tag of a photo that can be drawn all the same
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _draw(content)
    except TooManyPixels:
        raise
    except ERRORS as error:
        raise NotAPicture from error


def _draw(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > PIXELS:
            raise TooManyPixels
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = _on_white(upright)
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Nothing shows through a JPEG; and nothing that the file said of itself comes along into a new picture."""
    seen = picture.convert("RGBA")
    sheet = Image.new("RGB", seen.size, "white")
    sheet.paste(seen, mask=seen.getchannel("A"))
    return sheet
