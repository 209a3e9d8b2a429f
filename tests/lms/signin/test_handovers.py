"""A phone passes its sign-in on to a computer: once, to the right one, and only while the digits live."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from lms.journal.models import Entry
from lms.signin.models import Handover
from lms.structures.models import Role
from lms.structures.services import end_membership, give_membership
from lms.tasks import forget_sessions
from tests.doors import enter, enter_as_staff
from tests.factories.people import StructureFactory, learner, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)


def _ask(seat: Client, *, scripted: bool = False) -> str:
    """The digits that the seat shows once « Avec mon téléphone » is pressed."""
    assert seat.post("/entrer/telephone/", {"scripted": "1" if scripted else ""}).status_code == 302
    shown = re.search(r'class="digits">(\d{3} \d{3})<', seat.get("/entrer/telephone/").content.decode())
    assert shown
    return shown[1]


def _phone(someone: Any) -> Client:
    client = Client()
    enter(client, someone)
    return client


def _type(phone: Client, code: str) -> Any:
    return phone.post("/continuer-sur-un-ordinateur/", {"code": code})


def _confirm(phone: Client, code: str) -> Any:
    uuid = re.search(r'name="handover" value="([^"]+)"', _type(phone, code).content.decode())
    assert uuid
    return phone.post("/continuer-sur-un-ordinateur/confirmer/", {"handover": uuid[1]})


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_seat_opens_for_the_person_who_confirmed_and_the_phone_ends(client: Client) -> None:
    someone = learner()
    phone, code = _phone(someone), _ask(client)
    anonymous = client.session.session_key
    said = _type(phone, code).content.decode()
    assert "Est-ce bien l’ordinateur devant vous" in said
    assert code in said
    assert _confirm(phone, code).status_code == 200
    assert not _signed_in(phone)
    assert client.post("/entrer/telephone/ouvrir/").status_code == 302
    assert client.session["_auth_user_id"] == str(someone.pk)
    assert client.session.session_key != anonymous
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["handover.confirmed", "session.ended", "session.opened"]


def test_the_page_comes_again_by_itself_only_without_script(client: Client) -> None:
    _ask(client)
    assert client.get("/entrer/telephone/").headers["Refresh"] == "5"
    _ask(client, scripted=True)
    assert "Refresh" not in client.get("/entrer/telephone/").headers


def test_looking_whether_it_may_open_says_so_and_opens_nothing(client: Client) -> None:
    phone, code = _phone(learner()), _ask(client)
    assert client.get("/entrer/telephone/etat/").json() == {"state": "waiting"}
    _confirm(phone, code)
    assert client.get("/entrer/telephone/etat/").json() == {"state": "confirmed"}
    assert "Refresh" not in client.get("/entrer/telephone/").headers
    assert not _signed_in(client)


def test_nothing_opens_before_the_person_confirms(client: Client) -> None:
    phone, code = _phone(learner()), _ask(client)
    _type(phone, code)
    client.post("/entrer/telephone/ouvrir/")
    assert not _signed_in(client)


def test_another_browser_cannot_pick_the_session_up(client: Client) -> None:
    phone, code = _phone(learner()), _ask(client)
    _confirm(phone, code)
    other = Client()
    _ask(other)
    other.post("/entrer/telephone/ouvrir/")
    assert not _signed_in(other)


def test_digits_serve_once(client: Client) -> None:
    code = _ask(client)
    _confirm(_phone(learner()), code)
    assert "Aucun ordinateur" in _type(_phone(learner()), code).content.decode()
    client.post("/entrer/telephone/ouvrir/")
    client.post("/fini/")
    client.post("/entrer/telephone/ouvrir/")
    assert not _signed_in(client)


def test_after_five_minutes_the_digits_open_nothing_and_both_sides_say_so(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        phone, code = _phone(learner()), _ask(client)
        page = _type(phone, code).content.decode()
        uuid = re.search(r'name="handover" value="([^"]+)"', page)
        assert uuid
        clock.shift(301)
        assert "Aucun ordinateur" in _type(phone, code).content.decode()
        late = phone.post("/continuer-sur-un-ordinateur/confirmer/", {"handover": uuid[1]})
        assert late.status_code == 422
        assert "trop longtemps" in late.content.decode()
        assert _signed_in(phone)
        assert client.get("/entrer/telephone/etat/").json() == {"state": "over"}
        assert "ne servent plus" in client.get("/entrer/telephone/").content.decode()


def test_a_confirmation_that_nobody_picks_up_is_over_after_two_minutes(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        _confirm(_phone(learner()), _ask(client))
        clock.shift(121)
        client.post("/entrer/telephone/ouvrir/")
        assert not _signed_in(client)


@pytest.mark.parametrize("typed", ["", "48291", "48291a", "1234567"])
def test_what_is_not_six_digits_is_told_so(typed: str) -> None:
    response = _type(_phone(learner()), typed)
    assert response.status_code == 422
    assert "6 chiffres" in response.content.decode()


def test_guessing_digits_slows_down(client: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        phone = _phone(learner())
        said = [_type(phone, f"{number:06}").content.decode() for number in range(13)]
    assert "Aucun ordinateur" in said[9]
    assert "Attendez 5 secondes" in said[12]


def test_staff_and_strangers_pass_nothing_on(client: Client) -> None:
    assert client.get("/continuer-sur-un-ordinateur/").status_code == 302
    enter_as_staff(client, trainer())
    assert client.get("/continuer-sur-un-ordinateur/").status_code == 404


def test_whoever_becomes_staff_meanwhile_gets_no_session_at_the_seat(client: Client) -> None:
    someone = learner()
    _confirm(_phone(someone), _ask(client))
    give_membership(user=someone, structure=StructureFactory.create(), role=Role.TRAINER, by=None, now=NOW)
    client.post("/entrer/telephone/ouvrir/")
    assert not _signed_in(client)


def test_whoever_is_no_learner_any_more_gets_no_session_at_the_seat(client: Client) -> None:
    someone = learner()
    _confirm(_phone(someone), _ask(client))
    end_membership(membership=someone.memberships.get(), by=None, now=NOW + datetime.timedelta(days=800))
    client.post("/entrer/telephone/ouvrir/")
    assert not _signed_in(client)


def test_asking_again_gives_other_digits_and_the_first_are_over(client: Client) -> None:
    first, second = _ask(client), _ask(client)
    assert Handover.objects.count() == 1
    phone = _phone(learner())
    if first != second:
        assert "Aucun ordinateur" in _type(phone, first).content.decode()
    assert "devant vous" in _type(phone, second).content.decode()


def test_who_passed_a_sign_in_on_to_which_seat_is_not_kept() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        _confirm(_phone(learner()), _ask(Client()))
        clock.shift(datetime.timedelta(hours=1))
        forget_sessions()
    assert not Handover.objects.exists()
