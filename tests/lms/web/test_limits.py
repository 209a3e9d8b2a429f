"""What no page of ours sends is refused before anything reads it."""

from typing import Any

import pytest
from django.test import Client

from lms.structures.models import Role
from lms.web.limits import is_row_number
from tests.doors import enter, enter_as_staff
from tests.factories.pages import member, studio
from tests.factories.people import learner, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/entrer/?next=%00", "/v/%00", "/h5p/f/x/%00.png", "/h5p/l/" + "0" * 64 + "/a%00.png", "/%00/"]
)
def test_an_address_with_a_nul_is_refused_and_never_breaks_a_page(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "Nous n’avons pas compris" in answer.content.decode()


@pytest.mark.parametrize("address", ["/admin/questions/?q=%00", "/admin/quiz/?q=%00", "/admin/pages/search/?q=%00"])
def test_a_search_for_a_nul_is_refused_too(client: Client, address: str) -> None:
    enter_as_staff(client, person(Role.TRAINER))
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("address", ["/equipe/apprenants/", "/certificats/"])
def test_a_nul_among_the_words_of_a_search_counts_for_nothing(client: Client, address: str) -> None:
    enter_as_staff(client, person(Role.TRAINER))
    assert client.post(address, {"q": "Fat\x00ima"}, follow=True).status_code == 200


def test_a_body_that_no_form_makes_is_refused_before_it_is_read(client: Client, settings: Any) -> None:
    settings.REQUEST_MAX_SIZE = 1000
    answer = client.post("/entrer/", {"f-code": "x" * 2000})
    assert answer.status_code == 413
    assert "trop gros" in answer.content.decode()


def test_staff_send_larger_files_than_learners(client: Client, settings: Any) -> None:
    settings.REQUEST_MAX_SIZE, settings.STAFF_REQUEST_MAX_SIZE = 1000, 4000
    enter_as_staff(client, person(Role.TRAINER))
    assert client.post("/equipe/apprenants/", {"q": "x" * 2000}).status_code == 302
    assert client.post("/equipe/apprenants/", {"q": "x" * 5000}).status_code == 413


def test_what_is_not_there_for_a_card_is_not_kept_by_the_browser_either(client: Client) -> None:
    enter(client, learner())
    answer = client.get("/admin/")
    assert answer.status_code == 404
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("typed", "fits"), [("1", True), ("9" * 18, True), ("9" * 19, False), ("²", False), ("٣", False), ("-1", False)]
)
def test_only_plain_digits_number_a_row(typed: str, fits: bool) -> None:
    assert is_row_number(typed) is fits


def test_a_card_s_session_ends_when_its_holder_is_given_the_site_s_keys(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    type(someone).objects.filter(pk=someone.pk).update(is_superuser=True)
    assert client.get("/equipe/personnes/").headers["Location"].startswith("/session-terminee/?why=no-role")
    assert client.get("/equipe/personnes/").headers["Location"].startswith("/entrer/")


@pytest.mark.parametrize(
    "address",
    [
        "/admin/activities/chooser/chosen/²/",
        "/admin/activities/chooser/chosen/99999999999999999999/",
        "/admin/activities/chooser/chosen-multiple/?id=²&id=99999999999999999999",
        "/admin/choose-page/chosen-multiple/?id=²",
        "/admin/choose-page/chosen-multiple/?id=99999999999999999999",
        "/certificats/?page=99999999999999999999",
        "/equipe/apprenants/?page=²",
        "/equipe/personnes/00000000-0000-0000-0000-000000000000/",
    ],
)
def test_a_number_that_is_none_never_breaks_a_page(client: Client, address: str) -> None:
    enter_as_staff(client, member(studio().structure))
    assert client.get(address).status_code in (200, 404)


def test_a_library_that_is_none_is_not_decided(client: Client) -> None:
    enter_as_staff(client, member(studio().structure, Role.ADMINISTRATOR))
    numbers = {"decision": "approve", "library": ["²", "9" * 20]}
    assert client.post("/admin/h5p/bibliotheques/decider/", numbers).status_code == 302
