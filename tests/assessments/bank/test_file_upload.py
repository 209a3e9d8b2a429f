"""A question answered with files as its author asks for it, and as learners see it."""

from typing import Any

import pytest
from django.utils.translation import override

from assessments.bank.content import ContentRefused, file_upload_content
from assessments.bank.families import Family, in_words, offered
from assessments.bank.forms import FileUploadForm
from assessments.bank.queries import newest_versions, shown, with_key
from assessments.bank.reviews import review
from tests.factories.handins import quiz_with_files
from tests.factories.work import CLEAR

TYPED = {
    "title": "Une lettre",
    "prompt": "Rendez votre lettre.",
    "families": ["pdf", "picture"],
    "most": "3",
    "megabytes": "5",
    "show_criteria": "on",
    "rows": "3",
    "criteria_1_text": "Le ton est poli",
    "criteria_1_levels": "Oui = 2\r\nNon = 0",
}
LETTER = {"id": "7a1f0f0e-0000-4000-8000-000000000001", "name": "lettre.pdf", "family": "pdf", "size": 1200}


@pytest.mark.django_db
def test_the_form_reads_what_is_asked_and_shows_it_again_as_it_was() -> None:
    form = FileUploadForm(TYPED)
    assert form.is_valid(), form.errors
    body = form.content.body
    assert (body["families"], body["most"], body["megabytes"]) == (["picture", "pdf"], 3, 5)
    typed = FileUploadForm.typed_from(form.content) | {"title": "Une lettre", "prompt": "Rendez votre lettre."}
    again = FileUploadForm(typed)
    assert again.is_valid(), again.errors
    assert again.content == form.content


@pytest.mark.django_db
def test_an_author_who_says_no_number_asks_for_one_file_of_ten_megabytes() -> None:
    form = FileUploadForm(TYPED | {"most": "", "megabytes": ""})
    assert form.is_valid(), form.errors
    assert (form.content.body["most"], form.content.body["megabytes"]) == (1, 10)


@pytest.mark.django_db
def test_what_is_wrong_stands_at_its_field() -> None:
    form = FileUploadForm(TYPED | {"families": [], "most": "6", "megabytes": "0", "criteria_1_levels": "Oui"})
    assert not form.is_valid()
    assert set(form.errors) == {"families", "most", "megabytes", "criteria_1_levels"}
    with override("fr"):
        assert "de 1 à 5" in str(form.errors["most"])
        assert "de 1 à 10" in str(form.errors["megabytes"])
    unknown = FileUploadForm(TYPED | {"families": ["program"]})
    assert not unknown.is_valid()


@pytest.mark.parametrize("wrong", [{"families": ()}, {"most": 0}, {"most": 6}, {"megabytes": 11}, {"prompt": " "}])
def test_content_that_asks_for_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ContentRefused):
        file_upload_content(**({"prompt": "Rendez.", "criteria": [CLEAR], "families": ("pdf",)} | wrong))


@pytest.mark.django_db
def test_learners_are_told_which_files_and_read_no_level() -> None:
    item = quiz_with_files(most=1).quiz_items.get().item
    version = newest_versions([item])[item.pk]
    with override("fr"):
        details: Any = shown(version).details
    assert details.help == "Un fichier : photo ou image, PDF. 10 Mo au plus."
    assert [each.text for each in details.criteria] == ["Le message est clair", "Le ton est poli"]
    assert "En partie" not in str(details)


def test_families_are_named_in_their_own_order() -> None:
    with override("fr"):
        assert in_words(["sound", "picture"]) == "photo ou image, enregistrement sonore"
    assert offered(["pdf", "picture"]) == "image/jpeg,image/png,image/webp,.pdf"
    assert "image/heic" not in offered(list(Family))  # then iPhones send a JPEG


@pytest.mark.django_db
def test_a_review_shows_what_was_handed_in_and_waits() -> None:
    version = with_key(newest_versions([quiz_with_files().quiz_items.get().item]).popitem()[1].pk)
    shown_there = review(version, [LETTER])
    details: Any = shown_there.details
    assert [(file.id, file.name, file.is_picture) for file in details.files] == [(LETTER["id"], "lettre.pdf", False)]
    assert shown_there.waits
    assert not shown_there.success
    nothing: Any = review(version, None, answered=False).details
    assert nothing.files == ()
