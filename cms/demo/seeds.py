"""What looks like chance in the demo, derived from one seed: the same on each machine and at each start."""

import hmac
from base64 import b32encode
from random import Random

from django.conf import settings


def digest(label: str) -> bytes:
    """32 bytes that only the seed and the label decide."""
    return hmac.digest(settings.DEMO_SEED.encode(), label.encode(), "sha256")


def chance(label: str) -> Random:
    """A source of chance of its own for each label, so that one more draw here changes nothing there."""
    return Random(digest(label))  # noqa: S311 - plausible figures, no secret


def password(label: str) -> str:
    """Sixteen letters and digits in four groups."""
    letters = b32encode(digest(label))[:16].decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))
