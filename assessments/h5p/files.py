"""References to pictures, sounds and films inside the parameters of a content. Plain Python."""

import re
from typing import Any

from .paths import path_problem
from .sanitising import plain

MEDIA_TYPE = re.compile(r"[a-z]{1,20}/[A-Za-z0-9.+\-]{1,60}")
EXTERNAL = re.compile(r"https?://[^\s\"'<>\\]{1,2000}")


def is_external(path: str) -> bool:
    """Whether a reference names an address on the network and not a file of the package."""
    return path.startswith(("http://", "https://"))


def file_like(value: dict[str, Any]) -> dict[str, Any] | None:
    """A reference with its path made safe and only known members; None when it may not be followed.

    Paths are relative to the content's folder; `#tmp`, which the editor adds to fresh uploads, is taken off.
    """
    path = value["path"].removesuffix("#tmp")
    if is_external(path):
        if not EXTERNAL.fullmatch(path):
            return None
    elif path_problem(path):
        return None
    known = {name: value[name] for name in ("width", "height", "bitrate") if isinstance(value.get(name), int | float)}
    media_type = value.get("mime")
    if isinstance(media_type, str) and MEDIA_TYPE.fullmatch(media_type):
        known["mime"] = media_type
    details = {name: plain(value[name]) for name in ("copyright", "metadata", "quality", "codecs") if name in value}
    return {"path": path} | known | details
