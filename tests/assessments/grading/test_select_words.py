"""Words picked in a text: right minus wrong, never below 0."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.select_words import SelectWordsDefinition, feedback, grade

TEXT = tuple(f"w{number}" for number in range(1, 9))
DEVICES = SelectWordsDefinition(
    words=TEXT[:4],
    correct=frozenset({"w1", "w3"}),
    feedback={"incorrect": "Cherchez ce qui se branche.", "w3": "La souris se branche.", "w2": "C’est un meuble."},
)


@st.composite
def definitions(draw: st.DrawFn) -> SelectWordsDefinition:
    words = TEXT[: draw(st.integers(2, 8))]
    correct = draw(st.frozensets(st.sampled_from(words), min_size=1, max_size=len(words) - 1))
    return SelectWordsDefinition(words=words, correct=correct)


@st.composite
def answered(draw: st.DrawFn) -> tuple[SelectWordsDefinition, list[str]]:
    definition = draw(definitions())
    return definition, draw(st.lists(st.sampled_from(definition.words), unique=True))


@given(answered())
def test_a_score_is_right_minus_wrong_within_its_bounds(case: tuple[SelectWordsDefinition, list[str]]) -> None:
    definition, picked = case
    right = len(definition.correct.intersection(picked))
    score = grade(definition, picked)
    assert score.raw == max(0, right - (len(picked) - right)) <= score.max == len(definition.correct)
    assert score.success == (set(picked) == definition.correct)


@given(answered(), st.data())
def test_one_more_right_word_never_loses_and_one_more_wrong_word_never_gains(
    case: tuple[SelectWordsDefinition, list[str]], data: st.DataObject
) -> None:
    definition, picked = case
    left = [word for word in definition.words if word not in picked]
    if not left:
        return
    more = data.draw(st.sampled_from(left))
    before, after = grade(definition, picked).scaled, grade(definition, [*picked, more]).scaled
    assert after >= before if more in definition.correct else after <= before


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_in_which_words_are_picked_changes_nothing(
    case: tuple[SelectWordsDefinition, list[str]], random: Any
) -> None:
    definition, picked = case
    assert grade(definition, random.sample(picked, len(picked))) == grade(definition, picked)


@given(definitions())
def test_the_whole_text_or_nothing_is_never_a_success(definition: SelectWordsDefinition) -> None:
    assert not grade(definition, list(definition.words)).success
    assert grade(definition, []).raw == 0


def test_each_word_missed_or_picked_wrongly_hears_its_words() -> None:
    assert feedback(DEVICES, ["w1", "w3"]) == ()
    assert [said.part for said in feedback(DEVICES, ["w2", "w1"])] == ["incorrect", "w2", "w3"]
    assert [said.part for said in feedback(DEVICES, ["w1", "w3", "w4"])] == ["incorrect"]


@pytest.mark.parametrize(
    "response",
    [None, "w1", {"w1": True}, ["w9"], ["w1", "w1"], [["w1"]], [None], ("w1",), ["x" * 1_000_000]],
    ids=lambda value: type(value).__name__,
)
def test_what_no_form_can_send_is_refused_by_name(response: object) -> None:
    with pytest.raises(UnreadableResponse):
        grade(DEVICES, response)


@pytest.mark.parametrize(
    ("words", "correct", "code"),
    [
        (("w1",), {"w1"}, "too_few_choices"),
        (("w1", "w1"), {"w1"}, "choice_twice"),
        (("w1", "w2"), set(), "no_right_choice"),
        (("w1", "w2"), {"w3"}, "unknown_choice"),
        (("w1", "w2"), {"w1", "w2"}, "everything_is_right"),
    ],
)
def test_a_text_that_cannot_be_marked_is_refused(words: tuple[str, ...], correct: set[str], code: str) -> None:
    with pytest.raises(ImpossibleDefinition) as refused:
        SelectWordsDefinition(words=words, correct=frozenset(correct))
    assert refused.value.code == code


def test_a_stored_text_is_read() -> None:
    body = {
        "pieces": [{"text": "La "}, {"word": "w1", "text": "souris"}, {"text": " "}, {"word": "w2", "text": "dort"}]
    }
    assert grade(SelectWordsDefinition.read(body, {"correct": ["w1"]}), ["w1"]).success
