"""GIFT's own signs and how a text keeps them: with a backslash in the file, out of the way while reading. Plain Python.

Syntax: https://docs.moodle.org/en/GIFT_format
"""

import re
from decimal import Decimal

from assessments.exchange.plain_text import Style, fit
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import FULL

_CONTROL = "~=#{}:\\n"
# While reading, an escaped sign is one that no text holds (plain_text.UNFIT), so that it ends nothing.
_HIDDEN = {sign: chr(0xFDD0 + place) for place, sign in enumerate(_CONTROL)}
_SHOWN = str.maketrans({hidden: "\n" if sign == "n" else sign for sign, hidden in _HIDDEN.items()})
_ESCAPED = re.compile(r"\\([~=#{}:\\n])")
_STYLE = re.compile(r"\[(html|moodle|plain|markdown)\]")
_PERCENT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")


def hide(text: str) -> str:
    """The text with its escaped signs out of the way."""
    return _ESCAPED.sub(lambda found: _HIDDEN[found[1]], text)


def show(text: str) -> str:
    """The signs that `hide` put away, as themselves."""
    return text.translate(_SHOWN)


def styled(text: str, style: Style) -> tuple[str, Style]:
    """A text without its mark ("[html]…"), and the style that it names, `style` otherwise."""
    found = _STYLE.match(text)
    return (text[found.end() :], Style(found[1])) if found else (text, style)


def split_percent(text: str, otherwise: Decimal) -> tuple[str, Decimal]:
    """An answer without its share of the marks ("%50%…"), and that share. Raises QuestionRefused."""
    found = _PERCENT.match(text)
    if not found:
        return text, otherwise
    percent = Decimal(found[1])
    if abs(percent) > FULL:
        raise QuestionRefused("percent", found[0])
    return text[found.end() :], percent


def escape(text: str) -> str:
    """A plain text as a file holds it, on one line."""
    lines = fit(text).replace("\\", "\\\\")
    for sign in "~=#{}:":
        lines = lines.replace(sign, f"\\{sign}")
    return lines.replace("\n", "\\n")


def escape_answer(text: str) -> str:
    """The same, for a text that could begin like a mark of style."""
    return f"[plain]{escape(text)}" if fit(text).startswith("[") else escape(text)
