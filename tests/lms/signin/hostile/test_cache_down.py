"""The shared counters do not answer: codes and passwords are refused in kind words, and who is in stays in."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from lms.signin.urls import urlpatterns
from tests.doors import PASSWORD, card_of, enter, enter_as_staff, show_card
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def turn_cache_off(settings: Any) -> Iterator[Any]:
    """Call it: from then on the shared cache is a Redis that nobody listens for."""
    before = settings.CACHES

    def off() -> None:
        gone = {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{_closed_port()}/1",
        }
        settings.CACHES = {**before, "default": gone}

    yield off
    settings.CACHES = before
    assert "LocMem" in type(caches["default"]).__name__


def test_codes_and_qr_are_refused_in_kind_words(turn_cache_off: Any) -> None:
    card = card_of(learner())
    turn_cache_off()
    for way in ({"code": card.code}, {"token": card.token}, {"code": "0000000000"}):
        client = Client(raise_request_exception=False)
        response = show_card(client, **way)
        assert response.status_code == 422
        assert "ne fonctionne pas" in response.content.decode()
        assert "_auth_user_id" not in client.session


def test_open_sessions_go_on(turn_cache_off: Any, client: Client) -> None:
    enter(client, learner())
    turn_cache_off()
    for path in ("/accueil/", "/mes-reglages/", "/aide/", "/qui-peut-voir-mon-parcours/"):
        assert client.get(path).status_code == 200, path
    assert client.post("/fini/").status_code == 200
    assert client.get("/mes-reglages/").status_code == 302


def test_open_sessions_of_the_team_go_on(turn_cache_off: Any, client: Client) -> None:
    enter_as_staff(client, trainer())
    turn_cache_off()
    for path in ("/equipe/groupes/", "/equipe/apprenants/"):
        assert client.get(path).status_code == 200, path


def test_passwords_are_refused_without_a_failure(turn_cache_off: Any) -> None:
    someone = trainer()
    someone.set_password(PASSWORD)
    someone.save()
    turn_cache_off()
    client = Client(raise_request_exception=False)
    response = client.post("/connexion/equipe/", {"login": someone.username, "password": PASSWORD})
    assert response.status_code == 503
    assert "ne fonctionne pas" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_doors_open_again_when_the_counters_are_back(turn_cache_off: Any, settings: Any) -> None:
    card, before = card_of(learner()), settings.CACHES
    turn_cache_off()
    assert show_card(Client(), code=card.code).status_code == 422
    settings.CACHES = before
    assert show_card(Client(), code=card.code).status_code == 302


COUNTED_PAGES = (
    "account_reauthenticate",
    "account_change_password",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
)


@pytest.mark.parametrize("name", COUNTED_PAGES)
def test_the_other_pages_of_the_staffs_door_refuse_in_words_as_well(turn_cache_off: Any, name: str) -> None:
    someone = trainer()
    client = Client(raise_request_exception=False)
    enter_as_staff(client, someone)
    turn_cache_off()
    response = client.post(reverse(name), {"password": PASSWORD, "code": "123456", "oldpassword": PASSWORD})
    assert response.status_code == 503
    assert "ne fonctionne pas" in response.content.decode()
    assert client.get("/equipe/groupes/").status_code == 200, "the session goes on"


def test_every_page_that_counts_by_itself_is_among_those_asked() -> None:
    """allauth's pages in our list of addresses, but those that take nothing to guess."""
    theirs = {
        pattern.name for pattern in urlpatterns if getattr(pattern.callback, "__module__", "").startswith("allauth.")
    }
    assert theirs == set(COUNTED_PAGES) | {"staff_sign_in", "account_login"} | {
        "account_inactive",
        "mfa_index",
        "mfa_view_recovery_codes",
    }
