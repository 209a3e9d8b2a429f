"""Matching pairs: what every author and learner may count on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.matching import MatchingDefinition, feedback, grade
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse

SOURCES = ("a", "b", "c", "d", "e")
TARGETS = ("1", "2", "3", "4", "5", "6")


@st.composite
def answered(draw: st.DrawFn) -> tuple[MatchingDefinition, dict[str, str]]:
    sources = SOURCES[: draw(st.integers(2, 5))]
    targets = TARGETS[: draw(st.integers(2, 6))]
    pairs = {source: draw(st.sampled_from(targets)) for source in sources}
    definition = MatchingDefinition(sources=sources, targets=targets, pairs=pairs)
    return definition, draw(st.dictionaries(st.sampled_from(sources), st.sampled_from(targets)))


@given(answered())
def test_a_score_is_the_share_of_right_pairs(case: tuple[MatchingDefinition, dict[str, str]]) -> None:
    definition, given_pairs = case
    score = grade(definition, given_pairs)
    right = sum(given_pairs.get(source) == target for source, target in definition.pairs.items())
    assert (score.min, score.raw, score.max) == (0, right, len(definition.sources))
    assert 0 <= score.scaled <= 1
    assert score.success == (right == len(definition.sources))


@given(answered(), st.data())
def test_one_more_right_pair_never_loses(case: tuple[MatchingDefinition, dict[str, str]], data: st.DataObject) -> None:
    definition, given_pairs = case
    source = data.draw(st.sampled_from(definition.sources))
    better = given_pairs | {source: definition.pairs[source]}
    assert grade(definition, better).scaled >= grade(definition, given_pairs).scaled
    assert grade(definition, dict(definition.pairs)).scaled == 1
    assert grade(definition, {}).scaled == 0


@given(answered(), st.permutations(SOURCES), st.permutations(TARGETS))
def test_the_order_of_both_sides_and_of_the_answers_changes_nothing(
    case: tuple[MatchingDefinition, dict[str, str]], sources: list[str], targets: list[str]
) -> None:
    definition, given_pairs = case
    shuffled = MatchingDefinition(
        sources=tuple(each for each in sources if each in definition.sources),
        targets=tuple(each for each in targets if each in definition.targets),
        pairs={each: definition.pairs[each] for each in sources if each in definition.pairs},
    )
    in_that_order = {each: given_pairs[each] for each in sources if each in given_pairs}
    assert grade(shuffled, in_that_order) == grade(definition, given_pairs)


def test_the_author_speaks_of_the_whole_then_of_each_wrong_pair() -> None:
    said = {"correct": "Bravo.", "incorrect": "Relisez.", "a": "Le lien.", "b": "La corbeille."}
    definition = MatchingDefinition(
        sources=("a", "b", "c"), targets=("1", "2"), pairs={"a": "1", "b": "2", "c": "1"}, feedback=said
    )
    assert feedback(definition, {"a": "1", "b": "1"}) == (("incorrect", "Relisez."), ("b", "La corbeille."))
    assert feedback(definition, {"a": "1", "b": "2", "c": "1"}) == (("correct", "Bravo."),)


@pytest.mark.parametrize(
    "response",
    [None, "a", 1, True, ["a"], {"z": "1"}, {"a": "9"}, {"a": None}, {"a": ["1"]}, {1: "1"}, {"a": {}}, object()],
    ids=lambda response: repr(response).partition(" at ")[0],  # the same in every process
)
def test_what_no_form_can_send_is_refused_by_name(response: object) -> None:
    definition = MatchingDefinition(sources=("a", "b"), targets=("1", "2"), pairs={"a": "1", "b": "2"})
    with pytest.raises(UnreadableResponse):
        grade(definition, response)


@pytest.mark.parametrize(
    ("sources", "targets", "pairs", "code"),
    [
        ("a", "12", {"a": "1"}, "too_few_choices"),
        ("ab", "1", {"a": "1", "b": "1"}, "too_few_choices"),
        ("aab", "12", {"a": "1", "b": "2"}, "choice_twice"),
        ("ab", "122", {"a": "1", "b": "2"}, "choice_twice"),
        ("ab", "12", {"a": "1"}, "no_right_choice"),
        ("ab", "12", {"a": "1", "b": "3"}, "unknown_choice"),
        ("ab", "12", {"a": "1", "b": "2", "c": "1"}, "unknown_choice"),
    ],
)
def test_a_question_that_cannot_be_marked_is_refused(
    sources: str, targets: str, pairs: dict[str, str], code: str
) -> None:
    body = {"sources": [{"id": each} for each in sources], "targets": [{"id": each} for each in targets]}
    with pytest.raises(ImpossibleDefinition) as refused:
        MatchingDefinition.read(body, {"pairs": pairs})
    assert refused.value.code == code
