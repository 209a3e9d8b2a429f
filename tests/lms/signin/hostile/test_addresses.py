"""Where a sign-in leads, and what addresses it writes: never out of the house, whatever `next` or Host say."""

from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from lms.signin import services
from tests.doors import PASSWORD, card_of, enter_as_staff, show_card
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db

OUTSIDE = [
    "https://evil.example/",
    "http://evil.example",
    "HTTPS://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "http:evil.example",
    "http:///evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example@127.0.0.1/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "http://evil.example#testserver",
    "http://[::1]evil.example/",
    "//evil。example",
    "/\r\nLocation: https://evil.example",
    "ftp://testserver/",
    "evil",
    "evil.example",
    "sign_out",
    "..",
    "/" + "a" * 100_000,
]
every_outside = pytest.mark.parametrize("outside", OUTSIDE, ids=lambda form: quote(form[:60], safe=":/"))


def _assert_stays(response: Any) -> None:
    """On this site, as a browser reads the address: it takes a backslash for a slash, and leaves out line ends."""
    where = response.url.replace("\\", "/").translate({ord(sign): None for sign in "\t\r\n"}).strip()
    assert urlsplit(urljoin("http://testserver/connexion/equipe/", where)).netloc == "testserver", where
    assert "\n" not in response.headers["Location"]


@every_outside
def test_a_cards_sign_in_leads_nowhere_else(outside: str) -> None:
    response = show_card(Client(), code=card_of(learner()).code, where=outside)
    if len(outside) < 2000:
        assert response.status_code == 302
        _assert_stays(response)
    assert response.status_code in {302, 400}, "an address that no browser takes"


@every_outside
def test_the_teams_sign_in_leads_nowhere_else(outside: str) -> None:
    someone = trainer()
    someone.set_password(PASSWORD)
    someone.save()
    client = Client()
    fields = {"login": someone.username, "password": PASSWORD, "next": outside}
    response = client.post("/connexion/equipe/", fields)
    if response.status_code == 302:
        _assert_stays(response)
    else:
        assert response.status_code in {200, 400}, "a refusal in words"


@every_outside
def test_the_choice_of_a_language_leads_nowhere_else(outside: str) -> None:
    response = Client().post("/langue/", {"language": "en", "next": outside})
    if response.status_code != 400:
        _assert_stays(response)


@every_outside
def test_the_studios_address_leads_nowhere_else(outside: str) -> None:
    response = Client().get("/admin/login/", {"next": outside})
    if response.status_code != 400:
        _assert_stays(response)


def test_a_page_of_the_site_asked_for_is_where_one_arrives() -> None:
    response = show_card(Client(), code=card_of(learner()).code, where="/mes-reglages/?a=1#fin")
    assert response.url == "/mes-reglages/?a=1#fin"
    assert enter_as_staff(Client(), trainer()).url == "/equipe/"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1@evil.example", "a b", "", "[::1", "é"])
def test_a_host_that_is_not_ours_is_refused(host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["declic.example"]
    client = Client(raise_request_exception=False)
    for path in ("/entrer/", "/connexion/equipe/", "/fini/", "/"):
        response = client.get(path, headers={"host": host})
        assert response.status_code == 400
        assert b"evil" not in response.content


def test_the_qr_and_the_links_carry_the_address_of_the_settings(client: Client, settings: Any) -> None:
    """Even where every Host is let in: what is printed or handed over never comes from a request."""
    settings.BASE_URL = "https://declic.example"
    member = trainer()
    someone = learner(member.memberships.get().structure)
    enter_as_staff(client, member)
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-original-url": "/evil"}
    page = client.post("/equipe/apprenants/cartes/", {"people": [str(someone.uuid)]}, headers=headers)
    assert b"evil" not in page.content
    issued = services.issue_card(user=someone, by=member, now=timezone.now())
    assert issued.address.startswith("https://declic.example/entrer/#")


def test_a_forged_host_changes_no_redirect_of_the_doors(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["declic.example"]
    client = Client(headers={"host": "declic.example", "x-forwarded-host": "evil.example"})
    response = show_card(client, code=card_of(learner()).code, where="https://evil.example/")
    _assert_stays(response)
