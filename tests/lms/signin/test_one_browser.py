"""One shared computer: many people mistype there, all get in; a browser that guesses without end is slowed down."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from tests.doors import card_of, show_card
from tests.factories.people import learner

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)


@pytest.fixture
def shared(client: Client) -> Client:
    """A browser that keeps the cookie of its forms."""
    client.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32
    return client


def test_six_people_who_mistype_twice_each_at_one_computer_all_get_in(shared: Client) -> None:
    with time_machine.travel(NOW, tick=False):
        for card in [card_of(learner()) for _person in range(6)]:
            for _try in range(2):
                assert show_card(shared, code=card.code, pin="2076").status_code == 422
            assert show_card(shared, code=card.code).status_code == 302
            shared.post("/fini/")
            shared.cookies[settings.CSRF_COOKIE_NAME] = "x" * 32


def test_a_browser_that_tries_more_than_twenty_times_waits_a_second_at_a_time_and_never_for_good(
    shared: Client,
) -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False) as clock:
        said = [show_card(shared, code=f"{number:010}").content.decode() for number in range(22)]
        assert "Attendez" not in said[19]
        assert "Attendez 1 seconde" in said[21]
        assert show_card(Client(), code=f"{99:010}").status_code == 422
        clock.shift(1)
        assert show_card(shared, code=card.code).status_code == 302
