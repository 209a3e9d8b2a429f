"""Steps to put in order: what an author writes, what learners see, what is shown once answered."""

from typing import Any

import pytest

from assessments.bank import queries
from assessments.bank.content import ContentRefused, ItemContent, sequencing_content
from assessments.bank.forms import SequencingForm, initial_of
from assessments.bank.reviews import review
from assessments.bank.shuffling import Chance
from tests.assessments.bank.test_forms import errors
from tests.assessments.bank.test_services import created, newest

STEPS = ["Ouvrir le navigateur", "Taper l’adresse", "Appuyer sur Entrée", "Lire la page"]
TYPED = {"title": "Un site", "prompt": "Dans quel ordre ?", "steps": "\r\n".join(STEPS)}


def content(steps: list[str] = STEPS) -> ItemContent:
    return sequencing_content(prompt="Dans quel ordre ?", steps=steps, feedback_incorrect="Relisez la leçon.")


def test_steps_are_stored_with_their_order_in_the_key_only() -> None:
    made = content(["  Ouvrir  le navigateur ", "", *STEPS[1:]])
    texts = {step["id"]: step["text"] for step in made.body["steps"]}
    assert [texts[step] for step in made.key["order"]] == STEPS
    assert list(texts) == sorted(texts)
    backwards = content(STEPS[::-1])
    assert backwards.body == made.body  # what is shown is the same whatever the right order is
    assert backwards.key["order"] == made.key["order"][::-1]


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        ([], ["too_few_steps"]),
        (["Ouvrir", "  "], ["too_few_steps"]),
        (["Ouvrir", "Fermer", " Ouvrir "], ["row_twice"]),
        (["x" * 201, "y" * 201, "z"], ["text_too_long"]),
        (["a\x00", "b"], ["unreadable_sign"]),
        ([str(number) for number in range(21)], ["too_many_rows"]),
    ],
)
def test_steps_that_nobody_could_put_in_order_are_refused(steps: list[str], codes: list[str]) -> None:
    with pytest.raises(ContentRefused) as refused:
        content(steps)
    assert [problem.code for problem in refused.value.problems] == codes
    assert {problem.field for problem in refused.value.problems} == {"steps"}


@pytest.mark.django_db
def test_the_form_has_a_step_on_each_line_and_shows_them_again_as_they_were() -> None:
    form = SequencingForm(TYPED | {"feedback_correct": "Bravo."})
    assert form.is_valid(), form.errors
    version = newest(created(content=form.content))
    again = SequencingForm(initial_of(version))
    assert again.is_valid(), again.errors
    assert (again.content.body, again.content.key) == (version.body, version.answer_key.key)
    assert again["steps"].value() == "\n".join(STEPS)
    assert errors(SequencingForm(TYPED | {"steps": "Ouvrir"})) == {
        "steps": ["Donnez au moins deux étapes, une par ligne."]
    }


@pytest.mark.django_db
def test_learners_see_the_steps_in_the_order_of_their_attempt() -> None:
    version = newest(created(content=content()))

    def order(seed: int) -> tuple[str, ...]:
        details: Any = queries.shown(version, chance=Chance(seed=seed)).details
        assert [option.text for option in details.rows[0].options] == ["1", "2", "3", "4"]
        return tuple(row.text for row in details.rows)

    assert len({order(seed) for seed in range(20)}) > 5
    assert order(3) == order(3)
    assert sorted(order(3)) == sorted(STEPS)


@pytest.mark.django_db
def test_once_answered_the_right_order_is_told_with_the_place_given_to_each_step() -> None:
    version = newest(created(content=content()))
    first, second, third, last = version.answer_key.key["order"]
    told: Any = review(version, [second, first, third, last])
    assert told.partly
    assert [(row.expected, row.text, row.given, row.right) for row in told.details.rows] == [
        ("1", STEPS[0], "2", False),
        ("2", STEPS[1], "1", False),
        ("3", STEPS[2], "3", True),
        ("4", STEPS[3], "4", True),
    ]
    assert [words.text for words in told.feedback] == ["Relisez la leçon."]
    assert not review(version, None, answered=False).success
