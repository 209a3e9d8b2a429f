"""What somebody answered, in words: for trainers' lists and files. No key is read.

Answers are read as they were recorded, so with the body of the very version that was answered.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.bank.models import Interaction

Body = Mapping[str, Any]
Teller = Callable[[Body, Any], str]
BETWEEN = " ; "


def told(interaction: str, body: Body, answer: Any) -> str:
    """The answer in one line; empty for none. What cannot be said in words is given as it was recorded."""
    try:
        return TELLERS.get(interaction, as_recorded)(body, answer)
    except (KeyError, TypeError, AttributeError):
        return as_recorded(body, answer)


def as_recorded(body: Body, answer: Any) -> str:
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)


def _texts(rows: list[dict[str, str]]) -> dict[str, str]:
    return {row["id"]: row["text"] for row in rows}


def _choice(body: Body, answer: list[str]) -> str:
    return BETWEEN.join(row["text"] for row in body["choices"] if row["id"] in answer)


def _true_false(body: Body, answer: bool | None) -> str:
    return {True: _("True"), False: _("False")}.get(answer, "") if answer is not None else ""


def _paired(rows: str, choices: str) -> Teller:
    """Of each row that has an answer, what was chosen for it."""

    def tell(body: Body, answer: dict[str, str]) -> str:
        texts = _texts(body[choices])
        return BETWEEN.join(f"{row['text']} → {texts[answer[row['id']]]}" for row in body[rows] if row["id"] in answer)

    return tell


def _sequencing(body: Body, answer: list[str]) -> str:
    texts = _texts(body["steps"])
    return BETWEEN.join(f"{place}. {texts[step]}" for place, step in enumerate(answer, start=1))


def _gapped(body: Body, answer: dict[str, str]) -> str:
    """What stands in each gap, numbered as in the text; a gap left empty shows as one."""
    shared, gaps = _texts(body.get("words", [])), [piece for piece in body["pieces"] if "gap" in piece]
    filled = (({**shared, **_texts(gap.get("choices", []))}, answer.get(gap["gap"], "")) for gap in gaps)
    return BETWEEN.join(
        f"({number}) {texts.get(put, put) or '…'}" for number, (texts, put) in enumerate(filled, start=1)
    )


def _select_words(body: Body, answer: list[str]) -> str:
    return BETWEEN.join(piece["text"] for piece in body["pieces"] if piece.get("word") in answer)


def _observation(_body: Body, answer: dict[str, bool]) -> str:
    return _("I have done it") if answer["done"] else ""


TELLERS: Mapping[str, Teller] = {
    Interaction.CHOICE: _choice,
    Interaction.TRUE_FALSE: _true_false,
    Interaction.FILL_IN: as_recorded,
    Interaction.NUMERIC: as_recorded,
    Interaction.MATCHING: _paired("sources", "targets"),
    Interaction.SEQUENCING: _sequencing,
    Interaction.CATEGORISE: _paired("things", "categories"),
    Interaction.CLOZE: _gapped,
    Interaction.DRAG_TEXT: _gapped,
    Interaction.SELECT_WORDS: _select_words,
    Interaction.OBSERVATION: _observation,
    "file-upload": lambda body, answer: BETWEEN.join(file["name"] for file in answer),
}
