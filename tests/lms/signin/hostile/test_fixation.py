"""Whoever sat at the computer before plants a session or a form token: the next person's sign-in owes them nothing."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.doors import FORM, PASSWORD, PIN, card_of, enter, enter_as_staff, show_card
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db
OWN_PAGE = "/mes-reglages/"
SESSION, TOKEN = "sessionid", "csrftoken"


def _planted() -> Client:
    """A browser whose session key somebody else knows, because they made it."""
    client = Client()
    client.post("/langue/", {"language": "en"})
    assert client.cookies[SESSION].value
    return client


def _copy(cookies: Any) -> Client:
    """The attacker's own browser, with the cookies that they know."""
    attacker = Client()
    for name, morsel in cookies.items():
        attacker.cookies[name] = morsel.value
    return attacker


def _open_with_card(client: Client) -> None:
    enter(client, learner())


def _open_as_staff(client: Client) -> None:
    assert enter_as_staff(client, trainer()).status_code == 302


@pytest.mark.parametrize("sign_in", [_open_with_card, _open_as_staff])
def test_a_planted_session_stays_worth_nothing(sign_in: Any) -> None:
    victim = _planted()
    attacker = _copy(victim.cookies)
    sign_in(victim)
    assert victim.cookies[SESSION].value != attacker.cookies[SESSION].value
    assert victim.get(OWN_PAGE).status_code == 200
    assert attacker.get(OWN_PAGE).status_code == 302
    assert "_auth_user_id" not in attacker.session


@pytest.mark.parametrize("invented", ["a" * 32, "x", "", "' OR 1=1 --", "../../etc/passwd"])
def test_a_session_key_that_the_server_did_not_make_is_not_adopted(invented: str) -> None:
    client = Client()
    client.cookies[SESSION] = invented
    enter(client, learner())
    assert client.cookies[SESSION].value != invented
    assert not Session.objects.filter(session_key=invented).exists()


@pytest.mark.parametrize("sign_in", [_open_with_card, _open_as_staff])
def test_the_key_of_a_session_that_ended_never_opens_again(sign_in: Any) -> None:
    client = Client()
    sign_in(client)
    stolen = _copy(client.cookies)
    assert stolen.get(OWN_PAGE).status_code == 200
    client.post("/fini/")
    assert stolen.get(OWN_PAGE).status_code == 302
    sign_in(client)
    assert stolen.get(OWN_PAGE).status_code == 302


def _with_token(client: Client, path: str = "/entrer/") -> str:
    """The form token of the page, and its cookie in the client."""
    page = client.get(path).content.decode()
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def _post_card(client: Client, token: str, code: str) -> Any:
    fields = {"form": FORM, f"{FORM}-code": code, f"{FORM}-pin": PIN, "csrfmiddlewaretoken": token}
    return client.post("/entrer/", fields)


def test_a_planted_form_token_no_longer_counts_after_sign_in() -> None:
    client = Client(enforce_csrf_checks=True)
    known = _with_token(client)
    planted = client.cookies[TOKEN].value
    assert _post_card(client, known, card_of(learner()).code).status_code == 302
    assert client.cookies[TOKEN].value != planted
    assert client.post("/fini/", {"csrfmiddlewaretoken": known}).status_code == 403
    assert client.get(OWN_PAGE).status_code == 200


def test_a_form_without_token_or_with_anothers_signs_nobody_in() -> None:
    code = card_of(learner()).code
    client, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    _with_token(client)
    for token in ("", "x" * 64, _with_token(other)):
        assert _post_card(client, token, code).status_code == 403
    assert client.get(OWN_PAGE).status_code == 302


@pytest.mark.parametrize("path", ["/entrer/", "/connexion/equipe/", "/fini/"])
@pytest.mark.parametrize("origin", ["https://example.org", "null"])
def test_a_form_posted_from_another_site_is_refused(path: str, origin: str) -> None:
    client = Client(enforce_csrf_checks=True)
    token = _with_token(client)
    fields = {"csrfmiddlewaretoken": token, "login": "a", "password": PASSWORD}
    assert client.post(path, fields, headers={"origin": origin}).status_code == 403


def test_signing_in_by_an_address_is_not_possible() -> None:
    """A card in a query (a link sent by mail, a picture's address) opens nothing: only a posted form does."""
    card = card_of(learner())
    client = Client()
    client.get(f"/entrer/?form={FORM}&{FORM}-code={card.code}&{FORM}-pin={PIN}&code={card.code}&pin={PIN}")
    assert client.get(OWN_PAGE).status_code == 302
    assert show_card(client, code=card.code).status_code == 302
