"""The name that a file is shown and downloaded under: readable, and harmless on any computer. Plain Python."""

import re
import unicodedata

LONGEST = 80  # signs, without the suffix
NAMELESS = "fichier"
_FORBIDDEN = re.compile(r'[<>:"|?*%]')  # on Windows; % because old programs read it as code
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def clean_name(given: str, suffix: str) -> str:
    """The last part of the name given, without what cannot be seen or turns the line round, ending in `suffix`.

    The suffix is that of what the file is; the one that it came with is gone.
    """
    last = re.split(r"[/\\]", given)[-1]
    seen = "".join(sign if _is_seen(sign) else " " if sign.isspace() else "" for sign in last)
    stem = _SUFFIX.sub("", _plain(_FORBIDDEN.sub(" ", unicodedata.normalize("NFC", seen))))
    stem = _plain(unicodedata.normalize("NFC", stem[:LONGEST]))
    if not stem or _RESERVED.fullmatch(stem):
        stem = NAMELESS
    return stem + suffix


def _plain(text: str) -> str:
    """Single spaces; no point, blank or dash at either end (a point hides a file, a dash makes it an option)."""
    return " ".join(text.split()).strip(" .-")


def _is_seen(sign: str) -> bool:
    """Neither control, nor mark of direction, nor half a character, nor separator of lines."""
    return unicodedata.category(sign)[0] not in "CZ"
