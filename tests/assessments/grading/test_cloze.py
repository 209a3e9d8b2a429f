"""Texts with gaps: each gap counts alike, is forgiven as a short answer is, and hears its own words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.cloze import ChosenGap, ClozeDefinition, Gap, TypedGap, feedback, grade, right_gaps
from assessments.grading.fill_in import forgiven
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse

WORDS = st.text("aàbcdé '", min_size=1, max_size=8).filter(lambda text: bool(forgiven(text)))
OPTIONS = ("c1", "c2", "c3", "c4")
SENTENCE = ClozeDefinition(
    gaps={
        "g1": TypedGap(accepted=("clavier", "le clavier")),
        "g2": ChosenGap(choices=("c1", "c2", "c3"), correct="c2"),
    },
    feedback={"correct": "Bravo.", "incorrect": "Presque.", "g1": "Il a des touches.", "g2": "Regardez vos mains."},
)


def chosen(draw: st.DrawFn) -> ChosenGap:
    choices = tuple(draw(st.permutations(OPTIONS[: draw(st.integers(2, 4))])))
    return ChosenGap(choices=choices, correct=draw(st.sampled_from(choices)))


@st.composite
def definitions(draw: st.DrawFn) -> ClozeDefinition:
    def gap() -> Gap:
        if draw(st.booleans()):
            return chosen(draw)
        return TypedGap(accepted=tuple(draw(st.lists(WORDS, min_size=1, max_size=3))))

    return ClozeDefinition(gaps={f"g{number}": gap() for number in range(1, draw(st.integers(1, 6)) + 1)})


@st.composite
def answered(draw: st.DrawFn) -> tuple[ClozeDefinition, dict[str, str]]:
    definition = draw(definitions())
    response = {}
    for name, gap in definition.gaps.items():
        known = st.sampled_from(gap.choices) if isinstance(gap, ChosenGap) else st.sampled_from(gap.accepted) | WORDS
        if draw(st.booleans()):
            response[name] = draw(known | st.just(""))
    return definition, response


def right_answer(gap: Gap) -> str:
    return gap.correct if isinstance(gap, ChosenGap) else gap.accepted[0]


@given(answered())
def test_a_score_stays_within_its_bounds_and_counts_the_right_gaps(case: tuple[ClozeDefinition, Any]) -> None:
    score = grade(*case)
    assert score.min == 0 <= score.raw == len(right_gaps(*case)) <= score.max == len(case[0].gaps)
    assert score.success == (score.scaled == 1)


@given(definitions())
def test_every_gap_right_is_full_marks_and_nothing_filled_is_none(definition: ClozeDefinition) -> None:
    assert grade(definition, {name: right_answer(gap) for name, gap in definition.gaps.items()}).scaled == 1
    assert grade(definition, {}).raw == 0


@given(answered(), st.data())
def test_one_more_right_gap_earns_one_and_never_less(
    case: tuple[ClozeDefinition, dict[str, str]], data: st.DataObject
) -> None:
    definition, response = case
    name = data.draw(st.sampled_from(sorted(definition.gaps)))
    before = grade(definition, response).raw
    after = grade(definition, response | {name: right_answer(definition.gaps[name])}).raw
    assert after - before == (0 if name in right_gaps(definition, response) else 1)


@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_gaps_of_options_and_of_answers_changes_nothing(
    case: tuple[ClozeDefinition, dict[str, str]], random: Any
) -> None:
    definition, response = case

    def shuffled(gap: Gap) -> Gap:
        if isinstance(gap, TypedGap):
            return TypedGap(accepted=tuple(random.sample(gap.accepted, len(gap.accepted))))
        return ChosenGap(choices=tuple(random.sample(gap.choices, len(gap.choices))), correct=gap.correct)

    names = random.sample(list(definition.gaps), len(definition.gaps))
    other = ClozeDefinition(gaps={name: shuffled(definition.gaps[name]) for name in names})
    assert grade(other, dict(reversed(response.items()))) == grade(definition, response)


@given(WORDS)
def test_a_typed_gap_forgives_what_a_short_answer_forgives(word: str) -> None:
    definition = ClozeDefinition(gaps={"g1": TypedGap(accepted=(word,))})
    assert grade(definition, {"g1": f" {word.upper()} "}).success


def test_each_wrong_gap_hears_its_words_after_those_on_the_whole() -> None:
    assert feedback(SENTENCE, {"g1": "Clavier", "g2": "c2"}) == (("correct", "Bravo."),)
    assert feedback(SENTENCE, {"g1": "souris", "g2": "c2"}) == (("incorrect", "Presque."), ("g1", "Il a des touches."))
    assert [said.part for said in feedback(SENTENCE, {})] == ["incorrect", "g1", "g2"]


REFUSED: list[object] = [
    None, "clavier", ["clavier"], 1, {"g9": "x"}, {"g1": None}, {"g1": ["x"]}, {"g2": "c9"}, {"g2": "écrire"}, {1: "x"},
    {"g1": "x" * 101}, {"g1": "a\x00"}, {"g1": "\ud800"}, object(),
]  # fmt: skip


@pytest.mark.parametrize("response", REFUSED, ids=lambda value: type(value).__name__)
def test_what_no_form_can_send_is_refused_by_name(response: object) -> None:
    with pytest.raises(UnreadableResponse):
        grade(SENTENCE, response)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: ClozeDefinition(gaps={}), "no_gap"),
        (lambda: TypedGap(accepted=()), "no_accepted_answer"),
        (lambda: TypedGap(accepted=("a", "\u200b")), "no_accepted_answer"),
        (lambda: TypedGap(accepted=("x" * 101,)), "answer_too_long"),
        (lambda: ChosenGap(choices=("c1",), correct="c1"), "too_few_choices"),
        (lambda: ChosenGap(choices=("c1", "c1"), correct="c1"), "choice_twice"),
        (lambda: ChosenGap(choices=("c1", "c2"), correct="c3"), "no_right_choice"),
        (lambda: ClozeDefinition.read({"pieces": [{"gap": "g1"}]}, {"gaps": {}}), "gaps_differ"),
        (
            lambda: ClozeDefinition.read(
                {"pieces": [{"gap": "g1"}, {"gap": "g1"}]}, {"gaps": {"g1": {"accepted": ["a"]}}}
            ),
            "gaps_differ",
        ),
    ],
)
def test_a_question_that_nobody_can_answer_is_refused(make: Any, code: str) -> None:
    with pytest.raises(ImpossibleDefinition) as refused:
        make()
    assert refused.value.code == code


def test_a_stored_text_is_read_in_its_order() -> None:
    body = {
        "pieces": [
            {"text": "Le "},
            {"gap": "g1"},
            {"text": " sert à "},
            {"gap": "g2", "choices": [{"id": "c1", "text": "dessiner"}, {"id": "c2", "text": "écrire"}]},
        ]
    }
    key = {"gaps": {"g2": {"correct": "c2"}, "g1": {"accepted": ["clavier"]}}, "feedback": {"g1": "Non."}}
    assert ClozeDefinition.read(body, key) == ClozeDefinition(
        gaps={"g1": TypedGap(accepted=("clavier",)), "g2": ChosenGap(choices=("c1", "c2"), correct="c2")},
        feedback={"g1": "Non."},
    )
