"""The next person signs in while a session is still open: their pages are those of a browser that nobody had used.

Each way in is compared, page by page, with the same way in a fresh browser: no message, no searched words, no
language, no display setting of the one before.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils import timezone

from lms.accounts.models import User
from lms.signin import elsewhere
from lms.signin.trials import begin_trial
from tests.doors import PIN, Card, card_of, enter, enter_as_staff, show_card
from tests.factories.people import learner
from tests.lms.signin.rooms import Classroom, classroom
from tests.lms.signin.rooms import type_digits as at_a_seat

pytestmark = pytest.mark.django_db
CANARY = "Canari"
PAGES = ("/accueil/", "/mes-reglages/", "/aide/", "/mes-reglages/mon-image/")
SETTINGS = {"language": "en", "text_size": "largest", "theme": "dark", "font": "hyperlegible"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as travelling:
        yield travelling


@pytest.fixture
def room() -> Classroom:
    return classroom()


def _learner_before(client: Client, room: Classroom) -> User:
    """Somebody whose pages are in English, with settings of their own, and with a sentence not read yet."""
    someone = room.learner(CANARY)
    enter(client, someone)
    assert client.post("/mes-reglages/", SETTINGS).status_code == 302
    assert client.session["language"] == "en"
    assert "_messages" in client.session
    return someone


def _trainer_before(client: Client, room: Classroom) -> User:
    """Somebody of the team who searched for a person, and went away."""
    room.learner(CANARY)
    enter_as_staff(client, room.trainer)
    assert client.post("/equipe/apprenants/", {"q": CANARY}).status_code == 302
    assert CANARY in str(dict(client.session.items()))
    return room.trainer


Arrival = Callable[[Client], None]


def _by_card(room: Classroom) -> Arrival:
    card: Card = card_of(room.learner("Suivante"))
    return lambda client: _is_in(show_card(client, code=card.code))


def _by_tile(room: Classroom) -> Arrival:
    someone = room.learner("Suivante", pin=PIN)
    return lambda client: _is_in(at_a_seat(client, someone))


def _by_phone(room: Classroom) -> Arrival:
    someone = room.learner("Suivante")

    def arrive(client: Client) -> None:
        phone = Client()
        enter(phone, someone)
        client.post("/entrer/telephone/", {"scripted": "1"})
        shown = client.get("/entrer/telephone/").content.decode()
        code = re.search(r'class="digits">(\d{3} \d{3})<', shown)
        assert code
        asked = phone.post("/continuer-sur-un-ordinateur/", {"code": code[1]}).content.decode()
        uuid = re.search(r'name="handover" value="([^"]+)"', asked)
        assert uuid
        phone.post("/continuer-sur-un-ordinateur/confirmer/", {"handover": uuid[1]})
        _is_in(client.post("/entrer/telephone/ouvrir/"))

    return arrive


def _by_trial(_room: Classroom) -> Arrival:
    code = begin_trial(now=timezone.now()).code
    return lambda client: _is_in(client.post("/entrer/essai/", {"code": code}))


def _is_in(response: Any) -> None:
    assert response.status_code == 302


def _seen(client: Client) -> dict[str, str]:
    """The pages without what differs from one request to the next."""
    changing = r'(?:nonce|value|name="form" value|content)="[A-Za-z0-9+/=_-]{16,}"|f[0-9a-f]{12}'
    return {path: re.sub(changing, "", client.get(path).content.decode()) for path in PAGES}


def _kept(client: Client) -> dict[str, Any]:
    return {name: value for name, value in client.session.items() if name != "_auth_user_hash"}


@pytest.mark.parametrize("before", [_learner_before, _trainer_before])
@pytest.mark.parametrize("way", [_by_card, _by_tile, _by_phone, _by_trial])
def test_nothing_of_the_one_before_reaches_the_next(way: Any, before: Any, room: Classroom) -> None:
    shared, fresh = room.browser(), room.browser()
    left = before(shared, room)
    thief = Client()
    thief.cookies["sessionid"] = shared.cookies["sessionid"].value
    arrive = way(room)
    arrive(room.browser())  # so that both come for the second time
    arrive(fresh)
    arrive(shared)
    assert _kept(shared) == _kept(fresh)
    assert _seen(shared) == _seen(fresh)
    assert CANARY not in str(_seen(shared))
    assert thief.get("/accueil/").status_code == 302, "the session left open has ended"
    assert not elsewhere.open_now(now=timezone.now()).filter(user=left).exists()


def test_nothing_of_the_one_before_waits_in_a_frozen_session(room: Classroom, clock: time_machine.Traveller) -> None:
    """Frozen, the browser's session holds what opens it again and the page's language; the next card, not even that."""
    client = room.browser()
    _learner_before(client, room)
    clock.shift(11 * 60)
    client.get("/accueil/")
    assert set(client.session.keys()) == {"frozen", "language"}
    fresh = room.browser()
    arrive = _by_card(room)
    arrive(room.browser())
    arrive(fresh)
    arrive(client)
    assert _kept(client) == _kept(fresh)
    assert _seen(client) == _seen(fresh)


def test_the_one_who_opens_a_frozen_session_finds_their_own_settings_and_no_old_sentence(
    room: Classroom, clock: time_machine.Traveller
) -> None:
    client = room.browser()
    someone = _learner_before(client, room)
    clock.shift(11 * 60)
    client.get("/accueil/")
    form = "f0123456789ab"
    assert client.post("/session-terminee/", {"form": form, f"{form}-pin": PIN}).status_code == 303
    assert client.session["_auth_user_id"] == str(someone.pk)
    assert client.session["language"] == "en"
    assert "_messages" not in client.session


def test_what_a_seat_remembers_of_itself_stays(room: Classroom) -> None:
    client = room.browser()
    enter(client, learner())
    enter(client, learner())
    assert client.cookies[settings.SEAT_COOKIE_NAME].value == room.token
