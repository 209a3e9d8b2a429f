"""What changed between two versions, as an author reads it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.attempts.models import Attempt
from assessments.bank.content import Choice, cloze_content
from assessments.bank.differences import Line, differences, word_pieces
from assessments.bank.history import comparison, version_rows
from assessments.bank.models import Item
from assessments.bank.services import create_item, freeze, revise_item
from assessments.quizzes.usage import usage_of
from tests.assessments.bank.test_services import NOW, attach, content, created, newest
from tests.assessments.quizzes.test_services import answered, begun
from tests.factories.outline import quiz
from tests.factories.people import StructureFactory, trainer

TEXTS = st.text(alphabet="ab éè.,\n", max_size=40)


def marked(line: Line) -> str:
    """« le [-petit-][+grand+] chat »."""
    signs = {"added": "[+{}+]", "removed": "[-{}-]"}
    return "".join(signs.get(piece.change, "{}").format(piece.text) for piece in line.pieces)


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    return [(line.label, marked(line)) for line in differences(before, after) if line.change != "same"]


@given(before=TEXTS, after=TEXTS)
def test_the_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = word_pieces(before, after)
    assert "".join(each.text for each in pieces if each.change != "added") == before
    assert "".join(each.text for each in pieces if each.change != "removed") == after


VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["id", "text", "key", "c1"]), inner, max_size=3)
    ),
    max_leaves=8,
)
CONTENTS = st.dictionaries(st.sampled_from(["prompt", "shown", "key"]), VALUES, max_size=3)


@given(content=CONTENTS)
def test_a_content_of_any_kind_differs_in_nothing_from_itself(content: dict[str, Any]) -> None:
    assert changed(content, content) == []


@given(before=CONTENTS, after=CONTENTS)
def test_any_two_contents_can_be_compared(before: dict[str, Any], after: dict[str, Any]) -> None:
    differences(before, after)


def test_words_that_came_and_went_are_told_apart() -> None:
    assert changed({"prompt": "Le petit chat dort."}, {"prompt": "Le grand chat dort !"}) == [
        ("Question", "Le [-petit-][+grand+] chat dort[-.-][+ !+]")
    ]


@pytest.mark.django_db
def test_choices_and_the_key_are_compared_by_what_they_say() -> None:
    item = created()
    freeze(version=newest(item), now=NOW)
    more = (Choice(id="c", text="Un appui long", feedback="Pas ici."),)
    revise_item(item=item, content=content("Que faites-vous maintenant ?", *more), by=None, now=NOW)
    compared = comparison(version_rows(item), before=None, after=None)
    assert compared is not None
    assert not compared.is_same
    assert [(line.label, marked(line)) for line in compared.lines if line.change != "same"] == [
        ("Question", "Que faites-vous [+maintenant +]?"),
        ("Choix", "[+Un appui long+]"),
        ("Ce qu’il faut dire – Un appui long", "[+Pas ici.+]"),
    ]
    assert ("Bonne réponse", "Deux clics") in [(line.label, marked(line)) for line in compared.lines]


@pytest.mark.django_db
def test_another_right_answer_is_seen_as_one_that_went_and_one_that_came() -> None:
    before = {"shown": {"choices": [{"id": "a", "text": "Oui"}, {"id": "b", "text": "Non"}]}, "key": {"correct": ["a"]}}
    assert changed(before, before | {"key": {"correct": ["b"]}}) == [
        ("Bonne réponse", "[-Oui-]"),
        ("Bonne réponse", "[+Non+]"),
    ]


@pytest.mark.django_db
def test_another_order_and_another_pair_are_seen_under_the_names_of_what_they_hold() -> None:
    steps = {"steps": [{"id": "s1", "text": "Ouvrir"}, {"id": "s2", "text": "Lire"}]}
    assert changed(
        {"shown": steps, "key": {"order": ["s1", "s2"], "pairs": {"s1": "s2"}}},
        {"shown": steps, "key": {"order": ["s2", "s1"], "pairs": {"s1": "s1"}}},
    ) == [
        ("Ordre", "[-Ouvrir-][+Lire+] → [-Lire-][+Ouvrir+]"),
        ("Paire – Ouvrir", "[-Lire-][+Ouvrir+]"),
    ]


@pytest.mark.django_db
def test_a_picture_that_came_is_seen_and_versions_are_compared_in_any_order() -> None:
    item = created()
    assert comparison(version_rows(item), before=1, after=2) is None
    freeze(version=newest(item), now=NOW)
    attach(newest(item))
    backwards = comparison(version_rows(item), before=2, after=1)
    assert backwards is not None
    assert (backwards.before.number, backwards.after.number) == (2, 1)
    assert "[-image – Une souris-]" in {marked(line) for line in backwards.lines}


@pytest.mark.django_db
def test_answers_are_counted_by_version_and_by_quiz_without_cancelled_attempts(assert_sql_budget: Any) -> None:
    karim = trainer()
    made, other = quiz(items=1, structure=karim.memberships.get().structure), quiz(items=0)
    item: Item = made.quiz_items.get().item
    other.quiz_items.create(item=item, position=0)
    for number in range(3):
        _answered(made, item, voided=number == 2)
    assert [row.answers for row in assert_sql_budget(1, version_rows, item)] == [2]
    usage = assert_sql_budget(2, usage_of, item, karim)
    assert [(row.activity, row.held, row.answers) for row in usage.quizzes] == [(made.activity, True, 2)]
    assert (usage.elsewhere, usage.answers) == (1, 2)
    made.quiz_items.all().delete()
    assert [(row.held, row.answers) for row in usage_of(item, karim).quizzes] == [(False, 2)]


def _answered(made: Any, item: Item, *, voided: bool) -> None:
    attempt = begun(made)
    answered(made, attempt, 0)
    if voided:
        Attempt.objects.filter(pk=attempt.pk).update(state="voided")


@pytest.mark.django_db
def test_a_text_with_gaps_is_compared_as_its_author_types_it() -> None:
    before = cloze_content(prompt="Complétez.", text="Le [clavier] sert à {*écrire|dessiner}.")
    item = create_item(structure=StructureFactory.create(), title="Clavier", content=before, by=None, now=NOW)
    freeze(version=newest(item), now=NOW)
    after = cloze_content(prompt="Complétez.", text="Le [clavier|pavé] sert à {*écrire|peindre}.")
    revise_item(item=item, content=after, by=None, now=NOW)
    compared = comparison(version_rows(item), before=None, after=None)
    assert compared is not None
    assert [marked(line) for line in compared.lines if line.change != "same"] == [
        "Le [clavier[+|pavé+]] sert à {*écrire|[-dessiner-][+peindre+]}."
    ]
