"""Choice, one or several answers: what every author and learner may count on."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading import ChoiceDefinition, ImpossibleDefinition, UnreadableResponse, feedback, grade

OPTIONS = ("a", "b", "c", "d", "e", "f")


@st.composite
def definitions(draw: st.DrawFn, *, multiple: bool = True) -> ChoiceDefinition:
    choices = tuple(draw(st.permutations(OPTIONS[: draw(st.integers(2, 6))])))
    most = len(choices) if multiple else 1
    correct = draw(st.sets(st.sampled_from(choices), min_size=1, max_size=most))
    return ChoiceDefinition(choices=choices, correct=frozenset(correct), multiple=multiple)


@st.composite
def answered(draw: st.DrawFn) -> tuple[ChoiceDefinition, list[str]]:
    definition = draw(definitions())
    return definition, draw(st.lists(st.sampled_from(definition.choices), unique=True))


@given(answered())
def test_a_score_stays_within_its_bounds(case: tuple[ChoiceDefinition, list[str]]) -> None:
    score = grade(*case)
    assert score.min == 0 <= score.raw <= score.max == len(case[0].correct)
    assert score.scaled == score.raw / score.max
    assert score.success == (score.scaled == 1)


@given(definitions(), definitions(multiple=False))
def test_all_right_and_nothing_wrong_is_full_marks(several: ChoiceDefinition, one: ChoiceDefinition) -> None:
    for definition in (several, one):
        assert grade(definition, sorted(definition.correct)).scaled == 1
        assert not grade(definition, []).success


@given(answered(), st.data())
def test_one_more_right_tick_never_loses_and_one_more_wrong_tick_never_gains(
    case: tuple[ChoiceDefinition, list[str]], data: st.DataObject
) -> None:
    definition, picked = case
    left = [choice for choice in definition.choices if choice not in picked]
    if not left:
        return
    more = data.draw(st.sampled_from(left))
    before, after = grade(definition, picked).scaled, grade(definition, [*picked, more]).scaled
    assert after >= before if more in definition.correct else after <= before


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_options_and_of_ticks_changes_nothing(
    case: tuple[ChoiceDefinition, list[str]], random: object
) -> None:
    definition, picked = case
    choices, ticks = list(definition.choices), list(picked)
    random.shuffle(choices)  # type: ignore[attr-defined]
    random.shuffle(ticks)  # type: ignore[attr-defined]
    shuffled = ChoiceDefinition(choices=tuple(choices), correct=definition.correct, multiple=True)
    assert grade(shuffled, ticks) == grade(definition, picked)


def test_each_wrong_tick_takes_one_right_tick_away() -> None:
    definition = ChoiceDefinition(choices=OPTIONS, correct=frozenset("abc"), multiple=True)
    assert grade(definition, ["a"]).scaled == pytest.approx(1 / 3)
    assert grade(definition, ["a", "b", "d"]).scaled == pytest.approx(1 / 3)
    assert grade(definition, ["d", "e"]).raw == 0
    assert grade(definition, list(OPTIONS)).scaled == 0


def test_the_authors_words_come_for_each_option_picked_in_their_order() -> None:
    said = {"a": "Oui.", "b": "Non.", "c": ""}
    definition = ChoiceDefinition(choices=("a", "b", "c"), correct=frozenset("a"), multiple=True, feedback=said)
    assert feedback(definition, ["c", "b", "a"]) == (("a", "Oui."), ("b", "Non."))


@st.composite
def weighed(draw: st.DrawFn) -> tuple[ChoiceDefinition, list[str]]:
    """A choice whose author says what each is worth, and what was ticked."""
    multiple = draw(st.booleans())
    choices = OPTIONS[: draw(st.integers(2, 6))]
    worth = {choice: draw(st.floats(-1, 1)) for choice in choices} | {choices[0]: 1.0}
    right = {choice for choice in choices if worth[choice] > 0} if multiple else {choices[0]}
    picked = draw(st.lists(st.sampled_from(choices), unique=True, max_size=6 if multiple else 1))
    return ChoiceDefinition(choices=choices, correct=frozenset(right), multiple=multiple, worth=worth), picked


@given(weighed())
def test_whatever_each_choice_is_worth_a_score_stays_within_its_bounds(
    case: tuple[ChoiceDefinition, list[str]],
) -> None:
    definition, picked = case
    score = grade(definition, picked)
    assert 0 <= score.scaled <= 1
    assert score.success == (score.scaled == 1)
    assert grade(definition, sorted(definition.correct)).success
    assert grade(definition, []).scaled == 0


@given(weighed(), st.data())
def test_a_tick_that_is_worth_something_never_loses_and_one_below_nothing_never_gains(
    case: tuple[ChoiceDefinition, list[str]], data: st.DataObject
) -> None:
    definition, picked = case
    left = [choice for choice in definition.choices if choice not in picked]
    if not left or not definition.multiple or definition.worth is None:
        return
    more = data.draw(st.sampled_from(left))
    before, after = grade(definition, picked).scaled, grade(definition, [*picked, more]).scaled
    assert after >= before if definition.worth[more] >= 0 else after <= before


@given(weighed(), st.randoms(use_true_random=False))
def test_the_order_of_weighed_choices_changes_nothing(case: tuple[ChoiceDefinition, list[str]], random: object) -> None:
    definition, picked = case
    choices, ticks = list(definition.choices), list(picked)
    random.shuffle(choices)  # type: ignore[attr-defined]
    random.shuffle(ticks)  # type: ignore[attr-defined]
    assert grade(replace(definition, choices=tuple(choices)), ticks) == grade(definition, picked)


def test_thirds_make_a_whole_and_a_serious_mistake_costs_what_its_author_says() -> None:
    worth = {"a": 0.3333, "b": 0.3333, "c": 0.3333, "d": -0.25}
    definition = ChoiceDefinition(choices=tuple("abcd"), correct=frozenset("abc"), multiple=True, worth=worth)
    assert grade(definition, ["a", "b", "c"]).success
    assert grade(definition, ["a", "d"]).scaled == pytest.approx(0.083)
    assert grade(definition, ["d"]).scaled == 0


def test_of_one_answer_another_may_be_half_right() -> None:
    definition = ChoiceDefinition(choices=("a", "b"), correct=frozenset("a"), multiple=False, worth={"a": 1, "b": 0.5})
    assert (grade(definition, ["b"]).scaled, grade(definition, ["b"]).success) == (0.5, False)


@pytest.mark.parametrize(
    ("correct", "multiple", "worth"),
    [
        ("a", False, {"a": 0.5}),
        ("a", False, {}),
        ("ab", True, {"a": 0.5, "b": 0.49}),
        ("a", False, {"a": 1, "z": 1}),
        ("a", False, {"a": 2}),
        ("a", False, {"a": 1, "b": float("nan")}),
        ("ab", True, {"a": 1, "b": -0.5}),
    ],
)
def test_figures_with_which_nobody_has_full_marks_are_refused(
    correct: str, multiple: bool, worth: dict[str, float]
) -> None:
    with pytest.raises(ImpossibleDefinition) as refused:
        ChoiceDefinition(choices=("a", "b"), correct=frozenset(correct), multiple=multiple, worth=worth)
    assert refused.value.code == "impossible_worth"


IMPOSSIBLE: list[object] = [
    None, "a", 1, float("nan"), True, {"a": 1}, ["z"], ["a", "a"], [["a"]], [None], [float("nan")], b"a",
    object(), ["a"] * 10_000, ["x" * 1_000_000], ("a",),
]  # fmt: skip


@pytest.mark.parametrize("response", IMPOSSIBLE, ids=lambda value: type(value).__name__)
def test_what_no_form_can_send_is_refused_by_name(response: object) -> None:
    definition = ChoiceDefinition(choices=("a", "b"), correct=frozenset("a"), multiple=True)
    with pytest.raises(UnreadableResponse):
        grade(definition, response)


def test_two_picks_where_one_is_allowed_are_refused() -> None:
    definition = ChoiceDefinition(choices=("a", "b"), correct=frozenset("a"), multiple=False)
    with pytest.raises(UnreadableResponse):
        grade(definition, ["a", "b"])


@pytest.mark.parametrize(
    ("choices", "correct", "multiple", "code"),
    [
        (("a",), "a", False, "too_few_choices"),
        (("a", "a"), "a", False, "choice_twice"),
        (("a", "b"), "", False, "no_right_choice"),
        (("a", "b"), "z", False, "unknown_choice"),
        (("a", "b", "c"), "ab", False, "several_right_choices"),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(
    choices: tuple[str, ...], correct: str, multiple: bool, code: str
) -> None:
    with pytest.raises(ImpossibleDefinition) as refused:
        ChoiceDefinition(choices=choices, correct=frozenset(correct), multiple=multiple)
    assert refused.value.code == code
