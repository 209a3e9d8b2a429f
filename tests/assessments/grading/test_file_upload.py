"""Files handed in: worth nothing before a trainer has looked; what no form sends is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading import ImpossibleDefinition, UnreadableResponse, feedback, grade, read_definition

LEVELS = [{"id": "y", "text": "Oui", "points": 2}, {"id": "n", "text": "Non", "points": 0}]
CRITERIA = [{"id": "c", "text": "Clair", "levels": LEVELS}]
FILE = {"id": "7a1f", "name": "lettre.pdf", "family": "pdf", "size": 1200}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


def definition(families: tuple[str, ...] = ("pdf",), most: int = 2) -> Any:
    return read_definition("file-upload", {"families": families, "most": most, "megabytes": 10}, {"criteria": CRITERIA})


@pytest.mark.parametrize("files", [[], [FILE], [FILE, FILE]])
def test_files_earn_nothing_yet_out_of_the_points_of_the_rubric(files: list[dict[str, Any]]) -> None:
    score = grade(definition(), files)
    assert (score.raw, score.max, score.success) == (0, 2, False)
    assert feedback(definition(), files) == ()


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "lettre.pdf",
        {"id": "7a1f"},
        ["7a1f"],
        [FILE] * 3,
        [FILE | {"family": "picture"}],
        [FILE | {"size": True}],
        [FILE | {"size": "1200"}],
        [FILE | {"url": "https://ailleurs.example"}],
        [{name: value for name, value in FILE.items() if name != "size"}],
    ],
)
def test_what_cannot_have_come_from_the_page_is_refused(answer: object) -> None:
    with pytest.raises(UnreadableResponse):
        grade(definition(), answer)


@given(JSON)
def test_any_answer_is_marked_or_refused_by_name(answer: object) -> None:
    try:
        assert grade(definition(), answer).scaled == 0
    except UnreadableResponse:
        return


@pytest.mark.parametrize("body", [{"families": (), "most": 1}, {"families": ("pdf",), "most": 0}, {"most": 1}])
def test_a_question_that_no_file_fits_is_none(body: dict[str, Any]) -> None:
    with pytest.raises(ImpossibleDefinition):
        read_definition("file-upload", body, {"criteria": CRITERIA})
