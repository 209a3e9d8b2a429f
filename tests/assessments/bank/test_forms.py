"""The authors' forms: nothing typed is lost, each error stands at its field, in French."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.bank.forms import ChoiceForm, FillInForm, TrueFalseForm, initial_of
from assessments.bank.models import Item
from assessments.bank.queries import newest_versions
from tests.assessments.bank.test_services import created, picture
from tests.factories.outline import ItemFactory

pytestmark = pytest.mark.django_db

CHOICE = {
    "title": "Ouvrir un dossier",
    "prompt": "Que faites-vous ?",
    "choice_0_text": "Un clic",
    "choice_1_text": "Deux clics",
    "choice_1_correct": "on",
    "choice_1_feedback": "Oui.",
}


def errors(form: Any) -> dict[str, list[str]]:
    assert not form.is_valid()
    return {
        name: [str(each).replace("\u202f", " ").replace("\u00a0", " ") for each in said]
        for name, said in form.errors.items()
    }


def test_a_choice_is_read_from_its_rows_and_empty_rows_do_not_count() -> None:
    form = ChoiceForm(CHOICE | {"choice_3_text": "Trois clics"})
    assert form.is_valid(), form.errors
    assert [each["text"] for each in form.content.body["choices"]] == ["Un clic", "Deux clics", "Trois clics"]
    assert form.content.key == {"correct": ["c2"], "feedback": {"c2": "Oui."}}


def test_an_error_stands_at_the_row_that_was_typed_even_after_empty_rows() -> None:
    form = ChoiceForm(CHOICE | {"choice_3_text": "Un clic"})
    assert errors(form) == {"choice_3_text": ["Ce choix est là deux fois : changez l’un des deux."]}


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"prompt": ""}, "prompt", "Écrivez la question."),
        ({"choice_1_correct": ""}, "choice_0_correct", "Cochez la bonne réponse"),
        ({"choice_0_correct": "on"}, "choice_0_correct", "Gardez une seule bonne réponse"),
        (
            {"choice_0_text": "", "choice_1_text": "", "choice_1_correct": "", "choice_1_feedback": ""},
            "choice_0_text",
            "au moins deux",
        ),
        ({"choice_2_feedback": "Non."}, "choice_2_text", "videz sa ligne"),
        ({"choice_0_text": "x" * 501}, "choice_0_text", "500"),
        ({"title": ""}, "title", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, str], field: str, message: str) -> None:
    said = errors(ChoiceForm(CHOICE | changes))
    assert list(said) == [field]
    assert message in said[field][0]


def test_a_missing_title_does_not_hide_what_is_wrong_with_the_question() -> None:
    assert set(errors(ChoiceForm(CHOICE | {"title": "", "prompt": ""}))) == {"title", "prompt"}


def test_one_more_row_keeps_all_that_was_typed_and_judges_nothing() -> None:
    form = ChoiceForm(CHOICE | {"title": "", "rows": "4", "add_row": "1"})
    assert form.wants_row
    more = form.with_one_more_row()
    assert isinstance(more, ChoiceForm)
    assert len(more.choice_rows) == 5
    assert not more.errors
    assert more["choice_1_text"].value() == "Deux clics"
    assert more["choice_1_correct"].value() is True


@pytest.mark.parametrize(("asked", "rows"), [("", 4), ("abc", 4), ("-3", 4), ("6", 6), ("999999999999", 4), ("99", 20)])
def test_the_number_of_rows_is_bounded_whatever_is_sent(asked: str, rows: int) -> None:
    assert len(ChoiceForm(CHOICE | {"rows": asked}).choice_rows) == rows


def test_a_sentence_and_a_short_answer_are_read() -> None:
    sentence = TrueFalseForm({"title": "t", "prompt": "p", "answer": "false", "feedback_false": "Oui."})
    assert sentence.is_valid()
    assert sentence.content.key == {"correct": False, "feedback": {"false": "Oui."}}
    short = FillInForm({"title": "t", "prompt": "p", "accepted_0": "été", "accepted_2": "l’été"})
    assert short.is_valid()
    assert short.content.key["accepted"] == ["été", "l’été"]


def test_a_sentence_without_its_truth_and_an_answer_without_text_are_refused() -> None:
    assert "vraie ou fausse" in errors(TrueFalseForm({"title": "t", "prompt": "p"}))["answer"][0]
    assert "au moins une réponse" in errors(FillInForm({"title": "t", "prompt": "p"}))["accepted_0"][0]


@pytest.mark.parametrize("interaction", ["choice", "true-false", "fill-in"])
def test_the_form_that_edits_a_question_shows_it_as_it_is(interaction: str) -> None:
    keys: dict[str, Any] = {
        "choice": {"correct": ["b"], "feedback": {"a": "Non.", "b": "Oui."}},
        "true-false": {"correct": False, "feedback": {"true": "Non."}},
        "fill-in": {"accepted": ["été", "l’été"], "feedback": {"correct": "Oui."}},
    }
    item = ItemFactory.create(interaction=interaction)
    version = newest_versions([item])[item.pk]
    version.body = version.body if interaction == "choice" else {}
    version.answer_key.key = keys[interaction]
    form_class = {"choice": ChoiceForm, "true-false": TrueFalseForm, "fill-in": FillInForm}[interaction]
    again = form_class(initial_of(version) | {"rows": "4"})
    assert again.is_valid(), again.errors
    assert (again.content.body, again.content.key) == (version.body, keys[interaction])


def test_what_a_choice_is_worth_is_typed_as_people_write_figures_and_shown_again() -> None:
    worth = {
        "choice_0_worth": "−25",
        "choice_1_worth": "100 %",
        "choice_2_text": "Trois clics",
        "choice_2_worth": "33,33",
    }
    form = ChoiceForm(CHOICE | worth | {"general_feedback": "Deux clics ouvrent.", "multiple": "on"})
    assert form.is_valid(), form.errors
    assert form.content.key["worth"] == {"c1": -0.25, "c2": 1.0, "c3": 0.3333}
    assert form.content.key["general"] == "Deux clics ouvrent."
    shown = ChoiceForm(initial=ChoiceForm.typed_from(form.content))
    assert [shown[f"choice_{number}_worth"].value() for number in range(3)] == ["−25", "100", "33,33"]
    assert shown.says_worth
    assert not ChoiceForm(CHOICE).says_worth


@pytest.mark.parametrize(
    ("worth", "field", "words"),
    [
        ("beaucoup", "choice_1_worth", "12,5"),
        ("120", "choice_1_worth", "−100"),
        ("50", "choice_0_correct", "faire 100"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_where_it_stands(worth: str, field: str, words: str) -> None:
    said = errors(ChoiceForm(CHOICE | {"choice_1_worth": worth}))
    assert field in said
    assert words in said[field][0]


def test_what_counts_in_a_short_answer_is_its_authors_choice_and_shown_again() -> None:
    typed = {"title": "t", "prompt": "p", "accepted_0": "Zoé", "accents": "on", "capitals": "on", "typos": "1"}
    form = FillInForm(typed)
    assert form.is_valid(), form.errors
    assert form.content.body == {"counts": ["accents", "capitals"]}
    assert form.content.key == {"accepted": ["Zoé"], "feedback": {}, "typos": 1}
    again = FillInForm.typed_from(form.content)
    assert (again["accents"], again["capitals"], again["typos"]) == (True, True, 1)
    assert errors(FillInForm(typed | {"typos": "3"})).keys() == {"typos"}


def test_files_are_judged_with_the_form_and_need_their_words() -> None:
    image = SimpleUploadedFile("souris.jpg", picture().getvalue())
    form = ChoiceForm(CHOICE, {"image": image})
    assert list(errors(form)) == ["image_description"]
    form = ChoiceForm(CHOICE | {"image_description": "Une souris"}, {"image": SimpleUploadedFile("a.jpg", b"non")})
    assert "lisible" in errors(form)["image"][0]
    image.seek(0)
    form = ChoiceForm(CHOICE | {"image_description": "Une souris"}, {"image": image})
    assert form.is_valid()
    assert [(kind, words) for kind, _file, words in form.files_to_attach()] == [("image", "Une souris")]


def test_skills_offered_are_those_in_use() -> None:
    created()
    assert Item.objects.count() == 1
    assert "skills" in ChoiceForm().fields
