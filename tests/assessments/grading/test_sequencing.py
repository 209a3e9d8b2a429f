"""Putting steps in order: what every author and learner may count on."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.sequencing import SequencingDefinition, feedback, grade

STEPS = ("a", "b", "c", "d", "e", "f")


@st.composite
def answered(draw: st.DrawFn) -> tuple[SequencingDefinition, list[str]]:
    order = tuple(draw(st.permutations(STEPS))[: draw(st.integers(2, 6))])
    return SequencingDefinition(order=order), draw(st.permutations(order))


@given(answered(), st.data())
def test_a_score_stays_within_its_bounds_even_when_steps_are_left_out(
    case: tuple[SequencingDefinition, list[str]], data: st.DataObject
) -> None:
    definition, order = case
    score = grade(definition, order[: data.draw(st.integers(0, len(order)))])
    assert score.min == 0 <= score.raw <= score.max
    assert score.scaled == score.raw / score.max
    assert score.success == (score.scaled == 1)


@given(answered())
def test_full_marks_are_for_the_right_order_only_and_none_for_the_reverse(
    case: tuple[SequencingDefinition, list[str]],
) -> None:
    definition, order = case
    assert grade(definition, order).success == (tuple(order) == definition.order)
    assert grade(definition, list(definition.order)).scaled == 1
    assert grade(definition, list(reversed(definition.order))).scaled == 0
    assert grade(definition, []).scaled == 0


@given(answered(), st.data())
def test_two_neighbours_put_right_never_lose(case: tuple[SequencingDefinition, list[str]], data: st.DataObject) -> None:
    definition, order = case
    first = data.draw(st.integers(0, len(order) - 2))
    swapped = [*order[:first], order[first + 1], order[first], *order[first + 2 :]]
    put_right = definition.order.index(order[first]) > definition.order.index(order[first + 1])
    before, after = grade(definition, order).scaled, grade(definition, swapped).scaled
    assert after >= before if put_right else after <= before


@given(answered())
def test_a_step_left_out_can_always_be_added_without_loss(case: tuple[SequencingDefinition, list[str]]) -> None:
    definition, order = case
    for step in order:
        without = [each for each in order if each != step]
        added = [[*without[:place], step, *without[place:]] for place in range(len(order))]
        assert max(grade(definition, each).scaled for each in added) >= grade(definition, without).scaled


@given(answered(), st.permutations(STEPS))
def test_the_names_of_steps_and_the_order_they_are_stored_in_change_nothing(
    case: tuple[SequencingDefinition, list[str]], names: list[str]
) -> None:
    definition, order = case
    renamed = dict(zip(STEPS, names, strict=True))
    right = [renamed[step] for step in definition.order]
    stored = SequencingDefinition.read({"steps": [{"id": each} for each in sorted(right)]}, {"order": right})
    assert grade(stored, [renamed[step] for step in order]) == grade(definition, order)


def test_the_rule_by_example() -> None:
    definition = SequencingDefinition(order=("a", "b", "c", "d"))
    assert grade(definition, ["b", "a", "c", "d"]).scaled == pytest.approx(4 / 6)
    assert grade(definition, ["b", "c", "d", "a"]).raw == 0
    assert grade(definition, ["a", "b"]).raw == 1


def test_answering_at_random_earns_little() -> None:
    definition = SequencingDefinition(order=STEPS)
    scores = [grade(definition, list(each)).scaled for each in permutations(STEPS)]
    assert sum(scores) / len(scores) < 0.16


def test_the_author_speaks_to_the_right_order_and_to_the_others() -> None:
    definition = SequencingDefinition(order=("a", "b"), feedback={"correct": "Oui.", "incorrect": "Relisez."})
    assert feedback(definition, ["a", "b"]) == (("correct", "Oui."),)
    assert feedback(definition, ["b", "a"]) == (("incorrect", "Relisez."),)
    assert feedback(SequencingDefinition(order=("a", "b")), ["a", "b"]) == ()


@pytest.mark.parametrize(
    "response",
    [None, "ab", 1, True, {"a": 1}, ["z"], ["a", "a"], [["a"]], [None], ("a", "b"), ["a"] * 10_000, object()],
    ids=lambda value: type(value).__name__,
)
def test_what_no_form_can_send_is_refused_by_name(response: object) -> None:
    with pytest.raises(UnreadableResponse):
        grade(SequencingDefinition(order=("a", "b")), response)


@pytest.mark.parametrize(
    ("steps", "order", "code"),
    [
        (["a"], ["a"], "too_few_choices"),
        (["a", "b"], ["a", "b", "a"], "choice_twice"),
        (["a", "b"], ["a"], "unknown_choice"),
        (["a", "b"], ["a", "b", "c"], "unknown_choice"),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(steps: list[str], order: list[str], code: str) -> None:
    with pytest.raises(ImpossibleDefinition) as refused:
        SequencingDefinition.read({"steps": [{"id": each} for each in steps]}, {"order": order})
    assert refused.value.code == code
