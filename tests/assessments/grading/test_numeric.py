"""Numbers: right within the tolerance, however they are written and in whatever unit."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading import ImpossibleDefinition, NumericDefinition, UnreadableResponse, feedback, grade
from assessments.grading.numbers import written
from assessments.grading.numeric import distance

NUMBERS = st.decimals(-(10**6), 10**6, places=3)
TYPED = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
OFF = st.decimals(0, 10**4, places=3)
LENGTHS = {"m": Decimal(1), "km": Decimal(1000), "cm": Decimal("0.01")}


def number(value: str, **fields: Any) -> NumericDefinition:
    return NumericDefinition(value=Decimal(value), **fields)


@given(NUMBERS, OFF, st.booleans(), TYPED)
def test_a_score_is_nothing_or_all_whatever_is_typed(value: Decimal, off: Decimal, relative: bool, typed: str) -> None:
    score = grade(NumericDefinition(value=value, tolerance=off, relative=relative, units=LENGTHS), typed)
    assert score.scaled in (0, 1)
    assert score.success == (score.scaled == 1)


@given(NUMBERS, OFF, st.booleans())
def test_the_number_itself_is_always_right(value: Decimal, off: Decimal, relative: bool) -> None:
    definition = NumericDefinition(value=value, tolerance=off, relative=relative)
    for typed in (written(value), str(value), f"  {value} "):
        assert grade(definition, typed).success
        assert distance(definition, typed) == 0


@given(NUMBERS, NUMBERS, OFF, OFF, st.booleans())
def test_more_tolerance_never_loses_a_point(
    value: Decimal, typed: Decimal, off: Decimal, more: Decimal, relative: bool
) -> None:
    narrow = NumericDefinition(value=value, tolerance=off, relative=relative)
    wide = replace(narrow, tolerance=off + more)
    assert grade(narrow, str(typed)).scaled <= grade(wide, str(typed)).scaled


@given(NUMBERS, OFF, NUMBERS, NUMBERS)
def test_a_nearer_number_never_scores_less(value: Decimal, off: Decimal, one: Decimal, other: Decimal) -> None:
    definition = NumericDefinition(value=value, tolerance=off)
    near, far = sorted((one, other), key=lambda typed: abs(typed - value))
    assert grade(definition, written(near)).scaled >= grade(definition, written(far)).scaled


@given(NUMBERS, OFF, st.permutations(list(LENGTHS)), st.integers(-(10**6), 10**6))
def test_neither_the_order_of_units_nor_the_unit_used_changes_anything(
    value: Decimal, off: Decimal, order: list[str], metres: int
) -> None:
    definition = NumericDefinition(value=value, tolerance=off, units=LENGTHS)
    shuffled = replace(definition, units={name: LENGTHS[name] for name in order})
    typed = [f"{metres} m", f"{metres * 100} cm", f"{written(Decimal(metres) / 1000)} km", str(metres)]
    assert len({grade(each, text).scaled for each in (definition, shuffled) for text in typed}) == 1


@pytest.mark.parametrize(
    ("definition", "typed", "right"),
    [
        (number("3.14"), "3,14", True),
        (number("3.14"), "3,141", False),
        (number("3.14", tolerance=Decimal("0.01")), "3,15", True),
        (number("3.14", tolerance=Decimal("0.01")), "3,151", False),
        (number("200", tolerance=Decimal("0.05"), relative=True), "210", True),
        (number("200", tolerance=Decimal("0.05"), relative=True), "189", False),
        (number("-200", tolerance=Decimal("0.05"), relative=True), "−190", True),
        (number("0", tolerance=Decimal("0.05"), relative=True), "0,01", False),
        (number("1000"), "1\u202f000", True),
        (number("0.1"), "0,10", True),
        (number("1000"), "1000 m", False),
        (number("1000", units=LENGTHS), "1 km", True),
        (number("1000", units=LENGTHS), "1 KM", True),
        (number("1000", units=LENGTHS), "1000", True),
        (number("1000", units=LENGTHS), "1000 km", False),
        (number("1000", units=LENGTHS), "1000 pommes", False),
        (number("1000", units=LENGTHS, unit_required=True), "1000", False),
        (number("2", units={"m²": Decimal(1)}), "2 m2", True),
        (number("2", units={"mW": Decimal(1), "MW": Decimal(10**9)}), "2 mw", False),
        (number("2", units={"mW": Decimal(1), "MW": Decimal(10**9)}), "2 mW", True),
        (number("12", units={"%": Decimal(1)}), "12%", True),
    ],
)
def test_a_number_is_right_as_its_author_says(definition: NumericDefinition, typed: str, right: bool) -> None:
    assert grade(definition, typed).success is right


def test_the_authors_words_differ_for_right_and_wrong() -> None:
    definition = number("3", feedback={"correct": "Oui.", "incorrect": "Comptez encore."})
    assert feedback(definition, "3,0") == (("correct", "Oui."),)
    assert feedback(definition, "trois") == (("incorrect", "Comptez encore."),)
    assert feedback(number("3"), "3") == ()


@pytest.mark.parametrize(
    "response",
    [None, 3, 3.0, float("nan"), [], ["3"], {}, b"3", object(), "3" * 101, "3\x00", "\ud800"],
    ids=lambda value: type(value).__name__,
)
def test_what_no_form_can_send_is_refused_by_name(response: object) -> None:
    with pytest.raises(UnreadableResponse):
        grade(number("3"), response)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"value": Decimal("NaN")}, "no_number"),
        ({"value": Decimal("Infinity")}, "no_number"),
        ({"value": Decimal("1E+500")}, "no_number"),
        ({"value": 3}, "no_number"),
        ({"tolerance": Decimal(-1)}, "tolerance_below_zero"),
        ({"units": {"m": Decimal(0)}}, "unit_without_factor"),
        ({"units": {"m2": Decimal(1), "m²": Decimal(1)}}, "unit_twice"),
        ({"units": {" ": Decimal(1)}}, "unit_twice"),
        ({"unit_required": True}, "no_unit"),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(ImpossibleDefinition) as refused:
        NumericDefinition(**({"value": Decimal(3)} | fields))
    assert refused.value.code == code
