"""« Mon image » and « Où suis-je connecté ? », as a learner sees them."""

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from lms.journal.models import Entry
from lms.signin.models import OpenSession
from lms.signin.pictures import PICTURES, SPRITE, drawing
from tests.doors import card_of, enter, enter_as_staff, show_card
from tests.factories.people import learner, trainer
from tests.lms.signin.rooms import classroom, type_digits

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def _text(response: Any) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", response.content.decode())


def test_there_are_twenty_four_pictures_and_each_has_a_drawing_of_its_own() -> None:
    assert len(PICTURES) == 24
    assert finders.find(SPRITE)
    assert len({drawing(name) for name in PICTURES}) == 24
    assert all(re.search("<(path|circle|line) ", drawing(name)) for name in PICTURES)


@pytest.mark.parametrize("name", ["", "nothing", "../icons"])
def test_a_picture_that_is_not_there_draws_nothing(name: str) -> None:
    assert drawing(name) == ""


def test_a_learner_chooses_a_picture_and_may_take_it_back(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    for picture in ("turtle", ""):
        assert client.post(reverse("my_picture"), {"picture": picture}).status_code == 302
        someone.refresh_from_db()
        assert someone.picture == picture
        assert f'value="{picture}" checked' in _text(client.get(reverse("my_picture")))


def test_a_picture_from_nowhere_is_refused(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    assert client.post(reverse("my_picture"), {"picture": "<script>"}).status_code == 422
    someone.refresh_from_db()
    assert someone.picture == ""


@pytest.mark.parametrize("name", ["my_picture", "my_sessions"])
def test_staff_have_no_such_page_nor_link(client: Client, name: str) -> None:
    enter_as_staff(client, trainer())
    assert client.get(reverse(name)).status_code == 404
    assert reverse(name) not in _text(client.get(reverse("settings")))


def test_a_learner_sees_where_they_are_signed_in_and_ends_a_session_there() -> None:
    room = classroom("Salle informatique")
    fatima, seat, own = room.learner(), room.browser(), Client(headers={"user-agent": FIREFOX})
    type_digits(seat, fatima)
    show_card(own, code=card_of(fatima).code)
    page = _text(own.get(reverse("my_sessions")))
    assert "Firefox, Windows" in page.split('id="elsewhere"')[0]
    assert "Poste 1 – Salle informatique" in page.split('id="elsewhere"')[1]
    there = OpenSession.objects.get(seat=room.seat)
    assert there.session_key not in page
    done = own.post(reverse("my_sessions"), {"chosen": str(there.uuid)}, follow=True)
    assert "C’est terminé là-bas" in _text(done)
    assert "Nulle part ailleurs" in _text(done)
    assert seat.get("/mes-reglages/").status_code == 302
    assert own.get("/mes-reglages/").status_code == 200
    assert Entry.objects.filter(verb="session.ended_there", actor=fatima, subject=fatima).count() == 1


@pytest.mark.parametrize("chosen", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_session_that_is_not_there_is_already_closed(client: Client, chosen: str) -> None:
    enter(client, learner())
    assert "déjà fermée" in _text(client.post(reverse("my_sessions"), {"chosen": chosen}, follow=True))


def test_nobody_ends_the_session_of_somebody_else(client: Client) -> None:
    other = Client()
    enter(other, learner())
    enter(client, learner())
    theirs = OpenSession.objects.get(session_key=other.session.session_key)
    assert str(theirs.uuid) not in _text(client.get(reverse("my_sessions")))
    client.post(reverse("my_sessions"), {"chosen": str(theirs.uuid)})
    assert other.get("/mes-reglages/").status_code == 200


def test_a_session_that_ended_by_itself_is_no_longer_shown(client: Client) -> None:
    someone, other = learner(), Client()
    card = card_of(someone)
    show_card(other, code=card.code)
    show_card(client, code=card.code)
    Session.objects.get(session_key=other.session.session_key).delete()
    assert "Nulle part ailleurs" in _text(client.get(reverse("my_sessions")))


def test_the_home_page_says_when_one_came_the_time_before(client: Client) -> None:
    card = card_of(learner())
    with time_machine.travel(datetime.datetime(2026, 11, 17, 13, 5, tzinfo=datetime.UTC), tick=False) as clock:
        show_card(client, code=card.code)
        assert "Dernière fois" not in _text(client.get(reverse("home")))
        clock.shift(datetime.timedelta(days=7))
        show_card(client, code=card.code)
        assert "Dernière fois : mardi 17 novembre à 14 h 05" in _text(client.get(reverse("home")))
