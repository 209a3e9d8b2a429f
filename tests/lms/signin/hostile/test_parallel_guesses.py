"""A hundred guesses at once at four processes: no more are looked at than five, whatever the way in."""

import time
from collections import Counter
from collections.abc import Callable

import pytest

from lms.signin import tries
from lms.signin.models import Pin
from tests.doors import PASSWORD, card_of
from tests.factories.people import counsellor, learner
from tests.lms.signin.hostile.server import Answer, Visitor
from tests.parallel import at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("several-processes"),
]

GUESSES = 100
WRONG = "ne sont pas bons"
WAIT = "Attendez"


def _guess(site: str, door: str, guess: Callable[[Visitor, int], Answer]) -> tuple[Counter[str], float]:
    """A hundred visitors who opened the page before guess at once: how often each answer came, and the seconds."""
    visitors = [Visitor(site).at_the_door(door) for _guess in range(GUESSES)]
    begun = time.monotonic()
    answers = at_once(GUESSES, lambda number: guess(visitors[number], number))
    return Counter(_word(one) for one in answers), time.monotonic() - begun


def _word(answer: Answer | Exception) -> str:
    words = (WRONG, "n’est pas juste", "Trop d’essais", WAIT)
    found = [word for word in words if isinstance(answer, Answer) and word in answer.body]
    return found[0] if found else repr(answer)[:400]


def _allowed_within(seconds: float) -> int:
    """How many tries a patient guesser has in this time: five, then one after each wait."""
    looked_at, spent = tries.FREE_TRIES, 0.0
    while (spent := spent + tries.wait_after(looked_at).total_seconds()) <= seconds:
        looked_at += 1
    return looked_at


def _assert_five_looked_at(counted: Counter[str], seconds: float) -> None:
    assert tries.FREE_TRIES <= counted[WRONG] <= _allowed_within(seconds), (counted, seconds)
    assert counted[WRONG] + counted[WAIT] == GUESSES, counted


def test_of_a_hundred_pins_guessed_at_once_five_are_looked_at(site: str) -> None:
    person = learner()
    code = card_of(person).code
    counted, seconds = _guess(site, "/entrer/", lambda visitor, n: visitor.show_card(code=code, pin=f"9{n:03}"))
    _assert_five_looked_at(counted, seconds)
    assert Pin.objects.get(user=person).code_failures == counted[WRONG]


def test_of_a_hundred_guesses_with_a_stolen_qr_five_are_looked_at(site: str) -> None:
    person = learner()
    token = card_of(person).token
    counted, seconds = _guess(site, "/entrer/", lambda visitor, n: visitor.show_card(token=token, pin=f"9{n:03}"))
    _assert_five_looked_at(counted, seconds)
    assert Pin.objects.get(user=person).token_failures == counted[WRONG]


def test_a_code_that_names_nobody_is_looked_at_no_more_often(site: str) -> None:
    """Else a hundred guesses at once would tell which codes exist."""
    counted, seconds = _guess(site, "/entrer/", lambda visitor, n: visitor.show_card(code="0" * 10, pin=f"9{n:03}"))
    _assert_five_looked_at(counted, seconds)


def test_of_a_hundred_passwords_guessed_at_once_five_are_looked_at(site: str) -> None:
    member = counsellor()
    member.set_password(PASSWORD)
    member.save()

    def guess(visitor: Visitor, number: int) -> Answer:
        return visitor.give_password(username=member.username, password=f"mot-{number}")

    counted, _seconds = _guess(site, "/connexion/equipe/", guess)
    assert 1 <= counted["n’est pas juste"] <= 5
    assert counted["n’est pas juste"] + counted["Trop d’essais"] == GUESSES, counted
    assert "Trop d’essais" in Visitor(site).give_password(username=member.username, password=PASSWORD).body


def test_a_class_that_signs_in_at_once_is_not_slowed_down(site: str) -> None:
    """Thirty people, one address, one moment: all enter at the first try."""
    cards = [card_of(learner()) for _person in range(30)]
    visitors = [Visitor(site).at_the_door() for _card in cards]
    answers = at_once(30, lambda n: visitors[n].show_card(code=cards[n].code, pin=cards[n].pin))
    assert [one.url.removeprefix(site) for one in answers if isinstance(one, Answer)] == ["/accueil/"] * 30
