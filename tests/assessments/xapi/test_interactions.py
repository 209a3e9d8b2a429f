"""Each kind of question in xAPI's terms: the formats are the specification's, the key leaves only where it may."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.bank.models import Interaction
from assessments.grading import grade, read_definition
from assessments.xapi import interactions
from tests.assessments.xapi.made import KINDS, ROWS

TYPES = {"true-false", "choice", "fill-in", "long-fill-in", "matching", "performance", "sequencing", "numeric", "other"}


def asked(interaction: str, body: Any = None, key: Any = None) -> interactions.Question:
    known_body, known_key, *_rest = KINDS[interaction]
    return interactions.question(
        interaction, known_body if body is None else body, known_key if key is None else key, language="fr"
    )


def test_every_kind_of_the_bank_has_its_line_with_a_type_that_xapi_knows() -> None:
    assert set(Interaction.values) <= set(interactions.KINDS)
    assert {kind.type for kind in interactions.KINDS.values()} <= TYPES


@pytest.mark.parametrize("interaction", KINDS)
def test_an_answer_and_the_right_ones_are_written_as_the_specification_says(interaction: str) -> None:
    _body, _key, answer, said, patterns = KINDS[interaction]
    question = asked(interaction)
    assert interactions.response(question, answer) == said
    assert interactions.definition(question, with_key=True)["correctResponsesPattern"] == patterns
    assert grade(question.definition, answer).success


@pytest.mark.parametrize("interaction", KINDS)
def test_without_the_right_to_it_no_key_is_told(interaction: str) -> None:
    assert "correctResponsesPattern" not in interactions.definition(asked(interaction), with_key=False)


def test_the_parts_are_told_with_the_words_that_people_read() -> None:
    parts = [{"id": row["id"], "description": {"fr": row["text"]}} for row in ROWS]
    assert interactions.definition(asked("choice"), with_key=False) == {"interactionType": "choice", "choices": parts}
    assert interactions.definition(asked("matching"), with_key=False)["source"] == parts
    assert interactions.definition(asked("sequencing"), with_key=False)["choices"] == parts
    assert [
        each["description"]["fr"] for each in interactions.definition(asked("drag-text"), with_key=False)["source"]
    ] == ["(1)", "(2)"]


def test_capitals_that_count_are_said_so() -> None:
    question = asked("fill-in", {"counts": ["capitals"]}, {"accepted": ["Paris"]})
    assert interactions.definition(question, with_key=True)["correctResponsesPattern"] == ["{case_matters=true}Paris"]


@pytest.mark.parametrize(("typed", "said"), [("je ne sais pas", "je ne sais pas"), ("3 lieues", "3 lieues"), ("", "")])
def test_what_is_no_number_is_told_as_it_was_typed(typed: str, said: str) -> None:
    assert interactions.response(asked("numeric"), typed) == said


@pytest.mark.parametrize(
    ("interaction", "nothing"),
    [("choice", []), ("true-false", None), ("matching", {}), ("cloze", {}), ("cloze", {"1": "", "2": ""}),
     ("drag-text", {"1": ""}), ("sequencing", []), ("select-words", [])],
)  # fmt: skip
def test_no_answer_is_an_empty_one(interaction: str, nothing: Any) -> None:
    assert interactions.response(asked(interaction), nothing) == ""


def test_too_many_ways_to_be_right_are_not_listed() -> None:
    pieces = [{"gap": str(number)} for number in range(8)]
    key = {"gaps": {str(number): {"accepted": ["un", "deux"]} for number in range(8)}}
    assert "correctResponsesPattern" not in interactions.definition(
        asked("cloze", {"pieces": pieces}, key), with_key=True
    )


def test_of_files_handed_in_no_name_is_told() -> None:
    question = interactions.question("file-upload", {}, {}, language="fr")
    files = [{"id": "1", "name": "CV Amina Amrani.pdf", "family": "document", "size": 3}]
    assert interactions.response(question, files) == "document"


def test_a_text_written_at_length_is_told_as_one() -> None:
    question = interactions.question("long-fill-in", {}, {}, language="fr")
    assert interactions.definition(question, with_key=True) == {"interactionType": "long-fill-in"}
    assert interactions.response(question, "Bonjour,\n…") == "Bonjour,\n…"


@pytest.mark.parametrize(("done", "said"), [(True, "done[.]true"), (False, "")])
def test_what_is_done_in_the_room_is_told_as_a_performance_without_what_trainers_read(done: bool, said: str) -> None:
    key = {"criteria": [{"id": "1", "text": "Secret", "levels": []}], "instructions": "Secret"}
    question = interactions.question("observation", {}, key, language="fr")
    assert interactions.definition(question, with_key=True) == {"interactionType": "performance"}
    assert interactions.response(question, {"done": done}) == said


@pytest.mark.parametrize("interaction", ["to-come", "choice"])
def test_what_we_cannot_read_is_other_and_given_as_recorded(interaction: str) -> None:
    question = interactions.question(interaction, {"odd": 1}, {}, language="fr")
    assert interactions.definition(question, with_key=True) == {"interactionType": "other"}
    assert interactions.response(question, {"y": 2, "x": [1]}) == '{"x": [1], "y": 2}'


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_a_number_is_written_with_digits_and_a_point_and_reads_back(number: Decimal) -> None:
    written = interactions.plain(number)
    assert set(written) <= set("-.0123456789")
    assert Decimal(written) == number


@given(st.permutations(["a", "b", "c", "d"]), st.sets(st.sampled_from(["a", "b", "c", "d"]), min_size=1))
def test_picking_the_right_choices_in_any_order_gives_the_pattern_and_nothing_else_does(
    picked: list[str], right: set[str]
) -> None:
    body = {"multiple": True, "choices": [{"id": each, "text": each} for each in "abcd"]}
    question = asked("choice", body, {"correct": sorted(right)})
    pattern = interactions.definition(question, with_key=True)["correctResponsesPattern"]
    for size in range(5):
        answer = picked[:size]
        success = grade(read_definition("choice", body, {"correct": sorted(right)}), answer).success
        assert ([interactions.response(question, answer)] == pattern) is success
