"""Readers of environment variables that refuse a bad value by name."""

import os
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """The variable's value; raises ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set: give it a value in the environment.")
    return value


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no: use 1 or 0.")


def integer(name: str, *, default: int, minimum: int = 0) -> int:
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        number = int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from error
    if number < minimum:
        raise ImproperlyConfigured(f"{name}={number} is below its minimum, {minimum}.")
    return number


def fraction(name: str, *, default: Fraction) -> Fraction:
    """A share of something, written "1/3" or "0.5"; not below 0."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        share = Fraction(value.strip())
    except (ValueError, ZeroDivisionError) as error:
        raise ImproperlyConfigured(f"{name}={value!r} is not a fraction: write it as 1/3.") from error
    if share < 0:
        raise ImproperlyConfigured(f"{name}={value} is below 0.")
    return share


def words(name: str, default: Iterable[str] = ()) -> list[str]:
    """A list given as words parted by commas."""
    value = os.environ.get(name)
    if value is None:
        return list(default)
    return [word.strip() for word in value.split(",") if word.strip()]


def url(name: str, default: str = "", *, schemes: Iterable[str]) -> str:
    """An address whose scheme is one of `schemes`, or empty when not set and without default."""
    value = os.environ.get(name, default)
    if value and urlsplit(value).scheme not in set(schemes):
        raise ImproperlyConfigured(f"{name} must begin with one of: {', '.join(sorted(schemes))} (…://).")
    return value


def secret(name: str, *, minimum_length: int) -> str:
    """A secret, from the variable or from the file that `<name>_FILE` names (mounted secrets)."""
    path = os.environ.get(f"{name}_FILE")
    value = Path(path).read_text().strip() if path else text(name)
    if len(value) < minimum_length:
        raise ImproperlyConfigured(f"{name} is too short: at least {minimum_length} characters.")
    return value
