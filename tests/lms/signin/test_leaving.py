"""The ways out: where they lead, and that what the request carries is kept first."""

import datetime
import re

import pytest
from django.http import HttpRequest
from django.test import Client

from lms.accounts.models import User
from lms.signin import leaving
from tests.doors import enter
from tests.factories.people import learner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("way", "where"), [("change", "/entrer/"), ("not_me", "/entrer/")])
def test_who_takes_the_seat_comes_straight_to_the_door_with_another_cookie(client: Client, way: str, where: str):
    enter(client, learner())
    response = client.post("/fini/", {"leave": way})
    assert (response.status_code, response.url) == (303, where)
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert response.cookies["sessionid"].value == response.cookies["csrftoken"].value == ""


def test_a_script_gets_a_plain_answer_that_empties_the_browser(client: Client) -> None:
    enter(client, learner())
    response = client.post("/fini/", {"leave": "done"}, headers={"x-requested-with": "fetch"})
    assert response.status_code == 204
    assert "Clear-Site-Data" in response.headers


def test_what_is_registered_keeps_what_the_request_holds_and_once(client: Client, monkeypatch) -> None:
    kept: list[tuple[str, User]] = []

    def keeper(request: HttpRequest, user: User, now: datetime.datetime) -> None:
        kept.append((request.POST["half"], user))

    monkeypatch.setattr(leaving, "_keepers", [])
    leaving.keeps_unfinished(keeper)
    leaving.keeps_unfinished(keeper)
    someone = learner()
    enter(client, someone)
    client.post("/fini/", {"leave": "change", "half": "typed"})
    assert kept == [("typed", someone)]


def test_every_page_of_a_learner_offers_the_three_ways_out(client: Client) -> None:
    enter(client, learner())
    for path in ("/accueil/", "/mes-reglages/", "/mes-certificats/", "/qui-peut-voir-mon-parcours/"):
        page = client.get(path).content.decode()
        for way in ("not_me", "change", "done"):
            assert f'<button name="leave" value="{way}"' in page, path


def _mark(client: Client) -> str:
    """What the pages' script knows the person by."""
    shown = re.search(r'data-signed-in="([0-9a-f]{12})"', client.get("/accueil/").content.decode())
    assert shown
    return shown[1]


def test_who_left_while_the_line_was_down_is_out_whatever_page_is_loaded_next(client: Client) -> None:
    enter(client, learner())
    client.cookies["scripted"] = f"leaving{_mark(client)}"
    assert (
        client.post("/session-active/", headers={"x-requested-with": "fetch"}).status_code == 204
    )  # what waits may go
    response = client.get("/accueil/")
    assert (response.status_code, response.url) == (302, "/fini/")
    assert response.cookies["sessionid"].value == response.cookies["scripted"].value == ""
    assert client.get("/accueil/").url.startswith("/entrer/")


def test_the_mark_of_who_left_is_gone_before_the_next_person_enters(client: Client) -> None:
    client.cookies["scripted"] = "leaving0123456789ab"
    assert client.get("/entrer/").cookies["scripted"].value == ""
    enter(client, learner())
    assert client.get("/accueil/").status_code == 200


def test_the_mark_of_who_left_ends_nobody_elses_session(client: Client) -> None:
    """A tab of theirs was asleep, and wakes up once the next person is at work."""
    enter(client, learner())
    mark = _mark(client)
    enter(client, learner())
    for left in ("leaving", f"leaving{mark}"):
        client.cookies["scripted"] = left
        assert client.get("/accueil/").status_code == 200
