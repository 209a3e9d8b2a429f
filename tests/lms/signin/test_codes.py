import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.signin import codes


def test_a_code_has_ten_signs_that_nobody_confuses() -> None:
    code = codes.new_code()
    assert len(code) == 10
    assert not set(code) & set("ILOU")


def test_the_same_chance_gives_the_same_code() -> None:
    assert codes.new_code(random.Random(7).choice) == codes.new_code(random.Random(7).choice)


def test_a_code_is_printed_in_groups_of_3_3_and_4() -> None:
    assert codes.grouped("K7M2QX9RTD") == "K7M 2QX 9RTD"


@pytest.mark.parametrize("typed", ["k7m 2qx 9rtd", " K7M-2QX-9RTD ", "K7M2QX9RTD", "K7M 2QX 9RTD", "Ｋ7Ｍ2ＱＸ9ＲＴＤ"])
def test_what_people_type_is_forgiven(typed: str) -> None:
    assert codes.normalised(typed) == "K7M2QX9RTD"


def test_letters_that_look_like_digits_count_as_digits() -> None:
    assert codes.normalised("OoIiLl2345") == "0011112345"


@pytest.mark.parametrize("typed", ["", "K7M", "K7M2QX9RTDX", "U7M2QX9RTD", "K7M2QX9RT!", "é7M2QX9RTD", "\x00" * 10])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(codes.MalformedCode):
        codes.normalised(typed)


@given(st.text())
def test_no_text_breaks_the_reader(typed: str) -> None:
    with contextlib.suppress(codes.MalformedCode):
        assert set(codes.normalised(typed)) <= set(codes.ALPHABET)


@given(st.text(alphabet=codes.ALPHABET, min_size=10, max_size=10))
def test_a_printed_code_reads_back_as_itself(code: str) -> None:
    assert codes.normalised(codes.grouped(code).lower()) == code


@pytest.mark.parametrize("pin", ["0000", "1234", "9876", "4321", "2345"])
def test_the_first_pins_that_anyone_tries_are_too_easy(pin: str) -> None:
    assert codes.is_too_easy(pin)


def test_a_new_pin_is_never_too_easy() -> None:
    assert not any(codes.is_too_easy(codes.new_pin()) for _pin in range(2000))
