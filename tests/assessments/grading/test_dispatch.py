"""Stored questions become definitions, or are refused by name."""

import contextlib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading import (
    CategoriseDefinition,
    ChoiceDefinition,
    FillInDefinition,
    ImpossibleDefinition,
    MatchingDefinition,
    NumericDefinition,
    SequencingDefinition,
    TrueFalseDefinition,
    UnreadableResponse,
    grade,
    read_definition,
)

STORED: list[tuple[str, dict[str, Any], dict[str, Any], object]] = [
    (
        "choice",
        {"multiple": False, "choices": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]},
        {"correct": ["b"], "feedback": {}},
        ChoiceDefinition(choices=("a", "b"), correct=frozenset("b"), multiple=False),
    ),
    ("true-false", {}, {"correct": False}, TrueFalseDefinition(correct=False)),
    ("fill-in", {}, {"accepted": ["oui"]}, FillInDefinition(accepted=("oui",))),
    (
        "numeric",
        {"unit": "required"},
        {"value": "3.14", "tolerance": "0.01", "units": [{"name": "m", "factor": "1"}]},
        NumericDefinition(
            value=Decimal("3.14"), tolerance=Decimal("0.01"), units={"m": Decimal(1)}, unit_required=True
        ),
    ),
    (
        "matching",
        {"sources": [{"id": "a"}, {"id": "b"}], "targets": [{"id": "c"}, {"id": "d"}]},
        {"pairs": {"a": "d", "b": "c"}},
        MatchingDefinition(sources=("a", "b"), targets=("c", "d"), pairs={"a": "d", "b": "c"}),
    ),
    (
        "sequencing",
        {"steps": [{"id": "a"}, {"id": "b"}]},
        {"order": ["b", "a"]},
        SequencingDefinition(order=("b", "a")),
    ),
    (
        "categorise",
        {"things": [{"id": "a"}, {"id": "b"}], "categories": [{"id": "c"}, {"id": "d"}]},
        {"places": {"c": [], "d": ["a", "b"]}},
        CategoriseDefinition(things=("a", "b"), categories=("c", "d"), places={"a": "d", "b": "d"}),
    ),
]


@pytest.mark.parametrize(("interaction", "body", "key", "expected"), STORED, ids=[each[0] for each in STORED])
def test_a_stored_question_is_read(
    interaction: str, body: dict[str, Any], key: dict[str, Any], expected: object
) -> None:
    assert read_definition(interaction, body, key) == expected


@pytest.mark.parametrize(
    ("interaction", "body", "key"),
    [
        ("essay", {}, {}),
        ("choice", {}, {}),
        ("choice", {"choices": None}, {"correct": ["a"]}),
        ("choice", {"choices": ["a"]}, {"correct": ["a"]}),
        ("true-false", {}, {}),
        ("fill-in", {}, {"accepted": None}),
        ("numeric", {}, {"value": None}),
        ("numeric", {}, {"value": "douze"}),
        ("numeric", {}, {"value": "3", "units": [{"name": "m"}]}),
        ("matching", {"sources": [{"id": "a"}], "targets": []}, {}),
        ("sequencing", {"steps": ["a"]}, {"order": ["a"]}),
        ("categorise", {"things": [], "categories": []}, {"places": []}),
    ],
)
def test_a_broken_row_is_refused_by_name(interaction: str, body: dict[str, Any], key: dict[str, Any]) -> None:
    with pytest.raises(ImpossibleDefinition):
        read_definition(interaction, body, key)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from(STORED), JSON)
def test_any_value_at_all_is_marked_or_refused_by_name(
    stored: tuple[str, dict[str, Any], dict[str, Any], object], response: object
) -> None:
    definition = read_definition(*stored[:3])
    with contextlib.suppress(UnreadableResponse):
        assert 0 <= grade(definition, response).scaled <= 1
