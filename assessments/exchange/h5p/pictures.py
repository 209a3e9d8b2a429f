"""A question's picture as H5P sites take it: older ones know neither WebP nor what an address would say."""

import io

from PIL import Image

QUALITY = 88


def portable(content: bytes) -> tuple[bytes, str, int, int]:
    """A picture of the bank as JPEG, or PNG where one sees through: its bytes, ending, width and height."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
        out = io.BytesIO()
        if image.has_transparency_data:
            image.save(out, "PNG", optimize=True)
            return out.getvalue(), "png", image.width, image.height
        image.convert("RGB").save(out, "JPEG", quality=QUALITY)
        return out.getvalue(), "jpg", image.width, image.height
