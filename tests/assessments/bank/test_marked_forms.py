"""The studio's forms of questions asked inside a text: each gap to mend is named, nothing typed is lost."""

from typing import Any

import pytest

from assessments.bank.forms import FORMS, ClozeForm, DragTextForm

pytestmark = pytest.mark.django_db

TYPED: dict[str, dict[str, str]] = {
    "cloze": {
        "text": "Le [clavier|le clavier # Il a des touches.] sert à {*écrire|dessiner}.\nFin \\[1\\]",
        "feedback_incorrect": "Presque.",
    },
    "drag-text": {"text": "Pour copier : [Ctrl] + [C].", "others": "Maj\nAlt\n", "feedback_correct": "Bravo."},
    "select-words": {"text": "La [souris] est sur la {table basse # C’est un meuble.}."},
}
SHARED = {"title": "Le matériel", "prompt": "Répondez."}


def plain(text: object) -> str:
    return str(text).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize("interaction", TYPED)
def test_the_form_that_edits_a_question_shows_what_was_typed(interaction: str) -> None:
    form = FORMS[interaction](SHARED | TYPED[interaction])
    assert form.is_valid(), form.errors
    typed = FORMS[interaction].typed_from(form.content)
    assert typed["text"] == TYPED[interaction]["text"]
    again = FORMS[interaction](SHARED | typed)
    assert again.is_valid(), again.errors
    assert again.content == form.content


@pytest.mark.parametrize("interaction", TYPED)
def test_what_is_wrong_with_the_text_stands_at_its_field_with_what_was_typed(interaction: str) -> None:
    form = FORMS[interaction](SHARED | {"text": " Le [clavier"})
    assert not form.is_valid()
    assert [plain(each) for each in form.errors["text"]] == [
        "« [clavier » : ajoutez le ] qui le ferme. Pour montrer un crochet tel quel, mettez \\ devant."
    ]
    assert form["text"].value() == " Le [clavier"


def test_several_gaps_to_mend_are_all_named() -> None:
    form = ClozeForm(SHARED | {"text": "{a|b} {*c} [x|X]"})
    said = [plain(each).split(" :")[0] for each in form.errors["text"]]
    assert sorted(said) == ["Trou 1", "Trou 2", "Trou 3"]


def test_a_pool_without_a_wrong_word_asks_for_other_words() -> None:
    form = DragTextForm(SHARED | {"text": "Appuyez sur [Ctrl]."})
    assert list(form.errors) == ["others"]
    assert "Ajoutez d’autres mots" in plain(form.errors["others"][0])


def test_a_lost_title_does_not_hide_what_is_wrong_with_the_text() -> None:
    typed: dict[str, Any] = {"prompt": "", "text": ""}
    assert set(ClozeForm(typed).errors) == {"title", "prompt", "text"}
