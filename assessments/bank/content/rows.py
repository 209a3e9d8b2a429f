"""Rows that learners put together, in order or into categories: their ids, of which none may tell the answer."""

import hashlib
import re
from collections.abc import Collection, Sequence
from itertools import count
from typing import Any

from assessments.bank.content.problems import ContentProblem, text_problems

MAX_ROW = 200  # signs: a row is read at a glance, and stands in a list
MAX_ROWS = 20
ROW_ID = re.compile(r"[0-9a-f]{8}")


def plain(text: str) -> str:
    """The text with its spaces as a reader sees them: two rows that agree here cannot be told apart."""
    return " ".join(text.split())


def opaque_ids(kind: str, rows: Sequence[tuple[str, str]]) -> dict[str, str]:
    """An id for each text, from pairs of a text and the id that it had, if it had one of ours.

    That one stays with the first text that comes with it; a new one is made of the text alone. So a row keeps its id
    when it is moved or corrected, and neither an id nor the order of ids says what goes with what.
    """
    ids: dict[str, str] = {}
    for text, given in rows:
        if ROW_ID.fullmatch(given) and text not in ids and given not in ids.values():
            ids[text] = given
    for text, _given in rows:
        if text not in ids:
            names = (hashlib.sha256(f"{kind} {salt} {text}".encode()).hexdigest()[:8] for salt in count())
            ids[text] = next(name for name in names if name not in ids.values())
    return ids


def stored(ids: dict[str, str]) -> list[dict[str, Any]]:
    """Rows for a version's body, in the order of their ids: that in which they were written may be the answer."""
    return sorted(({"id": id, "text": text} for text, id in ids.items()), key=lambda row: row["id"])


def line_problems(lines: Sequence[str], where: str, *, twice: str, taken: Collection[str] = ()) -> list[ContentProblem]:
    """Of rows written one a line: each kind of problem once; `twice` is the code for a line there again, or taken."""
    found = {problem.code: problem for line in lines for problem in text_problems(line, where, most=MAX_ROW)}
    if len(set(lines)) < len(lines) or set(lines) & set(taken):
        found[twice] = ContentProblem(code=twice, field=where)
    return list(found.values())
