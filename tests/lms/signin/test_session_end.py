"""The end of sessions: asked for, idle, too long, and what it leaves behind."""

import datetime

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lms.journal.models import Entry
from lms.structures.models import Role
from lms.tasks import forget_sessions
from tests.doors import enter, enter_as_staff
from tests.factories.people import StructureFactory, counsellor, learner, person, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
OWN_PAGE = "/mes-reglages/"


def test_finishing_deletes_the_session_empties_the_browser_and_names_nobody(client: Client) -> None:
    someone = learner(first_name="Canari")
    enter(client, someone)
    key = client.session.session_key
    response = client.post("/fini/")
    assert response.status_code == 200
    assert "Canari" not in response.content.decode()
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in response.headers["Cache-Control"]
    assert not Session.objects.filter(session_key=key).exists()
    assert response.cookies["sessionid"].value == ""
    assert client.get(OWN_PAGE).status_code == 302
    assert Entry.objects.about(someone.pk).filter(verb="session.ended").exists()


def test_this_is_not_me_ends_the_session_and_says_so_in_the_journal(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    response = client.post("/fini/", {"leave": "not_me"})
    assert (response.status_code, response.url) == (303, "/entrer/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert response.cookies["sessionid"].value == ""
    assert "_auth_user_id" not in client.session
    assert Entry.objects.about(someone.pk).filter(verb="session.not_me").exists()


def test_reading_the_way_out_ends_nothing_and_offers_the_button(client: Client) -> None:
    enter(client, learner())
    response = client.get("/fini/")
    assert "J’ai fini" in response.content.decode()
    assert "Clear-Site-Data" not in response.headers
    assert client.get(OWN_PAGE).status_code == 200


def test_finishing_twice_is_no_mistake(client: Client) -> None:
    assert client.post("/fini/").status_code == 200


def test_nothing_that_a_signed_in_person_sees_stays_in_the_browser(client: Client) -> None:
    enter(client, learner())
    response = client.get(OWN_PAGE)
    assert "no-store" in response.headers["Cache-Control"]
    assert "Clear-Site-Data" not in response.headers


def test_the_session_cookie_ends_with_the_browser(client: Client) -> None:
    enter(client, learner())
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]


def test_a_learner_who_touches_nothing_is_signed_out_after_the_structures_minutes(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enter(client, learner(StructureFactory.create(idle_minutes=5)))
        clock.shift(datetime.timedelta(minutes=4, seconds=50))
        assert client.get(OWN_PAGE).status_code == 200
        clock.shift(datetime.timedelta(minutes=4, seconds=50))
        assert client.get(OWN_PAGE).status_code == 200
        key = client.session.session_key
        clock.shift(datetime.timedelta(minutes=5, seconds=1))
        response = client.get(OWN_PAGE)
        assert response.status_code == 302
        assert response.url == "/session-terminee/?why=idle&door=learner"
        assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert not Session.objects.filter(session_key=key).exists()
        assert "Personne n’a touché" in client.get(response.url).content.decode()


def test_a_learners_session_lasts_four_hours_at_most(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enter(client, learner())
        for _quarter in range(5 * 6 - 7):
            clock.shift(datetime.timedelta(minutes=9.9))
            client.get(OWN_PAGE)
        assert client.get(OWN_PAGE).status_code == 200
        for _quarter in range(2):
            clock.shift(datetime.timedelta(minutes=9))
            response = client.get(OWN_PAGE)
        assert response.status_code == 302
        assert "why=too-long" in response.url


def test_activity_is_written_once_a_minute_at_most(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enter(client, learner())
        seen = client.session["seen_at"]
        clock.shift(30)
        client.get(OWN_PAGE)
        assert client.session["seen_at"] == seen
        clock.shift(30)
        client.get(OWN_PAGE)
        assert client.session["seen_at"] == seen + 60


def test_staff_idle_for_half_an_hour_are_signed_out(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enter_as_staff(client, counsellor())
        clock.shift(datetime.timedelta(minutes=29))
        assert client.get(OWN_PAGE).status_code == 200
        clock.shift(datetime.timedelta(minutes=30))
        assert client.get(OWN_PAGE).url == "/session-terminee/?why=idle&door=staff"


def test_a_script_of_an_ended_session_gets_a_plain_401(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enter(client, learner())
        clock.shift(datetime.timedelta(minutes=11))
        assert client.get(OWN_PAGE, headers={"sec-fetch-dest": "empty"}).status_code == 401


def test_an_htmx_request_of_an_ended_session_is_sent_to_the_kind_page(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enter_as_staff(client, counsellor())
        clock.shift(datetime.timedelta(minutes=31))
        response = client.get(OWN_PAGE, headers={"hx-request": "true"})
        assert response.status_code == 401
        assert response.headers["HX-Redirect"].startswith("/session-terminee/")


def test_a_clock_set_back_keeps_nobody_in_for_ever(client: Client) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enter(client, learner())
        clock.shift(datetime.timedelta(hours=-5))
        assert client.get(OWN_PAGE).status_code == 200
        clock.shift(datetime.timedelta(minutes=11))
        assert client.get(OWN_PAGE).status_code == 302


def test_staff_whose_last_role_ended_are_out_at_the_next_request(client: Client) -> None:
    someone = person(Role.COORDINATOR)
    enter_as_staff(client, someone)
    assert client.get(OWN_PAGE).status_code == 200
    someone.memberships.update(ended_at=datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC))
    response = client.get(OWN_PAGE)
    assert response.url == "/session-terminee/?why=no-role&door=staff"


def test_an_account_closed_is_out_at_the_next_request(client: Client) -> None:
    someone = learner()
    enter(client, someone)
    someone.is_active = False
    someone.save()
    assert client.get(OWN_PAGE).status_code == 302


def test_a_session_that_was_left_is_forgotten_with_the_names_it_held(client: Client) -> None:
    enter_as_staff(client, trainer())
    client.post("/equipe/apprenants/", {"q": "Fatima"})
    row = Session.objects.get(pk=client.session.session_key)
    assert row.get_decoded()["words:learners"] == "Fatima"
    assert row.expire_date <= timezone.now() + datetime.timedelta(hours=12)
    forget_sessions()
    assert Session.objects.filter(pk=row.pk).exists()
    Session.objects.filter(pk=row.pk).update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    forget_sessions()
    assert not Session.objects.filter(pk=row.pk).exists()
