"""Pairs to match: what an author writes, what learners see, what is shown once answered."""

from typing import Any

import pytest

from assessments.bank import queries
from assessments.bank.content import ContentRefused, ItemContent, Pair, matching_content
from assessments.bank.forms import MatchingForm, initial_of
from assessments.bank.reviews import review
from assessments.bank.shuffling import Chance
from tests.assessments.bank.test_forms import errors
from tests.assessments.bank.test_services import created, newest

PAIRS = [
    Pair(source="Souris", target="Montrer et cliquer", feedback="Elle se tient dans la main."),
    Pair(source="Clavier", target="Écrire"),
    Pair(source="Stylet", target="Écrire"),
    Pair(source="", target="Imprimer"),
]
TYPED = {
    "title": "Le matériel",
    "prompt": "À quoi cela sert ?",
    "pairs_0_source": "Souris",
    "pairs_0_target": "Montrer et cliquer",
    "pairs_0_feedback": "Elle se tient dans la main.",
    "pairs_2_source": "Clavier",
    "pairs_2_target": "Écrire",
    "pairs_3_target": "Imprimer",
    "feedback_correct": "Bravo.",
}


def content(pairs: list[Pair] = PAIRS) -> ItemContent:
    return matching_content(prompt="À quoi cela sert ?", pairs=pairs, feedback_correct="Bravo.")


def refusals(pairs: list[Pair]) -> dict[str, str]:
    with pytest.raises(ContentRefused) as refused:
        content(pairs)
    return {problem.field: problem.code for problem in refused.value.problems}


def texts(content: ItemContent, name: str) -> dict[str, str]:
    return {row["id"]: row["text"] for row in content.body[name]}


def test_pairs_are_stored_with_their_key_apart_and_nothing_shown_tells_it() -> None:
    made = content()
    sources, targets = texts(made, "sources"), texts(made, "targets")
    assert list(sources.values()) == ["Souris", "Clavier", "Stylet"]
    assert sorted(targets.values()) == ["Imprimer", "Montrer et cliquer", "Écrire"]
    assert list(targets) == sorted(targets)  # not the order in which they were written
    assert not sources.keys() & targets.keys()
    assert {sources[one]: targets[other] for one, other in made.key["pairs"].items()} == {
        "Souris": "Montrer et cliquer", "Clavier": "Écrire", "Stylet": "Écrire",
    }  # fmt: skip
    assert made.key["feedback"] == {"correct": "Bravo.", next(iter(sources)): "Elle se tient dans la main."}


def test_a_corrected_pair_keeps_its_ids() -> None:
    first = content()
    again = MatchingForm.typed_from(first) | {"title": "t", "prompt": "p", "pairs_0_source": "La souris", "rows": "4"}
    form = MatchingForm(again | {"pairs_0_target": "Cliquer"})
    assert form.fields.keys() >= {"pairs_3_target_id"}
    assert form.errors == {}
    assert form.content.key["pairs"] == first.key["pairs"]
    assert texts(form.content, "sources").keys() == texts(first, "sources").keys()


def test_an_answer_that_two_pairs_shared_is_told_apart_once_one_of_them_changes() -> None:
    typed = MatchingForm.typed_from(content()) | {
        "title": "t",
        "prompt": "p",
        "rows": "4",
        "pairs_2_target": "Dessiner",
    }
    form = MatchingForm(typed)
    assert form.is_valid(), form.errors
    assert len(form.content.body["targets"]) == 4
    assert len(set(form.content.key["pairs"].values())) == 3


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], {"pairs": "too_few_pairs"}),
        (PAIRS[:1], {"pairs": "too_few_pairs"}),
        (PAIRS[1:3], {"pairs": "one_target"}),
        ([*PAIRS, Pair(source="Écran", target=" ")], {"pairs.4.target": "no_target"}),
        ([*PAIRS, Pair(source="", target="Rien", feedback="Non.")], {"pairs.4.source": "no_source"}),
        ([*PAIRS, Pair(source=" Souris ", target="Rien")], {"pairs.4.source": "row_twice"}),
        ([*PAIRS, Pair(source="", target=" Imprimer")], {"pairs.4.target": "row_twice"}),
        ([*PAIRS, Pair(source="x" * 201, target="y")], {"pairs.4.source": "text_too_long"}),
        ([*PAIRS, Pair(source="x", target="a\x00")], {"pairs.4.target": "unreadable_sign"}),
        ([Pair(source=str(n), target=str(n)) for n in range(21)], {"pairs": "too_many_rows"}),
    ],
)  # fmt: skip
def test_pairs_that_nobody_could_match_are_refused_at_their_place(pairs: list[Pair], expected: dict[str, str]) -> None:
    assert refusals(pairs) == expected


@pytest.mark.django_db
def test_the_form_reads_its_rows_and_shows_them_again_as_they_were() -> None:
    form = MatchingForm(TYPED)
    assert form.is_valid(), form.errors
    assert len(form.content.body["targets"]) == 3
    version = newest(created(content=form.content))
    again = MatchingForm(initial_of(version) | {"rows": "4"})
    assert again.is_valid(), again.errors
    assert (again.content.body, again.content.key) == (version.body, version.answer_key.key)


@pytest.mark.django_db
def test_what_is_wrong_stands_at_the_row_that_was_typed_even_after_empty_rows() -> None:
    assert errors(MatchingForm(TYPED | {"pairs_3_source": "Souris"})) == {
        "pairs_3_source": ["Les mêmes mots sont là deux fois : changez l’un des deux."]
    }
    assert list(errors(MatchingForm({"title": "t", "prompt": "p"}))) == ["pairs_0_source"]
    more = MatchingForm(TYPED | {"rows": "4", "add_row": "1"}).with_one_more_row()
    assert isinstance(more, MatchingForm)
    assert len(more.groups) == 5
    assert more["pairs_3_target"].value() == "Imprimer"


@pytest.mark.django_db
def test_answers_are_shown_in_the_order_of_the_attempt_and_the_key_is_nowhere() -> None:
    version = newest(created(content=content()))
    orders = {
        tuple(each.text for each in queries.shown(version, chance=Chance(seed=seed)).details.answers)  # type: ignore[attr-defined]
        for seed in range(20)
    }
    assert len(orders) > 1
    details: Any = queries.shown(version, chance=Chance(seed=1)).details
    assert [row.text for row in details.rows] == ["Souris", "Clavier", "Stylet"]
    assert {len(row.options) for row in details.rows} == {3}
    assert "Bravo" not in repr(details)


@pytest.mark.django_db
def test_once_answered_each_pair_says_what_was_chosen_and_what_is_right() -> None:
    version = newest(created(content=content()))
    right = version.answer_key.key["pairs"]
    mouse, keyboard, pen = right
    told: Any = review(version, right | {mouse: right[keyboard]})
    assert told.partly
    assert [(row.text, row.given, row.expected, row.right) for row in told.details.rows] == [
        ("Souris", "Écrire", "Montrer et cliquer", False),
        ("Clavier", "Écrire", "Écrire", True),
        ("Stylet", "Écrire", "Écrire", True),
    ]
    assert [words.text for words in told.feedback] == ["Elle se tient dans la main."]
    unanswered: Any = review(version, None, answered=False)
    assert [row.given for row in unanswered.details.rows] == ["", "", ""]
    assert pen in right
