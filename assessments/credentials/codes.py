"""The code printed on a certificate: 12 signs of 28, 57.7 bits.

No vowels, so that no word appears by chance, and no 0 or 1, which are read as letters.
Whoever types it back is forgiven case, spaces, hyphens, and the signs that can only be a misreading.
"""

import re
import secrets
import unicodedata

ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 12
GROUP = 4
MISREAD = str.maketrans({"1": "L", "I": "L", "|": "L", "U": "V"})  # these signs are never printed
SEPARATORS = re.compile(r"[\s\-‐‑‒–—._·]+")
MAX_TYPED = 200  # a pasted address is longer than a code; anything beyond is not a code


class MalformedCode(ValueError):
    """What was typed cannot be the code of any certificate."""


def new_code() -> str:
    """A fresh code from the system's random source; uniqueness is the database's business."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def parse(typed: str) -> str:
    """The code that `typed` means, as stored: 12 signs in capitals. Accepts the page's whole address too.

    Raises MalformedCode.
    """
    if len(typed) > MAX_TYPED:
        raise MalformedCode
    last_part = typed.strip().rstrip("/").rpartition("/")[2]
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", last_part)).upper().translate(MISREAD)
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        raise MalformedCode
    return plain


def grouped(code: str, *, hyphen: str = "-") -> str:
    """`code` as printed: three groups of four, BCDF-GHJK-LMNP."""
    return hyphen.join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def unbroken(code: str) -> str:
    """`code` as screens show it: its hyphens do not let a line end between two groups."""
    return grouped(code, hyphen="\u2011")
