"""Words of one pool in gaps: each gap counts alike, whatever else the pool holds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.drag_text import DragTextDefinition, feedback, grade, right_gaps
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse

POOL = ("w1", "w2", "w3", "w4", "w5", "w6")
COPY = DragTextDefinition(
    words=("w1", "w2", "w3"),
    fitting={"g1": frozenset({"w1"}), "g2": frozenset({"w2"})},
    feedback={"correct": "Bravo.", "g2": "La touche C, comme copier."},
)


@st.composite
def definitions(draw: st.DrawFn) -> DragTextDefinition:
    words = tuple(draw(st.permutations(POOL[: draw(st.integers(2, 6))])))
    some = st.frozensets(st.sampled_from(words), min_size=1, max_size=len(words) - 1)
    return DragTextDefinition(
        words=words, fitting={f"g{number}": draw(some) for number in range(draw(st.integers(1, 5)))}
    )


@st.composite
def answered(draw: st.DrawFn) -> tuple[DragTextDefinition, dict[str, str]]:
    definition = draw(definitions())
    gaps, words = st.sampled_from(sorted(definition.fitting)), st.sampled_from(("", *definition.words))
    return definition, draw(st.dictionaries(gaps, words))


@given(answered())
def test_a_score_stays_within_its_bounds_and_counts_the_right_gaps(case: tuple[DragTextDefinition, Any]) -> None:
    score = grade(*case)
    assert score.min == 0 <= score.raw == len(right_gaps(*case)) <= score.max == len(case[0].fitting)
    assert score.success == (score.scaled == 1)


@given(definitions())
def test_every_gap_right_is_full_marks_and_nothing_placed_is_none(definition: DragTextDefinition) -> None:
    assert grade(definition, {gap: min(words) for gap, words in definition.fitting.items()}).scaled == 1
    assert grade(definition, {}).raw == 0


@given(answered(), st.data())
def test_one_more_right_gap_earns_one_and_never_less(
    case: tuple[DragTextDefinition, dict[str, str]], data: st.DataObject
) -> None:
    definition, response = case
    gap = data.draw(st.sampled_from(sorted(definition.fitting)))
    more = response | {gap: data.draw(st.sampled_from(sorted(definition.fitting[gap])))}
    gained = grade(definition, more).raw - grade(definition, response).raw
    assert gained == (0 if gap in right_gaps(definition, response) else 1)


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_the_pool_and_of_the_gaps_changes_nothing(
    case: tuple[DragTextDefinition, dict[str, str]], random: Any
) -> None:
    definition, response = case
    gaps = random.sample(list(definition.fitting), len(definition.fitting))
    other = DragTextDefinition(
        words=tuple(random.sample(definition.words, len(definition.words))),
        fitting={gap: definition.fitting[gap] for gap in gaps},
    )
    assert grade(other, dict(reversed(response.items()))) == grade(definition, response)


@given(definitions(), st.data())
def test_one_word_everywhere_earns_only_where_it_belongs(definition: DragTextDefinition, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(definition.words))
    everywhere = dict.fromkeys(definition.fitting, word)
    assert grade(definition, everywhere).raw == sum(word in words for words in definition.fitting.values())


def test_each_wrong_gap_hears_its_words() -> None:
    assert feedback(COPY, {"g1": "w1", "g2": "w2"}) == (("correct", "Bravo."),)
    assert feedback(COPY, {"g1": "w3", "g2": "w3"}) == (("g2", "La touche C, comme copier."),)


@pytest.mark.parametrize(
    "response",
    [None, "w1", ["w1"], {"g1": "w9"}, {"g9": "w1"}, {"g1": None}, {"g1": ["w1"]}, {1: "w1"}, {"g1": "x" * 10_000}],
    ids=lambda value: type(value).__name__,
)
def test_what_no_form_can_send_is_refused_by_name(response: object) -> None:
    with pytest.raises(UnreadableResponse):
        grade(COPY, response)


@pytest.mark.parametrize(
    ("words", "fitting", "code"),
    [
        (("w1", "w2"), {}, "no_gap"),
        (("w1",), {"g1": {"w1"}}, "too_few_choices"),
        (("w1", "w1"), {"g1": {"w1"}}, "choice_twice"),
        (("w1", "w2"), {"g1": set()}, "no_right_choice"),
        (("w1", "w2"), {"g1": {"w3"}}, "unknown_choice"),
        (("w1", "w2"), {"g1": {"w1", "w2"}}, "everything_is_right"),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(
    words: tuple[str, ...], fitting: dict[str, set[str]], code: str
) -> None:
    with pytest.raises(ImpossibleDefinition) as refused:
        DragTextDefinition(words=words, fitting={gap: frozenset(some) for gap, some in fitting.items()})
    assert refused.value.code == code


def test_a_stored_text_is_read_and_gaps_without_their_key_are_refused() -> None:
    body = {
        "pieces": [{"gap": "g1"}, {"text": " + "}, {"gap": "g2"}],
        "words": [{"id": "w1", "text": "C"}, {"id": "w2", "text": "Ctrl"}, {"id": "w3", "text": "Maj"}],
    }
    read = DragTextDefinition.read(body, {"gaps": {"g1": ["w2"], "g2": ["w1"]}})
    assert grade(read, {"g1": "w2", "g2": "w1"}).success
    with pytest.raises(ImpossibleDefinition) as refused:
        DragTextDefinition.read(body, {"gaps": {"g1": ["w2"]}})
    assert refused.value.code == "gaps_differ"
