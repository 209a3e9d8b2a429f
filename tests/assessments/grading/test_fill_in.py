"""Short answers: forgiving about how one types, strict about what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading import FillInDefinition, ImpossibleDefinition, UnreadableResponse, feedback, grade
from assessments.grading.fill_in import forgiven

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
