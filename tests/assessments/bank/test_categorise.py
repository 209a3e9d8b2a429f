"""Things to put into categories: what an author writes, what learners see, what is shown once answered."""

from typing import Any

import pytest

from assessments.bank import queries
from assessments.bank.content import Category, ContentRefused, ItemContent, categorise_content
from assessments.bank.forms import CategoriseForm, initial_of
from assessments.bank.reviews import review
from assessments.bank.shuffling import Chance
from tests.assessments.bank.test_forms import errors
from tests.assessments.bank.test_services import created, newest

CATEGORIES = [
    Category(name="Matériel", things=["Souris", "Écran"], feedback="Cela se touche."),
    Category(name="Logiciel", things=["Traitement de texte", "  ", " Navigateur "]),
    Category(name="Personne"),
]
TYPED = {
    "title": "Trier",
    "prompt": "Rangez chaque chose.",
    "categories_0_name": "Matériel",
    "categories_0_things": "Souris\r\nÉcran\r\n",
    "categories_0_feedback": "Cela se touche.",
    "categories_2_name": "Logiciel",
    "categories_2_things": "Traitement de texte\r\n\r\nNavigateur",
}


def content(categories: list[Category] = CATEGORIES) -> ItemContent:
    return categorise_content(prompt="Rangez chaque chose.", categories=categories, feedback_incorrect="Regardez.")


def refusals(categories: list[Category]) -> dict[str, str]:
    with pytest.raises(ContentRefused) as refused:
        content(categories)
    return {problem.field: problem.code for problem in refused.value.problems}


def test_things_are_stored_with_their_places_in_the_key_only() -> None:
    made = content()
    names = {row["id"]: row["text"] for row in made.body["categories"]}
    things = {row["id"]: row["text"] for row in made.body["things"]}
    assert list(names.values()) == ["Matériel", "Logiciel", "Personne"]
    assert list(things) == sorted(things)  # written category by category: their order would tell
    assert {names[id]: [things[each] for each in placed] for id, placed in made.key["places"].items()} == {
        "Matériel": ["Souris", "Écran"], "Logiciel": ["Traitement de texte", "Navigateur"], "Personne": [],
    }  # fmt: skip
    assert made.key["feedback"] == {"incorrect": "Regardez.", next(iter(names)): "Cela se touche."}


MATERIAL = CATEGORIES[0]


@pytest.mark.parametrize(
    ("categories", "expected"),
    [
        ([], {"categories": "too_few_categories"}),
        ([MATERIAL], {"categories": "too_few_categories"}),
        ([Category(name="A", things=["x"]), Category(name="B")], {"categories": "too_few_things"}),
        ([MATERIAL, Category(name="B", things=["Souris"])], {"categories.1.things": "thing_twice"}),
        ([MATERIAL, Category(name=" ", things=["Clé"])], {"categories.1.name": "no_category_name"}),
        ([MATERIAL, Category(name=" Matériel ")], {"categories.1.name": "row_twice"}),
        ([MATERIAL, Category(name="B", things=["x" * 201])], {"categories.1.things": "text_too_long"}),
        ([MATERIAL, Category(name="B", feedback="x" * 501)], {"categories.1.feedback": "text_too_long"}),
        ([MATERIAL, *(Category(name=str(number)) for number in range(6))], {"categories": "too_many_rows"}),
        ([MATERIAL, Category(name="B", things=[str(n) for n in range(20)])], {"categories": "too_many_rows"}),
    ],
)
def test_categories_that_nobody_could_fill_are_refused_at_their_place(
    categories: list[Category], expected: dict[str, str]
) -> None:
    assert refusals(categories) == expected


@pytest.mark.django_db
def test_the_form_has_a_thing_on_each_line_and_shows_them_again_as_they_were() -> None:
    form = CategoriseForm(TYPED)
    assert form.is_valid(), form.errors
    version = newest(created(content=form.content))
    again = CategoriseForm(initial_of(version) | {"rows": "3"})
    assert again.is_valid(), again.errors
    assert (again.content.body, again.content.key) == (version.body, version.answer_key.key)
    renamed = CategoriseForm(initial_of(version) | {"rows": "3", "categories_0_name": "Appareils"})
    assert renamed.is_valid()
    assert renamed.content.key == version.answer_key.key


@pytest.mark.django_db
def test_what_is_wrong_stands_at_the_category_that_was_typed_even_after_an_empty_one() -> None:
    assert errors(CategoriseForm(TYPED | {"categories_2_name": ""})) == {
        "categories_2_name": ["Donnez un nom à cette catégorie, ou videz sa ligne."]
    }
    assert errors(CategoriseForm(TYPED | {"categories_2_things": "Souris"})) == {
        "categories_2_things": ["Le même élément est là deux fois : gardez-le dans une seule catégorie."]
    }


@pytest.mark.django_db
def test_learners_see_the_things_shuffled_and_the_categories_as_written() -> None:
    version = newest(created(content=content()))
    details: Any = queries.shown(version, chance=Chance(seed=1)).details
    assert [option.text for option in details.rows[0].options] == ["Matériel", "Logiciel", "Personne"]
    orders = {
        tuple(row.text for row in queries.shown(version, chance=Chance(seed=seed)).details.rows)  # type: ignore[attr-defined]
        for seed in range(20)
    }
    assert len(orders) > 5


@pytest.mark.django_db
def test_once_answered_each_thing_says_where_it_was_put_and_where_it_belongs() -> None:
    version = newest(created(content=content()))
    places = version.answer_key.key["places"]
    device, software, _person = (row["id"] for row in version.body["categories"])
    right = {thing: category for category, things in places.items() for thing in things}
    mouse = places[device][0]
    told: Any = review(version, right | {mouse: software})
    assert told.partly
    rows = {row.text: (row.given, row.expected, row.right) for row in told.details.rows}
    assert rows["Souris"] == ("Logiciel", "Matériel", False)
    assert rows["Navigateur"] == ("Logiciel", "Logiciel", True)
    assert [(words.about, words.text) for words in told.feedback] == [
        ("", "Regardez."),
        ("Matériel", "Cela se touche."),
    ]
