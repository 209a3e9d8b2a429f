"""Pictures of an exercise, drawn again from their pixels: smaller, and without anything hidden in the file."""

import io
import warnings

from PIL import Image, ImageOps, ImageSequence

from assessments.h5p.problems import PackageRefused, Problem

LONGEST_SIDE = 1600  # pixels: a lesson is at most 1,100 wide; pictures of opaque frames are fetched every time
# What decoding takes in memory differs: two bytes for a pixel of a JPEG, up to sixteen of a WebP.
PIXELS = {"JPEG": 40_000_000, "PNG": 25_000_000, "GIF": 25_000_000, "WEBP": 16_000_000}
FRAMES = 200
PACKAGE_PIXELS = 400_000_000  # of all pictures of a package
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
PHOTO_SHARE = 4  # a JPEG is read at the size that it is drawn at: it takes a quarter of the time of others, and less
OPTIONS = {"JPEG": {"quality": 82, "optimize": True}, "WEBP": {"quality": 82}, "PNG": {"compress_level": 7}}


class PixelBudget:
    """How many pixels the pictures of one package may still have together: a thousand small files can be huge."""

    def __init__(self, pixels: int = PACKAGE_PIXELS) -> None:
        self._left = pixels

    def spend(self, pixels: int) -> None:
        """Raises `TooManyPixels` when the package has had its share."""
        self._left -= pixels
        if self._left < 0:
            raise TooManyPixels


class TooManyPixels(Exception):
    """The picture would take too much memory, or all of them too much time."""


def draw_again(path: str, data: bytes, media_type: str, budget: PixelBudget | None = None) -> bytes:
    """The same picture in the same format, at most 1,600 pixels long, upright, without metadata.

    Raises `PackageRefused` when it is no picture after all, or has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _draw(data, FORMATS[media_type], budget or PixelBudget())
    except (TooManyPixels, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PackageRefused([Problem("picture_too_large", {"path": path})]) from error
    except Exception as error:
        # Whatever a crafted picture provokes in a decoder is the picture's fault.
        raise PackageRefused([Problem("not_its_kind", {"path": path})]) from error


def _draw(data: bytes, kind: str, budget: PixelBudget) -> bytes:
    with Image.open(io.BytesIO(data), formats=[kind]) as picture:
        if picture.width * picture.height > PIXELS[kind]:  # before the frames are counted, which reads the whole file
            raise TooManyPixels
        frames = getattr(picture, "n_frames", 1)
        pixels = picture.width * picture.height * frames
        if pixels > PIXELS[kind] or frames > FRAMES:
            raise TooManyPixels
        budget.spend(pixels // PHOTO_SHARE if kind == "JPEG" else pixels)
        if frames > 1:
            return _animation(picture, kind)
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        ImageOps.exif_transpose(picture, in_place=True)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _encoded(_in_mode_of(picture, kind), kind, **OPTIONS.get(kind, {}))


def _in_mode_of(picture: Image.Image, kind: str) -> Image.Image:
    fit = picture.convert("RGB") if kind == "JPEG" and picture.mode not in ("RGB", "L") else picture
    # Pillow would write some of what the file said of itself (colour profile, comment) back into the new one.
    fit.info = {name: value for name, value in fit.info.items() if name == "transparency"}
    return fit


def _animation(picture: Image.Image, kind: str) -> bytes:
    durations, frames = [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(frame.info.get("duration", 100))
        small = frame.convert("RGBA")
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        frames.append(small)
    options = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": 0}
    return _encoded(frames[0], kind, **options)


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
