"""Idle, then frozen: the digits go on from the same place, and nothing else does."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lms.accounts.models import User
from lms.accounts.services import end_sessions
from lms.journal.models import Entry
from lms.signin import elsewhere
from lms.signin.models import OpenSession
from lms.signin.seats import revoke_seat
from tests.doors import FORM, PIN, enter
from tests.factories.people import StructureFactory, learner
from tests.lms.signin.rooms import Classroom, classroom
from tests.lms.signin.rooms import type_digits as at_a_seat

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
PLACE = "/mes-reglages/?onglet=1"
LOCKED = "/session-terminee/"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def frozen(client: Client, clock: time_machine.Traveller, **structure: object):
    """A learner called Canari who left the room; gives the person."""
    someone = learner(StructureFactory.create(**structure), first_name="Canari")
    enter(client, someone)
    clock.shift(datetime.timedelta(minutes=11))
    assert client.get(PLACE).url == "/session-terminee/?why=idle&door=learner"
    return someone


def type_digits(client: Client, pin: str = PIN):
    return client.post(LOCKED, {"form": FORM, f"{FORM}-pin": pin})


def test_the_locked_page_names_nobody_and_the_digits_lead_to_the_same_place(client: Client, clock) -> None:
    someone = frozen(client, clock)
    page = client.get(LOCKED).content.decode()
    assert "Vous étiez en train de travailler ici" in page
    assert "Canari" not in page
    assert client.get(PLACE).status_code == 302
    back = type_digits(client)
    assert (back.status_code, back.url) == (303, PLACE)
    assert client.get(PLACE).status_code == 200
    assert Entry.objects.about(someone.pk).filter(verb="session.frozen").exists()


def test_the_session_is_another_one_and_the_browser_holds_neither_name_nor_key_of_the_first(client: Client, clock):
    someone = learner()
    enter(client, someone)
    before = client.session.session_key
    clock.shift(datetime.timedelta(minutes=11))
    client.get(PLACE)
    assert not Session.objects.filter(session_key=before).exists()
    assert client.session.session_key != before
    assert "_auth_user_id" not in client.session
    between = client.session.session_key
    type_digits(client)
    assert client.session.session_key not in {before, between}


def test_five_wrong_tries_and_the_card_is_asked_for(client: Client, clock) -> None:
    someone = frozen(client, clock)
    for left in (4, 3, 2, 1):
        refused = type_digits(client, "9731")
        assert refused.status_code == 422
        assert f"Encore {left} essai" in refused.content.decode()
    page = type_digits(client, "9731").content.decode()
    assert "Prenez votre carte" in page
    assert "frozen" not in client.session
    assert "data-unlock" not in type_digits(client).content.decode()
    assert client.get(PLACE).status_code == 302
    assert Entry.objects.about(someone.pk).filter(verb="pin.refused").count() == 5


def test_digits_that_cannot_be_cost_no_try(client: Client, clock) -> None:
    frozen(client, clock)
    for typed in ("", "12", "abcd"):
        assert type_digits(client, typed).status_code == 422
    assert client.session["frozen"]["tries"] == 0


def test_somebody_else_comes_to_the_door_and_nothing_is_remembered(client: Client, clock) -> None:
    frozen(client, clock)
    response = client.post(LOCKED, {"another": "1"})
    assert (response.status_code, response.url) == (303, "/entrer/")
    assert "frozen" not in client.session
    assert type_digits(client).status_code == 422


def test_after_half_an_hour_the_card_is_asked_for(client: Client, clock) -> None:
    frozen(client, clock)
    clock.shift(datetime.timedelta(minutes=31))
    assert "data-unlock" not in client.get(LOCKED).content.decode()
    assert type_digits(client).status_code == 422
    assert client.get(PLACE).status_code == 302


def test_where_no_digits_are_asked_for_the_session_just_ends(client: Client, clock) -> None:
    frozen(client, clock, pin_required=False)
    assert "data-unlock" not in client.get(LOCKED).content.decode()
    assert "frozen" not in client.session


def test_sessions_ended_by_a_trainer_do_not_open_again_with_the_digits(client: Client, clock) -> None:
    someone = frozen(client, clock)
    end_sessions(user=someone)
    assert type_digits(client).status_code == 422
    assert client.get(PLACE).status_code == 302


def _frozen_in_room(clock: time_machine.Traveller) -> tuple[Classroom, Client, User]:
    """Fatima at a seat, frozen after ten minutes without anybody."""
    room = classroom()
    fatima, client = room.learner(), room.browser()
    at_a_seat(client, fatima)
    clock.shift(datetime.timedelta(minutes=11))
    client.get(PLACE)
    assert "frozen" in client.session
    return room, client, fatima


def _assert_card_asked(client: Client) -> None:
    refused = type_digits(client)
    assert refused.status_code == 422
    assert "Prenez votre carte" in refused.content.decode()
    assert client.get(PLACE).status_code == 302


def test_ending_the_sessions_of_the_room_ends_the_frozen_one(clock) -> None:
    room, client, fatima = _frozen_in_room(clock)
    assert elsewhere.end_in_room(room=room.room, by=room.trainer, now=timezone.now()) == 1
    _assert_card_asked(client)
    assert Entry.objects.about(fatima.pk).filter(verb="session.ended_by_staff").exists()


def test_ending_the_sessions_of_the_group_ends_the_frozen_one(clock) -> None:
    room, client, _fatima = _frozen_in_room(clock)
    assert elsewhere.end_of_cohort(cohort=room.cohort, by=room.trainer, now=timezone.now()) == 1
    _assert_card_asked(client)


def test_a_revoked_seat_opens_nothing_that_was_frozen_there(clock) -> None:
    room, client, _fatima = _frozen_in_room(clock)
    revoke_seat(seat=room.seat, by=room.trainer, now=timezone.now())
    _assert_card_asked(client)


def test_the_person_ends_what_is_frozen_elsewhere(clock) -> None:
    _room, client, fatima = _frozen_in_room(clock)
    phone = Client()
    enter(phone, fatima)
    page = phone.get("/mes-reglages/ou-suis-je-connecte/").content.decode()
    assert "Poste 1" in page
    there = OpenSession.objects.get(seat__name="Poste 1")
    phone.post("/mes-reglages/ou-suis-je-connecte/", {"chosen": str(there.uuid)})
    _assert_card_asked(client)


def test_an_end_at_the_very_moment_of_the_right_digits_wins(clock) -> None:
    _room, client, fatima = _frozen_in_room(clock)
    OpenSession.objects.filter(user=fatima).delete()  # the row went; the browser's own session had been read already
    _assert_card_asked(client)


def test_a_frozen_session_is_listed_for_its_half_hour_and_once(clock) -> None:
    _room, client, fatima = _frozen_in_room(clock)
    assert elsewhere.open_now(now=timezone.now()).get().user == fatima
    type_digits(client)
    assert elsewhere.open_now(now=timezone.now()).get().frozen_until is None
    clock.shift(datetime.timedelta(minutes=11))
    client.get(PLACE)
    clock.shift(datetime.timedelta(minutes=30))
    assert not elsewhere.open_now(now=timezone.now()).exists()


@pytest.mark.parametrize("posted", [{"another": "1"}, None])
def test_what_was_frozen_is_listed_no_more_once_it_is_dropped(clock, posted) -> None:
    """By « Une autre personne ? », and by the next person's card."""
    _room, client, fatima = _frozen_in_room(clock)
    client.post(LOCKED, posted) if posted else enter(client, learner())
    assert not OpenSession.objects.filter(user=fatima).exists()


