"""Reads JSON that nobody vouches for: bounded in depth, without NaN, NUL, lone surrogates or huge numbers.

Plain Python, no Django import.
"""

import json
import math
import re
from typing import Any, NoReturn

LARGEST_INTEGER = 2**53
NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
# How a text can hold a forbidden sign: JSON refuses them bare.
ESCAPED_FORBIDDEN = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


class BadJSON(ValueError):
    """The text is not JSON that we accept: `code` and `params` make a `Problem`."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def parse_json(data: bytes, *, depth: int) -> Any:
    """The value that UTF-8 `data` holds (a byte order mark is passed over), nested at most `depth` deep.

    Raises `BadJSON` on anything else, whatever the parser underneath would have raised.
    """
    if nesting(data) > depth:
        raise BadJSON("json_depth", limit=depth)
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(
            text,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_number,
        )
    except UnicodeDecodeError as error:
        raise BadJSON("json_encoding") from error
    except json.JSONDecodeError as error:
        raise BadJSON("json_syntax", line=error.lineno, column=error.colno) from error
    if ESCAPED_FORBIDDEN.search(data):
        _judge_texts(value)
    return value


def nesting(data: bytes) -> int:
    """How deep brackets nest, strings passed over: known before a recursive parser is let loose."""
    # Without escapes, what stands at odd places between quotes is text. All of it runs in C.
    bare = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = b"".join(bare.split(b'"')[::2]).translate(None, NOT_BRACKETS)
    level = deepest = 0
    for sign in brackets:
        level += 1 if sign in b"[{" else -1
        deepest = max(deepest, level)
    return deepest


def _refuse_constant(name: str) -> NoReturn:
    raise BadJSON("json_number")


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST_INTEGER:
        raise BadJSON("json_number")
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise BadJSON("json_number")
    return number


def _judge_texts(value: Any) -> None:
    if isinstance(value, str) and FORBIDDEN.search(value):
        raise BadJSON("json_text")
    if isinstance(value, list):
        for each in value:
            _judge_texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            _judge_texts(key)
            _judge_texts(each)
