"""Pictures and sounds of questions, read and judged before anything is stored.

A picture is decoded and written anew: what does not belong to the image (a place, a device, a script) is gone. A sound
is kept as it came, once its first bytes say that it is one.
"""

import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
WIDEST = 1280  # pixels: what a question shows, on a dense screen
PICTURES = ("JPEG", "PNG", "WEBP")
# What Pillow raises on files that are broken in one way or another (MediaRefused is a ValueError too).
ERRORS = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, ZeroDivisionError,
          OverflowError, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning)  # fmt: skip


class MediaRefused(ValueError):
    """The file is not one that a question may show or play; the message is for its author."""


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """What is stored: bytes, the suffix their address ends with, a picture's size in pixels."""

    content: bytes
    suffix: str
    width: int = 0
    height: int = 0


def read_picture(file: BinaryIO) -> ReadFile:
    """A picture as WebP, upright, at most WIDEST wide. Raises MediaRefused."""
    content = _read(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn_again(content)
    except MediaRefused:
        raise
    except ERRORS as error:
        raise MediaRefused(_("This file is not a picture that we can read: give a JPEG, PNG or WebP.")) from error


def pixels_of(content: bytes) -> int:
    """How many pixels a picture says that it has, by its head alone; 0 for what is no picture that we read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=PICTURES) as image:
                return image.width * image.height
    except ERRORS:
        return 0


def _drawn_again(content: bytes) -> ReadFile:
    with Image.open(io.BytesIO(content), formats=PICTURES) as image:
        if image.width * image.height > MAX_PIXELS:
            raise MediaRefused(_("This picture is too large: give one of at most 50 million pixels."))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((WIDEST, WIDEST))
        plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
        plain.info = {}  # what the file said of itself (a place, a comment) stays behind
        out = io.BytesIO()
        plain.save(out, "WEBP", quality=82)
    return ReadFile(content=out.getvalue(), suffix=".webp", width=plain.width, height=plain.height)


def read_sound(file: BinaryIO) -> ReadFile:
    """An MP3 or Ogg sound as it came. Raises MediaRefused."""
    content = _read(file)
    if content.startswith(b"OggS"):
        return ReadFile(content=content, suffix=".ogg")
    if content.startswith(b"ID3") or (len(content) > 2 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0):
        return ReadFile(content=content, suffix=".mp3")
    raise MediaRefused(_("This file is not a sound that we can play: give an MP3 or Ogg file."))


def _read(file: BinaryIO) -> bytes:
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise MediaRefused(_("This file is too large: give one of at most 10 MB."))
    return content
