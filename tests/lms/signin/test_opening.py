"""A session opens under a new key, is listed while it lasts, and never gives a role."""

import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone

from lms.signin import sessions
from lms.signin.devices import device_words
from lms.signin.elsewhere import open_now
from lms.signin.models import OpenSession
from lms.signin.opening import NotALearner, open_session
from lms.structures.queries import memberships_of
from lms.tasks import forget_sessions
from tests.doors import card_of, enter, enter_as_staff, show_card
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def _request(client: Client) -> Any:
    request = RequestFactory().post("/")
    request.session = client.session
    return request


def test_an_open_session_is_listed_with_its_device_and_goes_with_it() -> None:
    client = Client(headers={"user-agent": FIREFOX})
    someone = learner()
    enter(client, someone)
    row = OpenSession.objects.get(user=someone)
    assert (row.session_key, row.device, row.seat) == (client.session.session_key, "Firefox, Windows", None)
    client.post("/fini/")
    assert not OpenSession.objects.exists()


def test_the_next_persons_sign_in_ends_the_first_and_its_row(client: Client) -> None:
    enter(client, learner())
    second = learner()
    enter(client, second)
    assert OpenSession.objects.get().user == second


def test_staff_signing_in_over_a_learners_session_end_its_row(client: Client) -> None:
    enter(client, learner())
    enter_as_staff(client, trainer())
    assert not OpenSession.objects.exists()


def test_an_idle_end_keeps_the_row_while_the_session_waits_for_its_digits(client: Client) -> None:
    person = learner()
    with time_machine.travel(NOW, tick=False) as clock:
        enter(client, person)
        clock.shift(datetime.timedelta(hours=1))
        assert client.get("/mes-reglages/").status_code == 302
        assert OpenSession.objects.get().user == person
        clock.shift(datetime.timedelta(hours=1))
        forget_sessions()
    assert not OpenSession.objects.exists()


def test_the_sweep_forgets_only_sessions_that_are_gone(client: Client) -> None:
    gone, left = Client(), Client()
    enter(gone, learner())
    stays = learner()
    enter(left, stays)
    Session.objects.get(session_key=gone.session.session_key).delete()
    forget_sessions()
    assert OpenSession.objects.get().user == stays


def test_a_browser_closed_without_a_word_is_listed_no_longer_than_its_session_could_last(client: Client) -> None:
    person = learner()
    with time_machine.travel(NOW, tick=False) as clock:
        enter(client, person)
        clock.shift(datetime.timedelta(hours=3, minutes=59))
        assert open_now(now=timezone.now()).get().user == person
        clock.shift(datetime.timedelta(minutes=1))
        assert not open_now(now=timezone.now()).exists()
        forget_sessions()
        assert not OpenSession.objects.exists()


def test_the_session_remembers_when_the_person_came_the_time_before(client: Client) -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False) as clock:
        show_card(client, code=card.code)
        assert sessions.last_time(client.session) is None
        clock.shift(datetime.timedelta(days=1))
        show_card(client, code=card.code)
    assert sessions.last_time(client.session) == NOW


def test_no_session_opens_for_whoever_has_staff_rights(client: Client) -> None:
    enter(client, learner())
    member = trainer()
    with pytest.raises(NotALearner):
        open_session(
            request=_request(client), user=member, memberships=list(memberships_of(member)), now=NOW, target="card:0"
        )
    assert not OpenSession.objects.filter(user=member).exists()


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Linux"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_two_words_and_nothing_sent_is_copied(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words
