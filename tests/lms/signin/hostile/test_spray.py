"""Very many codes tried from one or many addresses: the alarm rings once, and a class is never shut out."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.utils import timezone

from lms.signin import services, tries
from tests.doors import PIN, Card, card_of, show_card
from tests.factories.people import learner
from tests.lms.signin.hostile.conftest import FEW

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
ALARM = "someone may be guessing"
GUESSER, ROOM = "192.0.2.66", "192.0.2.1"


def _spray(count: int, *, address: str = GUESSER, forwarded: str = "") -> None:
    """So many codes that name nobody, each with some digits; none opens."""
    for number in range(count):
        headers = {"x-forwarded-for": forwarded.format(number=number)} if forwarded else {}
        request = RequestFactory(headers=headers).post("/entrer/", REMOTE_ADDR=address)
        with pytest.raises((services.WrongCard, tries.TryLater)):
            services.sign_in_with_card(request=request, now=timezone.now(), code=f"{number:010}", pin=PIN)


def _mistype_then_enter(cards: list[Card], *, address: str) -> list[int]:
    """Each mistypes twice, then gives the right digits: what the last answer of each was."""
    clients = [Client(REMOTE_ADDR=address) for _card in cards]
    for client, card in zip(clients, cards, strict=True):
        for wrong in ("2076", "2077"):
            show_card(client, code=card.code, pin=wrong)
    return [show_card(client, code=card.code).status_code for client, card in zip(clients, cards, strict=True)]


def test_a_thousand_codes_sprayed_ring_the_alarm_once_and_a_class_that_mistypes_then_enters(
    caplog: pytest.LogCaptureFixture,
) -> None:
    cards = [card_of(learner()) for _person in range(15)]
    with time_machine.travel(NOW, tick=False):
        _spray(1000)
        assert _mistype_then_enter(cards, address=ROOM) == [302] * 15
    assert caplog.text.count(ALARM) == 1
    assert "0000000" not in caplog.text


def test_the_alarm_rings_again_in_the_next_ten_minutes_if_it_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        _spray(60)
        clock.shift(datetime.timedelta(minutes=10))
        _spray(60)
    assert caplog.text.count(ALARM) == 2


def test_the_alarm_counts_people_whatever_the_addresses(caplog: pytest.LogCaptureFixture) -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(50):
            show_card(Client(REMOTE_ADDR=f"198.51.100.{number}"), code=f"{number:010}")
    assert caplog.text.count(ALARM) == 1


def test_a_class_that_mistypes_rings_no_alarm(caplog: pytest.LogCaptureFixture) -> None:
    cards = [card_of(learner()) for _person in range(15)]
    with time_machine.travel(NOW, tick=False):
        assert _mistype_then_enter(cards, address=ROOM) == [302] * 15
    assert ALARM not in caplog.text


@pytest.mark.usefixtures("few_allowed")
def test_after_a_spray_from_their_own_room_all_enter_one_a_second() -> None:
    """Nobody is refused for good because the computer next to theirs guesses: fifteen people, fifteen seconds."""
    cards = [card_of(learner()) for _person in range(15)]
    waiting = list(range(15))
    with time_machine.travel(NOW, tick=False) as clock:
        _spray(FEW + 5, address=ROOM)
        for _second in range(15):
            clock.shift(1)
            answers = {n: show_card(Client(REMOTE_ADDR=ROOM), code=cards[n].code) for n in waiting}
            waiting = [n for n, answer in answers.items() if answer.status_code != 302]
    assert waiting == []


@pytest.mark.usefixtures("few_allowed")
@pytest.mark.parametrize(("proxies", "forwarded"), [(0, "10.0.0.{number}"), (1, "10.0.0.{number}, 203.0.113.9")])
def test_a_forged_forwarding_header_counts_for_nothing(settings: Any, proxies: int, forwarded: str) -> None:
    """Behind a trusted proxy, what counts is what the proxy itself wrote: the last address."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False):
        _spray(FEW + 1, forwarded=forwarded)
        headers = {"x-forwarded-for": forwarded.format(number=99)}
        answer = show_card(Client(REMOTE_ADDR=GUESSER, headers=headers), code=card.code)
    assert "Attendez 5 secondes" in answer.content.decode()


@pytest.mark.usefixtures("few_allowed")
def test_behind_a_trusted_proxy_each_visitor_has_an_allowance_of_their_own(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False):
        _spray(FEW + 5, address="127.0.0.1", forwarded="203.0.113.9")
        client = Client(REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "203.0.113.10"})
        assert show_card(client, code=card.code).status_code == 302


@pytest.mark.parametrize("forged", ["", ",", "garbage", "10.0.0.1,", "é", "::1%eth0", "1" * 5000, "a:b:c", "[::1]:80"])
@pytest.mark.parametrize("proxies", [0, 1])
def test_no_forwarding_header_breaks_a_door(settings: Any, proxies: int, forged: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    client = Client(headers={"x-forwarded-for": forged}, raise_request_exception=False)
    assert show_card(client, code="0000000000").status_code < 500
    assert client.post("/connexion/equipe/", {"login": "personne", "password": "faux"}).status_code < 500
