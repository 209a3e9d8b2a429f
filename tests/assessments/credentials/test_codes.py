"""The code on the paper comes back right from the hands that type it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.credentials.codes import (
    ALPHABET,
    LENGTH,
    MalformedCode,
    grouped,
    new_code,
    parse,
)

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
separators = st.sampled_from(["", " ", "-", " - ", "\u00a0", "\u2011", ".", "–"])


def test_the_alphabet_has_28_signs_without_vowel_or_look_alike() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 28
    assert not set(ALPHABET) & set("AEIOUY01")


def test_new_codes_are_12_signs_and_never_the_same() -> None:
    made = {new_code() for _ in range(2000)}
    assert len(made) == 2000
    assert all(parse(code) == code for code in made)


@given(codes)
def test_a_code_read_from_the_paper_is_the_code(code: str) -> None:
    assert parse(grouped(code)) == code
    assert len(grouped(code)) == LENGTH + 2


@given(codes, st.lists(separators, min_size=LENGTH, max_size=LENGTH), st.booleans())
def test_case_and_separators_are_forgiven(code: str, between: list[str], lower: bool) -> None:
    typed = "".join(sign + separator for sign, separator in zip(code, between, strict=True))
    assert parse(typed.lower() if lower else typed) == code


@given(codes)
def test_the_whole_address_may_be_pasted(code: str) -> None:
    assert parse(f"  https://declic.example.org/v/{code}/ ") == code


@given(codes)
def test_signs_that_are_never_printed_mean_what_they_resemble(code: str) -> None:
    assert parse(code.replace("L", "1").replace("V", "u")) == code
    assert parse(code.replace("L", "i").replace("V", "U")) == code


@given(st.text(max_size=400))
def test_anything_else_is_refused_by_name_and_nothing_breaks(typed: str) -> None:
    with suppress(MalformedCode):
        assert set(parse(typed)) <= set(ALPHABET)


@pytest.mark.parametrize("typed", ["", "BCDF", "BCDF-GHJK-LMN0", "BCDF-GHJK-LMNPQ", "é" * 12, "B" * 1000])
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(MalformedCode):
        parse(typed)
