"""The card's typed code and its QR token, and the four digits: plain rules, no database.

The code is 10 signs of Crockford's base 32 (50 bits), grouped 3-3-4; the token is 26 of them (130 bits).
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: https://www.crockford.com/base32.html
CODE_LENGTH = 10
TOKEN_LENGTH = 26
PIN_LENGTH = 4

# Chance is an argument: `secrets.choice`, or a seeded `Random(…).choice` for the demo.
Choice = Callable[[Sequence[str]], str]

_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_IDLE = re.compile(r"[\s\-_.·–—]+")
_STEPS = ("0123456789", "9876543210")


class MalformedCode(ValueError):
    """What was typed cannot be a code: not ten signs, or a sign that no code holds."""


def new_code(choice: Choice = secrets.choice) -> str:
    return "".join(choice(ALPHABET) for _sign in range(CODE_LENGTH))


def new_token(choice: Choice = secrets.choice) -> str:
    return "".join(choice(ALPHABET) for _sign in range(TOKEN_LENGTH))


def grouped(code: str) -> str:
    """As printed: `K7M 2QX 9RTD`."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def normalised(typed: str, *, length: int = CODE_LENGTH) -> str:
    """The code meant by what was typed: case, blanks, dashes, O for 0, I and L for 1 are forgiven.

    Raises MalformedCode when it cannot be one.
    """
    plain = _IDLE.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_LOOK_ALIKES)
    if len(plain) != length or not set(plain) <= set(ALPHABET):
        raise MalformedCode
    return plain


def is_pin(digits: str) -> bool:
    return len(digits) == PIN_LENGTH and digits.isascii() and digits.isdigit()


def is_too_easy(pin: str) -> bool:
    """The same digit four times, or four in a row: what anyone tries first."""
    return len(set(pin)) == 1 or any(pin in steps for steps in _STEPS)


def new_pin(choice: Choice = secrets.choice) -> str:
    while is_too_easy(pin := "".join(choice("0123456789") for _digit in range(PIN_LENGTH))):
        pass
    return pin
