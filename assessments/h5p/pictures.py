"""Pictures of an exercise, drawn again from their pixels: smaller, and without anything hidden in the file."""

import io
import warnings

from PIL import Image, ImageOps, ImageSequence

from assessments.h5p.problems import PackageRefused, Problem

LONGEST_SIDE = 1600  # pixels: a lesson is at most 1,100 wide; pictures of opaque frames are fetched every time
PIXELS = 40_000_000
FRAMES = 200
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
OPTIONS = {"JPEG": {"quality": 82, "optimize": True}, "WEBP": {"quality": 82}, "PNG": {"compress_level": 7}}
# What Pillow raises on files that are broken in one way or another.
ERRORS = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, ZeroDivisionError,
          OverflowError)  # fmt: skip


def draw_again(path: str, data: bytes, media_type: str) -> bytes:
    """The same picture in the same format, at most 1,600 pixels long, upright, without metadata.

    Raises `PackageRefused` when it is no picture after all, or has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _draw(data, FORMATS[media_type])
    except (TooManyPixels, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PackageRefused([Problem("picture_too_large", {"path": path})]) from error
    except ERRORS as error:
        raise PackageRefused([Problem("not_its_kind", {"path": path})]) from error


class TooManyPixels(Exception):
    """The picture would take too much memory."""


def _draw(data: bytes, kind: str) -> bytes:
    with Image.open(io.BytesIO(data), formats=[kind]) as picture:
        frames = getattr(picture, "n_frames", 1)
        if picture.width * picture.height * frames > PIXELS or frames > FRAMES:
            raise TooManyPixels
        if frames > 1:
            return _animation(picture, kind)
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        still = ImageOps.exif_transpose(picture)
        still.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _encoded(_in_mode_of(still, kind), kind, **OPTIONS.get(kind, {}))


def _in_mode_of(picture: Image.Image, kind: str) -> Image.Image:
    fit = picture.convert("RGB") if kind == "JPEG" and picture.mode not in ("RGB", "L") else picture
    # Pillow would write some of what the file said of itself (colour profile, comment) back into the new one.
    fit.info = {name: value for name, value in fit.info.items() if name == "transparency"}
    return fit


def _animation(picture: Image.Image, kind: str) -> bytes:
    durations = [frame.info.get("duration", 100) for frame in ImageSequence.Iterator(picture)]
    frames = [frame.convert("RGBA") for frame in ImageSequence.Iterator(picture)]
    for frame in frames:
        frame.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    options = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": 0}
    return _encoded(frames[0], kind, **options)


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
