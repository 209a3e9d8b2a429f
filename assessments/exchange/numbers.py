"""Numbers and shares of the marks as files write them. Plain Python."""

import re
from decimal import Context, Decimal

from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import FULL

_NUMBER = re.compile(r"[+-]?(?:\d{1,20}(?:[.,]\d{0,20})?|[.,]\d{1,20})(?:[eE][+-]?\d{1,2})?")


def read_number(text: str) -> Decimal:
    """3.14, 3,14, -2, 1e3. Raises QuestionRefused."""
    typed = text.strip()
    if not typed.isascii() or not _NUMBER.fullmatch(typed):
        raise QuestionRefused("not_a_number", text)
    return Decimal(typed.replace(",", "."))


def read_percent(text: str) -> Decimal:
    """A share of the marks, from -100 to 100. Raises QuestionRefused."""
    try:
        percent = read_number(text)
    except QuestionRefused as refused:
        raise QuestionRefused("percent", text) from refused
    if abs(percent) > FULL:
        raise QuestionRefused("percent", text)
    return percent


def significant(number: Decimal, digits: int) -> Decimal:
    """The number rounded to so many digits, as it is written by hand."""
    return Decimal(written(Context(prec=digits).plus(number)))


def written(number: Decimal) -> str:
    """A number as all formats read it: a point, no exponent, no zero too many."""
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
