"""An error report names no code, no digits, no token, no password and no cookie, wherever a way in breaks.

Each page is broken for real and its report written as Django mails it, in text and in HTML.
"""

import datetime
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.views.debug import ExceptionReporter

from lms.signin.models import Handover
from lms.signin.services import issue_card, set_pin
from lms.signin.trials import begin_trial
from tests.doors import FORM, PASSWORD, enter, enter_as_staff, show_card
from tests.factories.people import learner, trainer
from tests.lms.signin.rooms import classroom, type_digits

pytestmark = pytest.mark.django_db
DIGITS = "8362"
TYPED_PASSWORD = "un autre mot de passe"


class Broken(Exception):
    """What breaks the page; it says nothing itself."""


@pytest.fixture
def reports() -> Iterator[list[str]]:
    """The reports of all that broke, in both forms."""
    written: list[str] = []

    def write(request: HttpRequest, **_sent: Any) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        written.extend([reporter.get_traceback_text(), reporter.get_traceback_html()])

    got_request_exception.connect(write)
    yield written
    got_request_exception.disconnect(write)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Call it with the dotted name of what shall break."""

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise Broken

    return lambda name: monkeypatch.setattr(name, fail)


def _browser() -> Client:
    return Client(raise_request_exception=False)


def _says(report: str, secret: str) -> bool:
    """Whether it stands there by itself, not within a longer number."""
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(secret)}(?![0-9A-Za-z])", report) is not None


def _assert_discreet(reports: list[str], client: Client, *secrets: str) -> None:
    assert len(reports) == 2, "the page did not break"
    cookies = [morsel.value for name, morsel in client.cookies.items() if name != "scripted" and morsel.value]
    for report in reports:
        assert "Broken" in report
        assert [secret for secret in (*secrets, *cookies) if _says(report, secret)] == []


def _card() -> Any:
    someone = learner()
    now = timezone.now()
    set_pin(user=someone, pin=DIGITS, by=None, now=now)
    return issue_card(user=someone, by=None, now=now)


@pytest.mark.parametrize("where", ["open_session", "check_password", "refuse_crowd", "card_with_code"])
def test_the_card_typed(where: str, reports: list[str], broken: Any) -> None:
    card, client = _card(), _browser()
    client.get("/entrer/")
    broken(f"lms.signin.services.{where}")
    show_card(client, code=card.code, pin=DIGITS)
    _assert_discreet(reports, client, card.code, DIGITS)


def test_the_card_read(reports: list[str], broken: Any) -> None:
    card, client = _card(), _browser()
    broken("lms.signin.services.open_session")
    show_card(client, token=card.token, pin=DIGITS)
    _assert_discreet(reports, client, card.token, DIGITS)


def test_the_address_that_a_reader_typed(reports: list[str], broken: Any) -> None:
    card, client = _card(), _browser()
    broken("lms.signin.views.asks_pin")
    show_card(client, code=card.address, pin="")
    _assert_discreet(reports, client, card.token)


def test_what_breaks_before_the_page_is_reached(reports: list[str], broken: Any) -> None:
    card, client = _card(), _browser()
    enter(client, learner())
    broken("lms.signin.sessions.why_over")
    show_card(client, code=card.code, pin=DIGITS)
    _assert_discreet(reports, client, card.code, DIGITS)


def test_the_seat(reports: list[str], broken: Any) -> None:
    room, client = classroom(), _browser()
    someone = room.learner(pin=DIGITS)
    client.cookies[settings.SEAT_COOKIE_NAME] = room.token
    broken("lms.signin.seat_signin.open_session")
    type_digits(client, someone, DIGITS)
    _assert_discreet(reports, client, room.token, DIGITS)


def test_the_digits_of_a_frozen_session(reports: list[str], broken: Any) -> None:
    client = _browser()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        enter(client, learner())
        clock.shift(datetime.timedelta(minutes=11))
        client.get("/mes-reglages/")
        broken("lms.signin.freezing.check_password")
        client.post("/session-terminee/", {"form": FORM, f"{FORM}-pin": DIGITS})
    _assert_discreet(reports, client, DIGITS)


def test_the_digits_that_a_computer_shows(reports: list[str], broken: Any) -> None:
    client = _browser()
    client.post(reverse("handover"))
    broken("lms.signin.handover_views.render")
    client.get(reverse("handover"))
    _assert_discreet(reports, client, Handover.objects.get().code)


def test_the_digits_typed_on_the_phone(reports: list[str], broken: Any) -> None:
    client = _browser()
    enter(client, learner())
    broken("lms.signin.handovers._refuse_crowd")
    client.post(reverse("handover_code"), {"code": "482913"})
    _assert_discreet(reports, client, "482913")


@pytest.mark.parametrize("name", ["trial_resume", "trial_claim"])
def test_the_trials_code_typed(name: str, reports: list[str], broken: Any) -> None:
    client, code = _browser(), begin_trial(now=timezone.now()).code
    if name == "trial_claim":
        enter(client, learner())
    broken("lms.signin.trials.refuse_crowd")
    client.post(reverse(name), {"code": code})
    _assert_discreet(reports, client, code)


def test_the_trials_code_shown(reports: list[str], broken: Any) -> None:
    client, code = _browser(), begin_trial(now=timezone.now()).code
    client.post(reverse("trial_resume"), {"code": code})
    broken("lms.signin.trial_views.render")
    client.get(reverse("trial_code"))
    _assert_discreet(reports, client, code)


@pytest.mark.parametrize("name", ["account_login", "account_reauthenticate", "account_change_password"])
def test_the_teams_password(name: str, reports: list[str], broken: Any) -> None:
    client, someone = _browser(), trainer()
    if name != "account_login":
        enter_as_staff(client, someone)
    broken("lms.accounts.models.User.check_password")
    broken("django.contrib.auth.hashers.check_password")
    someone.set_password(PASSWORD)
    typed = {"login": someone.username, "password": TYPED_PASSWORD, "oldpassword": TYPED_PASSWORD}
    client.post(reverse(name), typed | {"password1": TYPED_PASSWORD, "password2": TYPED_PASSWORD})
    _assert_discreet(reports, client, TYPED_PASSWORD)


def _desk() -> tuple[Client, Any]:
    """A trainer at the desk, and somebody of their group."""
    room, client = classroom(), _browser()
    enter_as_staff(client, room.trainer)
    return client, room.learner()


def test_new_digits_given_at_the_desk(reports: list[str], broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client, someone = _desk()
    monkeypatch.setattr("lms.signin.codes.new_pin", lambda _choice: DIGITS)
    broken("lms.desk.learner_views.render")
    client.post(reverse("pin_reset", args=[someone.uuid]))
    _assert_discreet(reports, client, DIGITS)


@pytest.mark.parametrize("name", ["card_lost", "cards_print"])
def test_cards_made_at_the_desk(name: str, reports: list[str], broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client, someone = _desk()
    code, token = "K7M2QX9RTD", "3K7M2QX9RTDK7M2QX9RTDK7M2Q"
    monkeypatch.setattr("lms.signin.codes.new_code", lambda _choice: code)
    monkeypatch.setattr("lms.signin.codes.new_token", lambda _choice: token)
    broken("lms.desk.learner_views.queries.card_rows")
    args = [someone.uuid] if name == "card_lost" else []
    client.post(reverse(name, args=args), {"people": [str(someone.uuid)]})
    _assert_discreet(reports, client, code, token)


def test_a_page_that_marks_nothing_still_shows_no_form_and_no_cookie(reports: list[str], broken: Any) -> None:
    client = _browser()
    enter(client, learner())
    broken("lms.accounts.services.choose_picture")
    broken("lms.signin.own_views.choose_picture")
    client.post(reverse("my_picture"), {"picture": "cat", "note": DIGITS})
    _assert_discreet(reports, client, DIGITS)
