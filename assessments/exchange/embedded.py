"""Files that a Moodle XML file carries in base64, inside <file>. Plain Python."""

import base64
import binascii
import re
from collections.abc import Callable

_FILES = re.compile(r"<questiontext\b|</questiontext>|(<file\b[^<>]*>)([^<]*)(?=</file>)")
_SPACES = re.compile(r"\s+")
_ENDINGS = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"RIFF": ".webp"}


def rewritten(text: str, replace: Callable[[str], str]) -> str:
    """The text with what each file of a question's own text holds put through `replace`, and no other file.

    Lines keep their numbers.
    """
    inside = False

    def put(found: re.Match[str]) -> str:
        nonlocal inside
        if found[1] is None:
            inside = not found[0].startswith("</")
            return found[0]
        return found[1] + (replace(found[2]) if inside else "") + "\n" * found[2].count("\n")

    return _FILES.sub(put, text)


def without_files(text: str) -> str:
    """The text without the pictures and sounds that it carries; its lines keep their numbers."""
    return rewritten(text, lambda carried: "")


def decoded(carried: str) -> bytes:
    """The file that this base64 holds; empty where it holds none."""
    try:
        return base64.b64decode(_SPACES.sub("", carried), validate=True)
    except (binascii.Error, ValueError):
        return b""


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def ending_of(content: bytes) -> str:
    """How the name of such a picture ends."""
    return next((ending for head, ending in _ENDINGS.items() if content.startswith(head)), "")
