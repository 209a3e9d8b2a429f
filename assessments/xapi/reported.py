"""What an exercise in the learner's browser (H5P) claimed, rebuilt piece by piece, never passed on. Plain Python.

A frame runs what somebody uploaded: only what xAPI knows, and what is of the right shape, is kept.
"""

import math
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

ENDINGS = frozenset({"attempted", "initialized", "completed", "passed", "failed", "mastered"})  # what we say ourselves
TYPES = frozenset(
    {
        "true-false",
        "choice",
        "fill-in",
        "long-fill-in",
        "matching",
        "performance",
        "sequencing",
        "likert",
        "numeric",
        "other",
    }
)
IRI = re.compile(r"https?://[A-Za-z0-9.\-]+(?::\d+)?(?:/[A-Za-z0-9._~\-/%]*)?(?:#[A-Za-z0-9._~\-/%]*)?")
PART = re.compile(r"[A-Za-z0-9\-]{1,64}")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
DURATION = re.compile(r"PT(?=\d)(?:\d{1,3}H)?(?:\d{1,5}M)?(?:\d{1,7}(?:\.\d{1,6})?S)?")
LONGEST = 2000  # signs of a text that is kept


def verb_of(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """The verb, where its address is one."""
    verb = _map(body.get("verb"))
    address = verb.get("id")
    if not isinstance(address, str) or not IRI.fullmatch(address):
        return None
    shown = _texts(verb.get("display"))
    return {"id": address, "display": shown} if shown else {"id": address}


def part_of(body: Mapping[str, Any]) -> str:
    """Which part of the exercise it is about; empty for the whole."""
    address = _map(body.get("object")).get("id")
    if not isinstance(address, str):
        return ""
    try:
        named = parse_qs(urlsplit(address).query).get("subContentId", [""])[0]
    except ValueError:
        return ""
    return named if PART.fullmatch(named) else ""


def definition_of(body: Mapping[str, Any], *, with_key: bool) -> dict[str, Any]:
    """What the part is called, and its right answers `with_key`."""
    claimed = _map(_map(body.get("object")).get("definition"))
    kept: dict[str, Any] = {name: texts for name in ("name", "description") if (texts := _texts(claimed.get(name)))}
    if claimed.get("interactionType") in TYPES:
        kept["interactionType"] = claimed["interactionType"]
        patterns = claimed.get("correctResponsesPattern")
        if with_key and isinstance(patterns, list) and all(_is_text(each) for each in patterns) and patterns:
            kept["correctResponsesPattern"] = patterns
    return kept


def result_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """What it says that came of it."""
    claimed = _map(body.get("result"))
    kept: dict[str, Any] = {
        name: claimed[name] for name in ("success", "completion") if isinstance(claimed.get(name), bool)
    }
    if _is_text(claimed.get("response")):
        kept["response"] = claimed["response"]
    if isinstance(claimed.get("duration"), str) and DURATION.fullmatch(claimed["duration"]):
        kept["duration"] = claimed["duration"]
    if score := _score(_map(claimed.get("score"))):
        kept["score"] = score
    return kept


def _score(claimed: Mapping[str, Any]) -> dict[str, float]:
    raw, most = _finite(claimed.get("raw")), _finite(claimed.get("max"))
    if raw is None or most is None or not 0 <= raw <= most or most == 0:
        return {}
    return {"raw": raw, "min": 0, "max": most, "scaled": round(raw / most, 6)}


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _texts(value: object) -> dict[str, str]:
    """A language map, without what is none."""
    return {
        language: text
        for language, text in _map(value).items()
        if isinstance(language, str) and LANGUAGE.fullmatch(language) and _is_text(text)
    }


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST and value.isprintable()


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
