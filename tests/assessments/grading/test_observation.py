"""Something done in the room waits for who has seen it, whatever is sent."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading import UnreadableResponse, feedback, grade, is_trainer_marked, read_definition
from assessments.grading.observation import ObservationDefinition
from assessments.grading.rubric import Rubric

CRITERION = {"id": "1", "text": "Imprimée", "levels": [{"id": "a", "text": "Oui", "points": 3},
                                                       {"id": "b", "text": "Non", "points": 0}]}  # fmt: skip
KEY: dict[str, Any] = {"criteria": [CRITERION], "instructions": "Regardez l’imprimante."}
TASK = read_definition("observation", {}, KEY)


def test_it_is_read_from_its_key_with_the_words_to_trainers_or_without() -> None:
    rubric = Rubric.read(KEY)
    assert read_definition("observation", {}, KEY) == ObservationDefinition(
        rubric=rubric, instructions="Regardez l’imprimante."
    )
    assert read_definition("observation", {}, {"criteria": [CRITERION]}) == ObservationDefinition(rubric=rubric)
    assert is_trainer_marked("observation")


@pytest.mark.parametrize("done", [True, False])
def test_saying_that_it_is_done_earns_nothing_and_says_nothing(done: bool) -> None:
    score = grade(TASK, {"done": done})
    assert (score.raw, score.max, score.success) == (0, 3, False)
    assert feedback(TASK, {"done": done}) == ()


@given(st.none() | st.text() | st.dictionaries(st.sampled_from(["done", "other"]), st.booleans() | st.integers()))
def test_any_value_at_all_is_an_answer_worth_nothing_or_refused_by_name(sent: object) -> None:
    with contextlib.suppress(UnreadableResponse):
        assert grade(TASK, sent).raw == 0
        assert sent in ({"done": True}, {"done": False})


@pytest.mark.parametrize("sent", [{"done": 1}, {"done": True, "more": 1}, {}, ["done"], "done", None])
def test_what_no_button_sends_is_refused(sent: object) -> None:
    for read in (grade, feedback):
        with pytest.raises(UnreadableResponse):
            read(TASK, sent)
