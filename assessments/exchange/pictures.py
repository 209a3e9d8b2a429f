"""The pictures of a file on their way to the bank: hostile until drawn anew, and light enough for a page to carry."""

import io

from assessments.bank.files import MediaRefused, pixels_of, read_picture
from assessments.exchange.embedded import decoded, encoded, rewritten
from assessments.exchange.files import MAX_QUESTIONS

MEGABYTE = 1024 * 1024
CARRIED = 5 * MEGABYTE // 2  # signs of base64: with its text, what one page may send
MAX_PIXELS = 150_000_000  # of all the pictures of a file: a few seconds to draw


class Allowance:
    """How much of a file's pictures is drawn: one a question, and the head of each says what it would cost."""

    def __init__(self) -> None:
        self._left = MAX_PIXELS
        self._count = MAX_QUESTIONS

    def admits(self, content: bytes) -> bool:
        """Whether these bytes begin as a picture, and there is room left to draw it."""
        self._count -= 1
        pixels = pixels_of(content) if content and self._count >= 0 else 0
        if not 0 < pixels <= self._left:
            return False
        self._left -= pixels
        return True


def lightened(text: str) -> str:
    """The text of a Moodle XML file with the pictures of its questions drawn anew, as far as a page carries them.

    All other files are cut off. Lines keep their numbers.
    """
    allowance, room = Allowance(), CARRIED

    def light(carried: str) -> str:
        nonlocal room
        drawn = _drawn(decoded(carried), allowance)
        if len(drawn) > room:
            return ""
        room -= len(drawn)
        return drawn

    return rewritten(text, light)


def _drawn(content: bytes, allowance: Allowance) -> str:
    if not allowance.admits(content):
        return ""
    try:
        return encoded(read_picture(io.BytesIO(content)).content)
    except MediaRefused:
        return ""
