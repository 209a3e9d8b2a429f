"""Reads the xAPI statements that a frame reports: bounded, told root from part, figures made finite. Plain Python.

The frame runs what an uploader wrote, so every field is a claim. Nothing here decides more than practice.
"""

import json
import math
import re
import uuid
from dataclasses import dataclass
from typing import Any

STATEMENTS_AT_ONCE = 50
STATEMENT_BYTES = 32 * 1024
PART_MARK = "subContentId="
VERB = re.compile(r"[A-Za-z][A-Za-z0-9\-]{0,59}")
DURATION = re.compile(r"P(?:T(?:(\d{1,3})H)?(?:(\d{1,5})M)?(?:(\d{1,7})(?:\.\d{1,6})?S)?)")
# With these an exercise says that it was gone through; others ("attempted", "interacted") only that it goes on.
ENDING_VERBS = frozenset({"answered", "completed", "passed", "failed", "mastered"})
UNSCORED_ENDING_VERBS = frozenset({"completed", "consume", "consumed"})


class UnreadableStatement(ValueError):
    """What was sent is no xAPI statement, or a page of ours did not send it."""


@dataclass(frozen=True)
class Score:
    """A finite score between 0 and its maximum, which is above 0."""

    raw: float
    maximum: float


@dataclass(frozen=True)
class Reported:
    """One statement: `key` is the browser's, for the same one sent twice; `root` when about the whole exercise."""

    key: uuid.UUID
    verb: str
    root: bool
    body: dict[str, Any]

    @property
    def result(self) -> dict[str, Any]:
        result = self.body.get("result")
        return result if isinstance(result, dict) else {}

    @property
    def score(self) -> Score | None:
        """The score it claims, raw brought between 0 and the maximum; None when it claims none that is finite."""
        score = self.result.get("score")
        claims = score if isinstance(score, dict) else {}
        raw, maximum = _finite(claims.get("raw")), _finite(claims.get("max"))
        if raw is None or maximum is None or not 0 < maximum <= 1_000_000:
            return None
        return Score(min(max(raw, 0.0), maximum), maximum)

    @property
    def success(self) -> bool | None:
        success = self.result.get("success")
        return success if isinstance(success, bool) else None

    @property
    def duration(self) -> int | None:
        """Whole seconds, None when it does not say."""
        return seconds(self.result.get("duration"))

    @property
    def part(self) -> str:
        """The id of the part that it is about, empty for the whole exercise and for parts that have none."""
        about = self.body.get("object")
        address = about.get("id") if isinstance(about, dict) else None
        if not isinstance(address, str) or PART_MARK not in address:
            return ""
        return address.split(PART_MARK, 1)[1].split("&", 1)[0].split("#", 1)[0]

    @property
    def ends(self) -> bool:
        """Whether the exercise says by it that the person came to the end."""
        if not self.root:
            return False
        return self.verb in (ENDING_VERBS if self.score else UNSCORED_ENDING_VERBS)


def read_statements(value: object) -> list[Reported]:
    """The statements of one message `{"statements": [{"key": …, "statement": …}]}`.

    Raises `UnreadableStatement`: then nothing of the message is kept.
    """
    listed = value.get("statements") if isinstance(value, dict) else None
    if not isinstance(listed, list) or not 0 < len(listed) <= STATEMENTS_AT_ONCE:
        raise UnreadableStatement("a list of 1 to 50 statements is expected")
    return [_read(each) for each in listed]


def _read(value: object) -> Reported:
    body = value.get("statement") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(body, dict):
        raise UnreadableStatement("a statement is an object")
    if len(json.dumps(body)) > STATEMENT_BYTES:
        raise UnreadableStatement("a statement is too large")
    try:
        key = uuid.UUID(value["key"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UnreadableStatement("a statement has a key") from error
    # Who did it is known from the session; what the frame says of it is a pseudonym and is not kept.
    kept = {name: body[name] for name in ("verb", "object", "result", "context") if name in body}
    return Reported(key, _verb(body), _is_root(body), kept)


def _verb(body: dict[str, Any]) -> str:
    verb = body.get("verb")
    address = verb.get("id") if isinstance(verb, dict) else None
    last = address.rstrip("/").rsplit("/", 1)[-1] if isinstance(address, str) else ""
    if not VERB.fullmatch(last):
        raise UnreadableStatement("a statement has a verb")
    return last


def _is_root(body: dict[str, Any]) -> bool:
    about, context = body.get("object"), body.get("context")
    address = about.get("id") if isinstance(about, dict) else None
    activities = context.get("contextActivities") if isinstance(context, dict) else None
    has_parent = bool(activities.get("parent")) if isinstance(activities, dict) else False
    return not has_parent and not (isinstance(address, str) and PART_MARK in address)


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def seconds(value: object) -> int | None:
    """The whole seconds of an ISO 8601 duration such as `PT4.26S`; None for anything else."""
    found = DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + rest
