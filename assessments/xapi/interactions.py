"""Each kind of question in the terms of xAPI: its interactionType, its parts, right answers, an answer given.

The formats are those of the specification (xAPI 1.0.3 Data, § 4.1.1.1 and appendix C): `a[,]b` for what is chosen or
put in order, `a[.]1[,]b[.]2` for pairs, `3[:]5` for a range. Kinds that xAPI has no word for take the nearest one, or
"other", as they were recorded. Plain Python.
"""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from assessments.grading import (
    CategoriseDefinition,
    ChoiceDefinition,
    FillInDefinition,
    ImpossibleDefinition,
    MatchingDefinition,
    NumericDefinition,
    SequencingDefinition,
    TrueFalseDefinition,
    read_definition,
)
from assessments.grading.cloze import ChosenGap, ClozeDefinition, Gap
from assessments.grading.drag_text import DragTextDefinition
from assessments.grading.numbers import NotANumber, read_number
from assessments.grading.select_words import SelectWordsDefinition

AND, WITH, TO = "[,]", "[.]", "[:]"
MOST_PATTERNS = 50  # ways to be right that are listed; a question with more of them lists none

Stored = Mapping[str, Any]
Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A version as it is stored. `definition` is how it is marked: None for a kind that is not marked by a key."""

    interaction: str
    body: Stored
    definition: Any
    language: str

    def parts(self, rows: Iterable[Row]) -> list[dict[str, Any]]:
        """Rows of the body as xAPI's interaction components."""
        return [{"id": row["id"], "description": {self.language: row["text"]}} for row in rows]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of question for xAPI: `parts` are those of the definition, `right` its correctResponsesPattern (empty:
    not said), `said` an answer as `result.response` writes it."""

    type: str
    said: Callable[[Question, Any], str]
    marked: bool = True  # by a key that says how to read the answer
    parts: Callable[[Question], dict[str, Any]] = lambda question: {}
    right: Callable[[Question], list[str]] = lambda question: []


def question(interaction: str, body: Stored, key: Stored | None, *, language: str) -> Question:
    """A stored version, read with its key."""
    try:
        definition = read_definition(interaction, body, key or {})
    except ImpossibleDefinition:
        definition = None
    return Question(interaction=interaction, body=body, definition=definition, language=language)


def definition(question: Question, *, with_key: bool) -> dict[str, Any]:
    """`interactionType` and what goes with it, the right answers only `with_key`."""
    kind = _kind(question)
    right = kind.right(question) if with_key and question.definition is not None else []
    described = {"interactionType": kind.type, **kind.parts(question)}
    return {**described, "correctResponsesPattern": right} if right and all(right) else described


def response(question: Question, answer: Any) -> str:
    """The answer as `result.response` writes it; empty for none."""
    return _kind(question).said(question, answer)


def _kind(question: Question) -> Kind:
    """What cannot be marked by a key has parts of no known shape: it is told as it was recorded."""
    kind = KINDS.get(question.interaction, OTHER)
    return kind if question.definition is not None or not kind.marked else OTHER


def _as_recorded(question: Question, answer: Any) -> str:
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, sort_keys=True)


def _true_false(question: Question, answer: bool | None) -> str:
    return "" if answer is None else str(answer).lower()


def _true_false_right(question: Question) -> list[str]:
    definition: TrueFalseDefinition = question.definition
    return [_true_false(question, definition.correct)]


def _in_order(question: Question, answer: Iterable[str]) -> str:
    return AND.join(answer)


def _unordered(question: Question, answer: Iterable[str]) -> str:
    return AND.join(sorted(answer))


def _choice_right(question: Question) -> list[str]:
    definition: ChoiceDefinition | SelectWordsDefinition = question.definition
    return [_unordered(question, definition.correct)]


def _words(question: Question) -> dict[str, Any]:
    words = ({"id": piece["word"], "text": piece["text"]} for piece in question.body["pieces"] if "word" in piece)
    return {"choices": question.parts(words)}


def _order_right(question: Question) -> list[str]:
    definition: SequencingDefinition = question.definition
    return [AND.join(definition.order)]


def _pairs(question: Question, answer: Mapping[str, str]) -> str:
    return AND.join(f"{row}{WITH}{put}" for row, put in sorted(answer.items()) if put)


def _matching_right(question: Question) -> list[str]:
    definition: MatchingDefinition = question.definition
    return [_pairs(question, definition.pairs)]


def _places_right(question: Question) -> list[str]:
    definition: CategoriseDefinition = question.definition
    return [_pairs(question, definition.places)]


def _sides(rows: str, choices: str) -> Callable[[Question], dict[str, Any]]:
    def parts(question: Question) -> dict[str, Any]:
        body = question.body
        return {"source": question.parts(body[rows]), "target": question.parts(body[choices])}

    return parts


def _fill_in_right(question: Question) -> list[str]:
    definition: FillInDefinition = question.definition
    matters = "" if definition.leniency.capitals else "{case_matters=true}"
    return [f"{matters}{text}" for text in definition.accepted]


def _number(question: Question, answer: str) -> str:
    """In the unit of the number itself, with a point; what is no number in a known unit, as it was typed."""
    definition: NumericDefinition = question.definition
    try:
        number, unit = read_number(answer)
    except NotANumber:
        return answer
    factor = definition.factor_of(unit)
    return answer if factor is None else plain(number * factor)


def plain(number: Decimal) -> str:
    """A number as xAPI writes it: digits and a point, no exponent, no zero too many."""
    digits = f"{number:f}"
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) or "0"


def _number_right(question: Question) -> list[str]:
    definition: NumericDefinition = question.definition
    off = definition.tolerance * (abs(definition.value) if definition.relative else 1)
    return [f"{plain(definition.value - off)}{TO}{plain(definition.value + off)}"]


def _gap_texts(question: Question) -> dict[tuple[str, str], str]:
    pieces = question.body["pieces"]
    return {(piece["gap"], row["id"]): row["text"] for piece in pieces for row in piece.get("choices", [])}


def _cloze(question: Question, answer: Mapping[str, str]) -> str:
    """What stands in each gap, in the text's order: words, also where they were chosen in a list."""
    definition: ClozeDefinition = question.definition
    texts = _gap_texts(question)
    filled = [(gap, answer.get(gap, "")) for gap in definition.gaps]
    return AND.join(texts.get((gap, put), put) for gap, put in filled) if any(put for _gap, put in filled) else ""


