"""Numbers as people in France write them: « 3,14 », « 1 000 », « −5 ».

A comma or a point begins the decimals (« 1,000 » is one); spaces of any width part the thousands; every dash is a
minus; digits and marks of Arabic keyboards count too.
"""

import re
import unicodedata
from decimal import Decimal

MOST_DIGITS = 20
SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-") | {"،": ".", "٫": ".", ",": ".", "٬": " "})
NUMBER = re.compile(r"\s*([+-]?)\s*(\d[\d\s]*(?:\.\d*)?|\.\d+)")


class NotANumber(ValueError):
    """No number begins this text, or one with more digits than anybody types."""


def read_number(text: str) -> tuple[Decimal, str]:
    """The number at the beginning of the text, and what follows it, without spaces around. Raises NotANumber."""
    plain = "".join(_digit(sign) for sign in text if unicodedata.category(sign) != "Cf")
    found = NUMBER.match(plain.translate(SIGNS))  # sign for sign: a place there is the same place here
    if found is None:
        raise NotANumber(text)
    digits = re.sub(r"\s", "", found[2])
    if len(digits) > MOST_DIGITS:
        raise NotANumber(text)
    return Decimal(f"{found[1]}{digits}"), plain[found.end() :].strip()


def only_number(text: str) -> Decimal:
    """The number that the text is. Raises NotANumber."""
    number, after = read_number(text)
    if after:
        raise NotANumber(text)
    return number


def written(number: Decimal) -> str:
    """The number as French prints it: « 1 000,5 », its thousands kept together by narrow spaces."""
    plain = f"{number:,f}"
    whole, point, decimals = plain.partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", "\u202f").replace("-", "−") + (f",{decimals}" if point and decimals else "")


def _digit(sign: str) -> str:
    """A digit of any writing, as ours."""
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)
