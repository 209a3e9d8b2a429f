"""Numbers are read as people in France write them, and printed as they read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.numbers import NotANumber, only_number, read_number, written


@pytest.mark.parametrize(
    ("typed", "number", "after"),
    [
        ("3,14", "3.14", ""),
        (" 3.14 ", "3.14", ""),
        ("1 000", "1000", ""),
        ("1\u202f000\u00a0000,5 km", "1000000.5", "km"),
        ("−5", "-5", ""),
        ("– 5 °C", "-5", "°C"),
        ("+7", "7", ""),
        (",5", "0.5", ""),
        ("12%", "12", "%"),
        ("٣٫١٤", "3.14", ""),
        ("１２", "12", ""),
        ("5'", "5", "'"),
        ("1,000", "1", ""),
    ],
)
def test_a_number_is_read_with_what_follows_it(typed: str, number: str, after: str) -> None:
    assert read_number(typed) == (Decimal(number), after)


@pytest.mark.parametrize("typed", ["", "  ", "douze", "-", ",", "€ 3", "²", "9" * 21, "--5", "nan", "inf"])
def test_what_is_no_number_is_refused_by_name(typed: str) -> None:
    with pytest.raises(NotANumber):
        read_number(typed)


def test_a_number_alone_has_nothing_after_it() -> None:
    assert only_number("2,50") == Decimal("2.5")
    for typed in ("2 km", "1,2,3", "1e5"):
        with pytest.raises(NotANumber):
            only_number(typed)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_what_is_printed_is_read_again_as_the_same_number(number: Decimal) -> None:
    assert only_number(written(number)) == number


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        number, _after = read_number(text)
    except NotANumber:
        return
    assert number.is_finite()


def test_a_number_is_printed_as_in_french() -> None:
    assert [written(Decimal(each)) for each in ("1000.50", "-3", "0.10", "7.000", "1E+3")] == [
        "1\u202f000,5",
        "−3",
        "0,1",
        "7",
        "1\u202f000",
    ]