def _cloze_right(question: Question) -> list[str]:
    definition: ClozeDefinition = question.definition
    texts = _gap_texts(question)

    def accepted(name: str, gap: Gap) -> tuple[str, ...]:
        return (texts[name, gap.correct],) if isinstance(gap, ChosenGap) else gap.accepted

    return _combined([accepted(name, gap) for name, gap in definition.gaps.items()])


def _drag_text(question: Question) -> dict[str, Any]:
    definition: DragTextDefinition = question.definition
    gaps = ({"id": gap, "text": f"({number})"} for number, gap in enumerate(definition.fitting, start=1))
    return {"source": question.parts(gaps), "target": question.parts(question.body["words"])}


def _drag_text_right(question: Question) -> list[str]:
    definition: DragTextDefinition = question.definition
    return _combined(
        [[f"{gap}{WITH}{word}" for word in sorted(words)] for gap, words in sorted(definition.fitting.items())]
    )


def _done(question: Question, answer: Mapping[str, bool]) -> str:
    """As a step that has no other than itself: what a trainer saw is in the score."""
    return f"done{WITH}true" if answer["done"] else ""


def _files(question: Question, answer: Any) -> str:
    """What kind of files they are: their names are people's own words, and often their own names."""
    return AND.join(str(file.get("family", "")) for file in answer) if isinstance(answer, list) else ""


def _combined(ways: list[Any]) -> list[str]:
    """Every way to be right in all the parts at once; none where they are too many to list."""
    if math.prod(len(each) for each in ways) > MOST_PATTERNS:
        return []
    return [AND.join(each) for each in product(*ways)]


OTHER = Kind(type="other", said=_as_recorded)
# Every kind of the bank has its line (a test holds it so): a new one that xAPI has no word for is OTHER.
KINDS: Mapping[str, Kind] = {
    "choice": Kind(
        type="choice",
        said=_unordered,
        parts=lambda question: {"choices": question.parts(question.body["choices"])},
        right=_choice_right,
    ),
    "true-false": Kind(type="true-false", said=_true_false, right=_true_false_right),
    "fill-in": Kind(type="fill-in", said=_as_recorded, right=_fill_in_right),
    "numeric": Kind(type="numeric", said=_number, right=_number_right),
    "matching": Kind(type="matching", said=_pairs, parts=_sides("sources", "targets"), right=_matching_right),
    "sequencing": Kind(
        type="sequencing",
        said=_in_order,
        parts=lambda question: {"choices": question.parts(question.body["steps"])},
        right=_order_right,
    ),
    "categorise": Kind(type="matching", said=_pairs, parts=_sides("things", "categories"), right=_places_right),
    "cloze": Kind(type="fill-in", said=_cloze, right=_cloze_right),
    "drag-text": Kind(type="matching", said=_pairs, parts=_drag_text, right=_drag_text_right),
    "select-words": Kind(type="choice", said=_unordered, parts=_words, right=_choice_right),
    "long-fill-in": Kind(type="long-fill-in", said=_as_recorded, marked=False),
    "observation": Kind(type="performance", said=_done, marked=False),
    "hotspot": OTHER,
    "file-upload": Kind(type="other", said=_files, marked=False),
}
