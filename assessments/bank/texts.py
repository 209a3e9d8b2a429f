"""The texts of a question that a person may hear: each part of it that may have a recorded sound."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

# The lists of a body whose rows are {"id", "text"}, and what their parts are called: « choice:<id> ».
PARTS: Mapping[str, str] = {
    "choices": "choice",
    "sources": "source",
    "targets": "target",
    "steps": "step",
    "things": "thing",
    "categories": "category",
    "criteria": "criterion",
    "places": "place",
}
# What feedback stands at beside the rows: the answers of a sentence, right and wrong.
SAID = ("true", "false", "correct", "incorrect")


def rows_of(body: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each row that says something: the name of its part, its id, its text."""
    for name, part in PARTS.items():
        for row in body.get(name, []):
            yield f"{part}:{row['id']}", row["id"], row["text"]


def pieces_of(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each gap and word to answer inside a text: its id, and what it is called when something is said of it."""
    gaps = 0
    for piece in body.get("pieces", []):
        if "gap" in piece:
            gaps += 1
            yield piece["gap"], _("Gap %(number)d") % {"number": gaps}
        elif "word" in piece:
            yield piece["word"], piece["text"]


def texts(prompt: str, body: Mapping[str, Any], key: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What a reader says of each part: the prompt, the rows and, where the key is given, the feedback."""
    said: dict[str, str] = (key or {}).get("feedback", {})
    general = {"general": key["general"]} if key and key.get("general") else {}
    shown = {part: text for part, _id, text in rows_of(body)}
    return {"prompt": prompt, **shown, **general} | {f"feedback:{name}": text for name, text in said.items()}


def parts(body: Mapping[str, Any]) -> set[str]:
    """The parts of a question that may have a sound or a picture."""
    rows = {row: part for part, row, _text in rows_of(body)}
    said = (*rows, *dict(pieces_of(body)), *SAID)
    sentence = {f"choice:{each}" for each in SAID}  # « Vrai », « Faux »
    return {"prompt", "general", *rows.values(), *sentence, *(f"feedback:{each}" for each in said)}
