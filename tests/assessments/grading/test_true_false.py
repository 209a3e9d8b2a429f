"""True or false."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading import ImpossibleDefinition, TrueFalseDefinition, UnreadableResponse, feedback, grade


@given(st.booleans(), st.booleans())
def test_only_the_right_answer_counts(correct: bool, answered: bool) -> None:
    score = grade(TrueFalseDefinition(correct=correct), answered)
    assert (score.raw, score.max, score.success) == (float(correct is answered), 1, correct is answered)


@given(st.booleans())
def test_no_answer_is_worth_nothing_and_hears_nothing(correct: bool) -> None:
    definition = TrueFalseDefinition(correct=correct, feedback={"true": "Oui.", "false": "Non."})
    assert grade(definition, None).raw == 0
    assert feedback(definition, None) == ()


def test_the_authors_words_follow_what_was_answered() -> None:
    definition = TrueFalseDefinition(correct=True, feedback={"true": "Oui.", "false": ""})
    assert feedback(definition, True) == (("true", "Oui."),)
    assert feedback(definition, False) == ()


@pytest.mark.parametrize(
    "response", [0, 1, "true", [], [True], {}, float("nan"), b"", object()], ids=lambda value: type(value).__name__
)
def test_what_no_form_can_send_is_refused_by_name(response: object) -> None:
    with pytest.raises(UnreadableResponse):
        grade(TrueFalseDefinition(correct=True), response)


def test_a_sentence_neither_true_nor_false_is_refused() -> None:
    with pytest.raises(ImpossibleDefinition):
        TrueFalseDefinition(correct="oui")  # type: ignore[arg-type]
