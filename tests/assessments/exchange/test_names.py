"""Names and categories of files: one line each, and a slash may belong to a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exchange.names import MAX_PATH, joined, name_of, names_in, path_of


@pytest.mark.parametrize(
    ("category", "names"),
    [
        ("$course$/top/Bureautique/La  souris", ["Bureautique", "La souris"]),
        ("$module$/Default for Test", ["Default for Test"]),
        ("top/Entrée//sortie/Écran", ["Entrée/sortie", "Écran"]),
        ("//", []),
        (" / a / ", ["a"]),
        ("", []),
    ],
)
def test_a_category_is_a_path_without_the_places_of_moodle(category: str, names: list[str]):
    assert names_in(path_of(category)) == names


@given(st.text(st.sampled_from("a/ é\n$"), max_size=60))
def test_a_path_that_was_read_reads_the_same(category: str):
    assert path_of(path_of(category)) == path_of(category)


@given(st.lists(st.text(st.sampled_from("ab/é"), min_size=1, max_size=20), max_size=4))
def test_names_come_back_from_their_path_but_for_slashes_around_or_in_a_row(names: list[str]):
    kept = [name for name in names if name.strip("/") == name and "//" not in name]
    assert names_in(joined(kept)) == kept


def test_a_path_and_a_name_are_cut_where_they_are_too_long():
    assert len(path_of("/".join(["a" * 100] * 5))) <= MAX_PATH
    assert name_of("", "b" * 400).endswith("…")
