"""Short answers: forgiving about how one types, strict about what."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assessments.grading import FillInDefinition, ImpossibleDefinition, UnreadableResponse, feedback, grade
from assessments.grading.fill_in import forgiven, is_well_written
from assessments.grading.leniency import Leniency, is_near

TYPED = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60)
ANSWERS = TYPED.filter(lambda text: bool(forgiven(text)))


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("été", "ETE"),
        ("été", " e\u0301te\u0301 "),
        ("l’été", "l'ete"),
        ("mot de passe", "mot  de\u00a0passe"),
        ("06 12 34 56 78", "0612345678"),
        ("cœur", "COEUR"),
        ("Straße", "STRASSE"),
        ("arobase", "arobase\u200b"),
        ("@", " @ "),
        ("Français", "francais"),
        ("1er", "1\u1d49\u02b3"),
    ],
)
def test_the_way_it_is_typed_is_forgiven(accepted: str, typed: str) -> None:
    assert grade(FillInDefinition(accepted=(accepted,)), typed).success


@pytest.mark.parametrize("typed", ["merc", "mercii", "m e r s i", "", "  ", "merci!"])
def test_another_answer_is_wrong(typed: str) -> None:
    score = grade(FillInDefinition(accepted=("merci",)), typed)
    assert (score.raw, score.success) == (0, False)


@given(st.lists(ANSWERS, min_size=1, max_size=5), TYPED)
def test_a_score_is_nothing_or_all(accepted: list[str], typed: str) -> None:
    score = grade(FillInDefinition(accepted=tuple(accepted)), typed)
    assert score.scaled in (0, 1)
    assert score.success == (score.scaled == 1)


@given(st.lists(ANSWERS, min_size=1, max_size=5), st.data())
def test_every_variant_is_right_in_any_order_and_any_spacing(accepted: list[str], data: st.DataObject) -> None:
    typed = data.draw(st.sampled_from(accepted))
    shuffled = data.draw(st.permutations(accepted))
    assert grade(FillInDefinition(accepted=tuple(shuffled)), f" {typed}\t").success


@given(TYPED)
def test_forgiving_twice_changes_nothing_more(text: str) -> None:
    assert forgiven(forgiven(text)) == forgiven(text)


@given(ANSWERS, TYPED, ANSWERS)
def test_one_more_variant_never_loses_a_point(accepted: str, typed: str, more: str) -> None:
    before = grade(FillInDefinition(accepted=(accepted,)), typed).scaled
    assert grade(FillInDefinition(accepted=(accepted, more)), typed).scaled >= before


def test_the_authors_words_differ_for_right_and_wrong() -> None:
    said = {"correct": "Bravo.", "incorrect": "Regardez lettre par lettre."}
    definition = FillInDefinition(accepted=("merci",), feedback=said)
    assert feedback(definition, "Merci") == (("correct", "Bravo."),)
    assert feedback(definition, "") == (("incorrect", "Regardez lettre par lettre."),)
    assert feedback(FillInDefinition(accepted=("merci",)), "merci") == ()


@pytest.mark.parametrize(
    "response",
    [None, 1, float("nan"), [], ["merci"], {}, b"merci", object(), "x" * 501, "a\x00", "\ud800"],
    ids=lambda value: type(value).__name__,
)
def test_what_no_form_can_send_is_refused_by_name(response: object) -> None:
    with pytest.raises(UnreadableResponse):
        grade(FillInDefinition(accepted=("merci",)), response)


@pytest.mark.parametrize(
    "accepted", [(), ("",), ("  ",), ("merci", "\u200b"), ("x" * 501,)], ids=lambda value: type(value).__name__
)
def test_a_question_that_nobody_can_answer_is_refused(accepted: tuple[str, ...]) -> None:
    with pytest.raises(ImpossibleDefinition):
        FillInDefinition(accepted=accepted)


LENIENCIES = st.builds(Leniency, accents=st.booleans(), capitals=st.booleans(), typos=st.integers(0, 2))
PLAIN = TYPED.filter(lambda text: bool(Leniency().reduced(text)))


@given(st.lists(PLAIN, min_size=1, max_size=4), LENIENCIES, st.data())
def test_whatever_is_forgiven_each_variant_is_right(
    accepted: list[str], leniency: Leniency, data: st.DataObject
) -> None:
    definition = FillInDefinition(accepted=tuple(accepted), leniency=leniency)
    typed = data.draw(st.sampled_from(accepted))
    assert grade(definition, typed).success
    assert is_well_written(definition, typed)


@given(PLAIN, TYPED, LENIENCIES)
def test_forgiving_more_never_loses_a_point(accepted: str, typed: str, leniency: Leniency) -> None:
    def score(**changes: Any) -> float:
        definition = FillInDefinition(accepted=(accepted,), leniency=replace(leniency, **changes))
        return grade(definition, typed).scaled

    assert score(typos=0) <= score(typos=1) <= score(typos=2)
    assert score(typos=0, capitals=False) <= score(typos=0, capitals=True)
    assert score(typos=0, accents=False) <= score(typos=0, accents=True)


@example("a\u0301 \u0323", Leniency(accents=False))  # two accents that a blank keeps out of their order
@given(TYPED, LENIENCIES)
def test_reducing_twice_changes_nothing_more(text: str, leniency: Leniency) -> None:
    assert leniency.reduced(leniency.reduced(text)) == leniency.reduced(text)


@pytest.mark.parametrize(
    ("leniency", "accepted", "typed", "right"),
    [
        (Leniency(accents=False), "été", "ete", False),
        (Leniency(accents=False), "été", " E\u0301TÉ", True),
        (Leniency(accents=False), "cœur", "coeur", True),
        (Leniency(capitals=False), "Paris", "paris", False),
        (Leniency(capitals=False), "Zoé", "Zoe", True),
        (Leniency(typos=1), "souris", "sourris", True),
        (Leniency(typos=1), "souris", "soruis", True),
        (Leniency(typos=1), "souris", "sorris", True),
        (Leniency(typos=1), "souris", "sous", False),
        (Leniency(typos=2), "souris", "surri", False),
        (Leniency(typos=2), "ordinateur", "ordinatteurr", True),
        (Leniency(typos=2), "clé", "cle", True),
        (Leniency(typos=2), "clé", "clef", False),
        (Leniency(typos=2), "port 8080", "port 8081", False),
        (Leniency(typos=1), "mot de passe", "mot de pase", True),
    ],
)
def test_the_author_says_what_is_forgiven(leniency: Leniency, accepted: str, typed: str, right: bool) -> None:
    assert grade(FillInDefinition(accepted=(accepted,), leniency=leniency), typed).success is right


def test_an_answer_with_a_letter_off_is_right_and_not_well_written() -> None:
    definition = FillInDefinition(accepted=("souris",), leniency=Leniency(typos=1))
    assert grade(definition, "sourris").success
    assert not is_well_written(definition, "sourris")


WORDS = st.text("abc", max_size=7)


@given(WORDS, WORDS, st.integers(0, 2))
def test_nearness_is_the_distance_of_damerau_and_levenshtein(one: str, other: str, most: int) -> None:
    assert is_near(one, other, most=most) == (bool(most) and _distance(one, other) <= most)
    assert is_near(one, other, most=most) == is_near(other, one, most=most)


def _distance(one: str, other: str) -> int:
    """The whole table, slowly."""
    table = {(row, 0): row for row in range(len(one) + 1)} | {(0, place): place for place in range(len(other) + 1)}
    for row, place in itertools.product(range(1, len(one) + 1), range(1, len(other) + 1)):
        changed = table[row - 1, place - 1] + (one[row - 1] != other[place - 1])
        table[row, place] = min(changed, table[row - 1, place] + 1, table[row, place - 1] + 1)
        if row > 1 and place > 1 and one[row - 2 : row] == other[place - 2 : place][::-1]:
            table[row, place] = min(table[row, place], table[row - 2, place - 2] + 1)
    return table[len(one), len(other)]


@pytest.mark.parametrize("typos", [-1, 3, "1", None, 1.5])
def test_more_letters_off_than_a_word_can_lose_are_refused(typos: Any) -> None:
    with pytest.raises(ImpossibleDefinition):
        Leniency(typos=typos)


def test_settings_are_read_from_what_is_stored() -> None:
    stored = FillInDefinition.read({"counts": ["accents"]}, {"accepted": ["été"], "typos": 2})
    assert stored.leniency == Leniency(accents=False, typos=2)
    assert FillInDefinition.read({}, {"accepted": ["été"]}).leniency == Leniency()
