"""The hints of a question: written with it, whatever its kind, frozen with its version, compared like the rest."""

from typing import Any

import pytest

from assessments.bank.content import Hint, hint_costs, hints_of, true_false_content, with_hints
from assessments.bank.content.problems import ContentRefused
from assessments.bank.forms import FORMS, ChoiceForm, initial_of
from assessments.bank.history import comparison, version_rows
from assessments.bank.queries import newest_versions, shown
from assessments.bank.services import freeze, revise_item
from tests.assessments.bank.test_forms import CHOICE, errors
from tests.assessments.bank.test_services import NOW, content, created

HINTS = {"hint_1": "Regardez la souris.", "hint_2": "C’est le bouton de gauche.", "hint_2_cost": "25"}


def refused(*hints: Hint) -> list[tuple[str, str]]:
    with pytest.raises(ContentRefused) as caught:
        with_hints(true_false_content(prompt="Oui ?", answer=True), hints)
    return [(each.field, each.code) for each in caught.value.problems]


def test_costs_are_in_what_is_shown_and_texts_in_the_key() -> None:
    plain = true_false_content(prompt="Oui ?", answer=True)
    made = with_hints(plain, [Hint(text=" Relisez. "), Hint(text=""), Hint(text="Presque.", cost=50)])
    assert made.body == {"hints": [0, 50]}
    assert made.key == plain.key | {"hints": ["Relisez.", "Presque."]}
    assert hint_costs(made.body) == (0, 50)
    assert hints_of(made.body, made.key) == (Hint(text="Relisez."), Hint(text="Presque.", cost=50))


def test_a_question_without_hints_is_stored_as_before() -> None:
    plain = true_false_content(prompt="Oui ?", answer=True)
    assert with_hints(plain, [Hint(text="  ")]) == plain
    assert hints_of(plain.body, plain.key) == ()


def test_what_is_wrong_with_hints_is_said_all_at_once() -> None:
    assert refused(Hint(text="", cost=5), Hint(text="x", cost=101), Hint(text="x" * 501)) == [
        ("hint_1", "hint_without_text"),
        ("hint_2_cost", "hint_cost_out_of_bounds"),
        ("hint_3", "text_too_long"),
    ]
    assert refused(*[Hint(text="x")] * 4) == [("hint_3", "too_many_hints")]


def test_hints_are_typed_beside_any_question() -> None:
    form = ChoiceForm(CHOICE | HINTS)
    assert form.is_valid(), form.errors
    assert form.has_hints
    assert hints_of(form.content.body, form.content.key) == (
        Hint(text=HINTS["hint_1"]),
        Hint(text=HINTS["hint_2"], cost=25),
    )


@pytest.mark.parametrize("interaction", FORMS)
def test_every_form_has_the_fields_of_hints(interaction: str, db: Any) -> None:
    form = FORMS[interaction]()
    assert [field.name for field in form.hint_rows][:2] == ["hint_1", "hint_1_cost"]
    assert not form.has_hints


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [({"hint_1_cost": "101"}, "hint_1_cost"), ({"hint_3_cost": "5"}, "hint_3"), ({"hint_1": "x" * 501}, "hint_1")],
)
def test_an_error_stands_at_its_field_and_opens_the_hints(changes: dict[str, str], field: str) -> None:
    form = ChoiceForm(CHOICE | HINTS | changes)
    assert list(errors(form)) == [field]
    assert form.has_hints


@pytest.mark.django_db
def test_a_question_opened_again_shows_its_hints() -> None:
    item = created(content=with_hints(content(), [Hint(text="Un"), Hint(text="Deux", cost=25)]))
    initial = initial_of(newest_versions([item])[item.pk])
    assert {name: value for name, value in initial.items() if name.startswith("hint")} == {
        "hint_1": "Un",
        "hint_1_cost": None,
        "hint_2": "Deux",
        "hint_2_cost": 25,
    }


@pytest.mark.django_db
def test_what_learners_are_shown_holds_no_hint() -> None:
    item = created(content=with_hints(content(), [Hint(text="CANARI-INDICE", cost=25)]))
    assert "CANARI-INDICE" not in repr(shown(newest_versions([item])[item.pk]))


@pytest.mark.django_db
def test_another_hint_makes_a_new_version_and_the_change_is_read_in_words() -> None:
    item = created(content=with_hints(content(), [Hint(text="Regardez", cost=25)]))
    version = newest_versions([item])[item.pk]
    freeze(version=version, now=NOW)
    revised = revise_item(item=item, content=with_hints(content(), [Hint(text="Regardez", cost=50)]), by=None, now=NOW)
    assert revised.number == 2
    compared = comparison(version_rows(item), before=None, after=None)
    assert compared is not None
    changed = [(line.label, line.change) for line in compared.lines if line.change != "same"]
    assert changed == [("Coup de pouce", "changed")]
    assert {piece.text for line in compared.lines for piece in line.pieces if piece.change != "same"} == {"25", "50"}