def test_a_closed_account_does_not_open_again(client: Client, clock) -> None:
    someone = frozen(client, clock)
    someone.is_active = False
    someone.save()
    assert type_digits(client).status_code == 422


def test_a_form_sent_after_the_end_leads_back_to_the_page_it_was_on(client: Client, clock) -> None:
    enter(client, learner())
    clock.shift(datetime.timedelta(minutes=11))
    client.post("/mes-reglages/", {}, headers={"referer": "http://testserver/qui-peut-voir-mon-parcours/"})
    assert type_digits(client).url == "/qui-peut-voir-mon-parcours/"


def test_no_address_of_another_site_is_ever_gone_back_to(client: Client, clock) -> None:
    enter(client, learner())
    clock.shift(datetime.timedelta(minutes=11))
    client.post("/mes-reglages/", {}, headers={"referer": "http://ailleurs.test/piege/"})
    assert type_digits(client).url == "/accueil/"


def test_without_script_the_browser_is_led_to_the_locked_page_in_time(client: Client, clock) -> None:
    enter(client, learner(StructureFactory.create(idle_minutes=5)))
    header = client.get(PLACE).headers["Refresh"]
    assert header == "305; url=/session-terminee/?next=%2Fmes-reglages%2F%3Fonglet%3D1"
    clock.shift(datetime.timedelta(seconds=305))
    led = client.get("/session-terminee/?next=%2Fmes-reglages%2F%3Fonglet%3D1")
    assert led.url == "/session-terminee/?why=idle&door=learner"
    assert type_digits(client).url == PLACE


def test_a_page_that_stood_still_beside_a_busy_one_keeps_nobody_signed_in(client: Client, clock) -> None:
    enter(client, learner())
    client.get(PLACE)
    clock.shift(datetime.timedelta(minutes=6))
    client.get("/qui-peut-voir-mon-parcours/")
    clock.shift(datetime.timedelta(minutes=5))
    still = client.get("/session-terminee/?next=%2Fmes-reglages%2F")
    assert "dans un autre onglet" in still.content.decode()
    assert still.headers["Refresh"].startswith("305;")
    clock.shift(datetime.timedelta(minutes=5, seconds=5))
    assert client.get("/session-terminee/?next=%2Fmes-reglages%2F").url.startswith("/session-terminee/?why=idle")


def test_a_page_whose_script_runs_is_not_led_away(client: Client, clock) -> None:
    enter(client, learner())
    client.cookies["scripted"] = "1"
    assert "Refresh" not in client.get(PLACE).headers


def test_the_script_says_that_the_person_is_there_to_the_second(client: Client, clock) -> None:
    enter(client, learner())
    clock.shift(datetime.timedelta(minutes=9))
    assert client.post("/session-active/").status_code == 204
    clock.shift(datetime.timedelta(minutes=9, seconds=59))
    assert client.get(PLACE).status_code == 200


def test_the_script_at_the_end_of_the_time_freezes_at_once(client: Client, clock) -> None:
    enter(client, learner())
    script = {"x-requested-with": "fetch", "referer": "http://testserver/qui-peut-voir-mon-parcours/"}
    assert client.post("/fini/", {"leave": "idle"}, headers=script).status_code == 204
    assert type_digits(client).url == "/qui-peut-voir-mon-parcours/"


def test_a_script_whose_session_is_gone_is_told_so(client: Client) -> None:
    script = {"x-requested-with": "fetch"}
    assert client.post("/session-active/", headers=script).status_code == 401
