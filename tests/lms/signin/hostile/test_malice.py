"""Whoever types wrong digits for a neighbour slows one way in, for minutes at most: the others stay open."""

import datetime

import pytest
import time_machine
from django.test import Client

from lms.signin import services, tries
from lms.signin.models import Pin
from tests.doors import Card, card_of, show_card
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
WRONG = "2076"


def _guess(card: Card, times: int, way: str = "code") -> None:
    for _try in range(times):
        show_card(Client(), **{way: getattr(card, way)}, pin=WRONG)


@pytest.mark.parametrize(("tried", "other"), [("code", "token"), ("token", "code")])
def test_the_other_way_in_stays_open(tried: str, other: str) -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False):
        _guess(card, 10, tried)
        assert show_card(Client(), **{tried: getattr(card, tried)}).status_code == 422
        assert show_card(Client(), **{other: getattr(card, other)}).status_code == 302


def test_a_neighbour_is_not_slowed_down() -> None:
    card, neighbours = card_of(learner()), card_of(learner())
    with time_machine.travel(NOW, tick=False):
        _guess(card, 20)
        assert show_card(Client(), code=neighbours.code).status_code == 302


def test_tries_while_waiting_do_not_make_the_wait_longer() -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False) as clock:
        _guess(card, 20)
        clock.shift(2)
        assert show_card(Client(), code=card.code).status_code == 302


def test_an_obstinate_guesser_keeps_the_person_waiting_five_minutes_at_most() -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False) as clock:
        for _try in range(12):
            _guess(card, 1)
            clock.shift(tries.LONGEST_WAIT)
        assert show_card(Client(), code=card.code).status_code == 302


def test_the_session_that_is_open_goes_on_while_somebody_guesses(client: Client) -> None:
    card = card_of(learner())
    show_card(client, code=card.code)
    _guess(card, 20)
    assert client.get("/mes-reglages/").status_code == 200


def test_after_a_hundred_failures_in_a_row_new_digits_are_needed_and_a_trainer_gives_them() -> None:
    someone = learner()
    card = card_of(someone)
    with time_machine.travel(NOW, tick=False) as clock:
        Pin.objects.filter(user=someone).update(code_failures=tries.MOST_FAILURES - 2)
        for _try in range(4):
            _guess(card, 1)
            clock.shift(tries.LONGEST_WAIT)
        assert Pin.objects.get(user=someone).code_failures == tries.MOST_FAILURES
        page = show_card(Client(), code=card.code).content.decode()
        assert "n’ouvrent plus" in page
        assert show_card(Client(), token=card.token).status_code == 302, "the card itself still opens"
        assert show_card(Client(), code=card.code).status_code == 422, "and the way that was guessed stays closed"
        pin = services.reset_pin(user=someone, by=trainer(), now=NOW)
        assert show_card(Client(), code=card.code, pin=pin).status_code == 302


def test_a_trainers_one_button_lets_the_person_in_at_once_with_the_same_digits() -> None:
    someone = learner()
    card = card_of(someone)
    with time_machine.travel(NOW, tick=False):
        _guess(card, 20)
        services.unlock(user=someone, by=trainer(), now=NOW)
        assert show_card(Client(), code=card.code).status_code == 302
