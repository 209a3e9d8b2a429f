"""One question of an exercise, read from what its part reports: asked, answered, right, worth. Plain Python, a claim.

The formats are those of xAPI 1.0.3 (Data, § 4.1.1.1 and appendix C), as H5P's question types write them.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assessments.h5p.plain_words import plain_words
from assessments.h5p.tracking import ENDING_VERBS, Reported, Score

# Compound types ("compound") sum up their parts, which speak for themselves.
INTERACTIONS = frozenset(
    "true-false choice fill-in long-fill-in matching performance sequencing likert numeric other".split()  # noqa: SIM905
)
AND, WITH = "[,]", "[.]"
FLAGS = re.compile(r"(?:\{(?:case_matters|order_matters|lang)=[A-Za-z\-]{1,10}\})+")
LONGEST_DESCRIPTION = 500
LONGEST_ANSWER = 2000
PATTERNS_SHOWN = 5  # ways to be right
PART = re.compile(r"[A-Za-z0-9\-]{1,64}")


@dataclass(frozen=True)
class Item:
    """A question and its answer, in plain words; "true" or "false" stay as they are for true-false.

    `part` is the id of the part, empty for the whole exercise.
    """

    part: str
    interaction: str
    description: str
    response: str
    right_answer: str
    score: Score | None
    success: bool | None
    duration: int | None


def read_item(reported: Reported) -> Item | None:
    """The question that a statement is the answer of; None for one that is none (progress, a sum of parts…)."""
    definition = _map(_map(reported.body.get("object")).get("definition"))
    interaction = definition.get("interactionType")
    answered = isinstance(reported.result.get("response"), str) or reported.score is not None
    if reported.verb not in ENDING_VERBS or not answered or not isinstance(interaction, str | None):
        return None
    # The whole exercise is a question when it says so; a part is one unless it says that it is not.
    if interaction not in INTERACTIONS and (reported.root or interaction is not None):
        return None
    description = _first_text(definition.get("description")) or _first_text(definition.get("name"))
    part = _part_of(reported, description)
    if part is None:
        return None
    kind = interaction or "other"
    return Item(
        part=part,
        interaction=kind,
        description=_cut(description, LONGEST_DESCRIPTION),
        response=_in_words(kind, reported.result.get("response"), definition),
        right_answer=_right_answer(kind, definition),
        score=reported.score,
        success=reported.success,
        duration=reported.duration,
    )


def _part_of(reported: Reported, description: str) -> str | None:
    if reported.root:
        return ""
    if reported.part:
        return reported.part if PART.fullmatch(reported.part) else None
    # Old packages give their parts no id: the question itself tells them apart.
    return f"q-{hashlib.sha256(description.encode()).hexdigest()[:24]}" if description else None


def _right_answer(kind: str, definition: dict[str, Any]) -> str:
    patterns = definition.get("correctResponsesPattern")
    listed = [each for each in patterns if isinstance(each, str)] if isinstance(patterns, list) else []
    words = dict.fromkeys(_in_words(kind, each, definition) for each in listed[:PATTERNS_SHOWN])
    return _cut(" / ".join(word for word in words if word), LONGEST_ANSWER)


def _in_words(kind: str, answer: object, definition: dict[str, Any]) -> str:
    if not isinstance(answer, str):
        return ""
    parts = FLAGS.sub("", answer).split(AND)
    if kind == "matching":
        source, target = _names(definition, "source"), _names(definition, "target")
        parts = [_pair(part, source, target) for part in parts]
    elif kind in ("choice", "sequencing", "likert"):
        names = _names(definition, "choices", "scale")
        parts = [names.get(part, part) for part in parts]
    return _cut("; ".join(text for part in parts if (text := plain_words(part))), LONGEST_ANSWER)


def _pair(pair: str, source: dict[str, str], target: dict[str, str]) -> str:
    """What is put → where. H5P's own types write where first (`target[.]source`), the specification the other way."""
    one, _, other = pair.partition(WITH)
    if one in target and other in source:
        return f"{source[other]} → {target[one]}"
    return " → ".join(word for word in (source.get(one, one), target.get(other, other)) if word)


def _names(definition: dict[str, Any], *components: str) -> dict[str, str]:
    """What the ids in an answer stand for."""
    found: dict[str, str] = {}
    for component in components:
        rows = definition.get(component)
        for row in rows if isinstance(rows, list) else ():
            name, text = _map(row).get("id"), _first_text(_map(row).get("description"))
            if isinstance(name, str) and text:
                found[name] = text
    return found


def _first_text(value: object) -> str:
    """The text of a language map, whatever its language; empty without one."""
    texts: Iterable[object] = _map(value).values()
    return next((plain_words(text) for text in texts if isinstance(text, str) and text.strip()), "")


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
