"""Components and skeletons, rendered."""

from typing import Any

import pytest
from django import forms
from django.template import Context
from django.template.loader import render_to_string
from django.test import Client
from django.utils.safestring import mark_safe
from pytest_django.fixtures import Settings

from lms.accounts.models import User
from lms.templatetags.declic import critical_css, display_attributes, icon, typo
from lms.web import stylesheet
from lms.web.typography import THIN
from tests.factories.people import learner

ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"]


class WorkshopForm(forms.Form):
    first_name = forms.CharField(label="Prénom", help_text="Comme sur la carte ?")
    phone = forms.CharField(label="Téléphone", required=False)


def component(component_name: str, /, **variables: Any) -> str:
    return render_to_string(f"components/{component_name}.html", variables)


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_shows_without_any_variable(name: str) -> None:
    page = render_to_string(name)

    assert "<h1>" in page
    assert "Besoin d’aide" in page
    assert "tokens.css" in page


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(ValueError, match="no icon"):
        icon("unicorn")


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true" focusable="false"' in icon("house")


def test_typography_escapes_a_text_and_keeps_safe_html() -> None:
    assert typo("<b> ?") == f"&lt;b&gt;{THIN}?"
    assert typo(mark_safe("<b>Oui</b> ?")) == f"<b>Oui</b>{THIN}?"


def test_a_field_is_tied_to_its_help_and_its_error() -> None:
    markup = component("form_field", field=WorkshopForm({})["first_name"])

    assert 'aria-describedby="id_first_name_helptext id_first_name_error"' in markup
    assert 'aria-invalid="true"' in markup
    assert 'id="id_first_name_helptext"' in markup
    assert 'id="id_first_name_error"' in markup


def test_a_field_one_may_leave_says_so_in_words() -> None:
    assert "(si vous le souhaitez)" in component("form_field", field=WorkshopForm()["phone"])


def test_the_summary_of_errors_links_to_the_field_and_is_absent_without_error() -> None:
    assert '<a href="#id_first_name">Prénom</a>' in component("form_errors", form=WorkshopForm({}))
    assert component("form_errors", form=WorkshopForm({"first_name": "Fatima"})).strip() == ""


def test_a_button_is_a_link_only_when_it_goes_somewhere() -> None:
    assert component("button", label="Retour", url="/").startswith('<a class="button" href="/">Retour</a>')
    assert '<button class="button main" name="go" value="next">' in component(
        "button", label="Valider", kind="main", name="go", value="next"
    )


def test_progress_is_told_in_words_and_the_bar_is_silent() -> None:
    markup = component("progress_words", done=0, total=0, words="Pas encore commencé")

    assert "Pas encore commencé" in markup
    assert 'max="1" value="0" aria-hidden="true"' in markup


@pytest.mark.django_db
def test_the_gallery_shows_everything_while_developing_only(client: Client, settings: Settings) -> None:
    assert client.get("/gallery").status_code == 404

    settings.DEBUG = True
    page = client.get("/gallery")

    assert page.status_code == 200
    assert "<style nonce=" in page.content.decode()
    assert "nonce-" in page.headers["Content-Security-Policy"]
    assert page.content.decode().count("<h1>") == 1


def test_what_a_person_chose_is_on_the_page_and_only_that() -> None:
    person = User(display={"contrast": "more", "font": "dyslexic", "theme": "<pink>"})
    context = Context({"person": person})

    assert display_attributes(context) == ' data-contrast="more" data-font="dyslexic"'
    assert "chosen.css" in critical_css(context)
    assert display_attributes(Context({"person": None})) == ""
    assert "chosen.css" not in critical_css(Context({"person": None}))


WHOLE = '<link rel="stylesheet" href="/static/vendor/declic.css">'
FOR_PAPER = '<link rel="stylesheet" href="/static/vendor/declic.css" media="print">'


@pytest.mark.django_db
def test_the_first_page_carries_its_style_and_the_next_ones_name_the_sheet_fetched_meanwhile(client: Client) -> None:
    first = client.get("/entrer/").content.decode()
    assert "<style nonce=" in first
    assert FOR_PAPER in first

    client.force_login(learner())
    following = client.get("/mes-reglages/").content.decode()
    assert "<style" not in following
    assert WHOLE in following


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came_from", "carries"), [("none", True), ("cross-site", True), ("same-site", True), ("same-origin", False)]
)
def test_a_page_opened_from_elsewhere_carries_its_style_signed_in_or_not(
    client: Client, came_from: str, *, carries: bool
) -> None:
    for address in ("/entrer/", "/mes-reglages/"):
        page = client.get(address, headers={"sec-fetch-site": came_from}).content.decode()
        assert ("<style nonce=" in page, FOR_PAPER in page, WHOLE in page) == (carries, carries, not carries)
        client.force_login(learner())


def test_the_sheet_for_paper_is_in_the_whole_only() -> None:
    parts = tuple(stylesheet.PARTS)
    assert "@media print" in stylesheet.whole_sheet()
    assert "@media print" not in stylesheet.shared_sheet(parts)
