"""CSV lists of learners: every row gets its message, nothing is half done."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.cohorts.roster import MAX_BYTES, UnreadableRoster, decode, key_of, read_roster


def _read(text: str, known: set[tuple[str, str]] | None = None):
    return read_roster(text, known=known or set())


def test_commas_semicolons_and_tabs_are_read_alike():
    expected = [("Amina", "B."), ("Léo", "C.")]
    for sign in ",;\t":
        rows = _read(f"prénom{sign}nom\nAmina{sign}B.\nLéo{sign}C.\n")
        assert [(row.first_name, row.last_name) for row in rows] == expected
        assert not any(row.problems for row in rows)


def test_a_spreadsheet_in_windows_encoding_keeps_its_accents():
    text = decode("prénom;nom\nZoé;Façade\n".encode("cp1252"))
    assert _read(text)[0].first_name == "Zoé"


def test_the_mark_at_the_start_of_a_utf8_file_does_not_hide_the_first_heading():
    assert _read(decode("prénom;nom\nA;B\n".encode("utf-8-sig")))[0].first_name == "A"


def test_each_wrong_row_says_its_line_and_what_is_missing():
    rows = _read("prénom;nom\nAmina;B.\n;C.\nLéo;\n")
    assert [row.line for row in rows] == [2, 3, 4]
    assert rows[0].problems == []
    assert rows[1].problems == ["Le prénom manque."]
    assert rows[2].problems == ["Le nom manque."]


def test_the_same_person_twice_is_told_with_the_line_of_the_first():
    rows = _read("prénom;nom\nLéa;Dupré\nLEA;dupre\n")
    assert rows[1].problems == ["Cette personne est déjà à la ligne 2."]


def test_a_person_who_is_already_there_is_not_created_a_second_time():
    rows = _read("prénom;nom\nLéa;Dupré\n", known={key_of("Lea", "DUPRE")})
    assert len(rows[0].problems) == 1


def test_missing_columns_are_named():
    with pytest.raises(UnreadableRoster, match="« nom »"):
        _read("prénom;ville\nA;B\n")


@pytest.mark.parametrize("text", ["", "\n\n", "prénom;nom\n", "a\x00b"])
def test_a_file_without_people_says_so(text: str):
    with pytest.raises(UnreadableRoster):
        _read(text)


def test_more_than_500_people_are_refused_whole():
    with pytest.raises(UnreadableRoster, match="500"):
        _read("prénom;nom\n" + "A;B\n" * 501)


def test_a_file_too_large_is_refused_before_it_is_read():
    with pytest.raises(UnreadableRoster):
        decode(b"x" * (MAX_BYTES + 1))


@given(st.text(max_size=300))
def test_no_text_makes_the_reader_fail_in_another_way(text: str):
    rows = []
    with contextlib.suppress(UnreadableRoster):
        rows = _read(text)
    assert all(row.problems or (row.first_name and row.last_name) for row in rows)
