"""A server's clock that jumps, back or forward: limits neither open nor lock for ever, sessions neither."""

import datetime

import pytest
import time_machine
from django.test import Client

from tests.doors import card_of, enter, enter_as_staff, show_card
from tests.factories.people import counsellor, learner
from tests.lms.signin.hostile.conftest import FEW

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
JUMPS = [
    datetime.timedelta(**how) for how in ({"days": -3000}, {"hours": -1}, {"minutes": -3}, {"hours": 1}, {"days": 3000})
]
LONGEST_WAIT = datetime.timedelta(minutes=5)
OWN_PAGE = "/mes-reglages/"
every_jump = pytest.mark.parametrize("jump", JUMPS, ids=str)


@every_jump
def test_a_person_who_waits_is_let_in_five_minutes_after_the_jump_at_most(jump: datetime.timedelta) -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False) as clock:
        for _try in range(9):
            show_card(Client(), code=card.code, pin="2076")
            clock.shift(31)
        clock.shift(jump)
        clock.shift(LONGEST_WAIT)
        assert show_card(Client(), code=card.code).status_code == 302


@every_jump
def test_a_jump_gives_a_guesser_one_try_more_and_no_fresh_five(jump: datetime.timedelta) -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False) as clock:
        for _try in range(6):
            show_card(Client(), code=card.code, pin="2076")
        clock.shift(jump)
        answers = [show_card(Client(), code=card.code, pin="2076").content.decode() for _try in range(5)]
    assert sum("ne sont pas bons" in answer for answer in answers) <= 1


@every_jump
@pytest.mark.usefixtures("few_allowed")
def test_a_crowded_address_is_not_shut_out_by_a_jump(jump: datetime.timedelta) -> None:
    card = card_of(learner())
    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(FEW + 5):
            show_card(Client(), code=f"{number:010}")
        assert "Attendez 5" in show_card(Client(), code=card.code).content.decode()
        clock.shift(jump)
        clock.shift(1)
        assert show_card(Client(), code=card.code).status_code == 302


@pytest.mark.parametrize("who", ["learner", "staff"])
@pytest.mark.parametrize(
    "back", [datetime.timedelta(hours=1), datetime.timedelta(days=1), datetime.timedelta(days=3000)]
)
def test_a_clock_set_back_keeps_no_session_open_past_its_longest(
    who: str, back: datetime.timedelta, client: Client
) -> None:
    """Counted from the jump at the worst: four hours for a learner, twelve for staff, however far the clock went."""
    with time_machine.travel(NOW, tick=False) as clock:
        if who == "learner":
            enter(client, learner())
        else:
            enter_as_staff(client, counsellor())
        clock.shift(-back)
        hours = 4 if who == "learner" else 12
        for _step in range(hours * 60 // 9 + 2):
            clock.shift(datetime.timedelta(minutes=9))
            if client.get(OWN_PAGE).status_code == 302:
                return
    pytest.fail("the session is still open")


@pytest.mark.parametrize("forward", [datetime.timedelta(hours=13), datetime.timedelta(days=3000)])
def test_a_clock_set_forward_ends_sessions_and_lets_people_in_again(
    forward: datetime.timedelta, client: Client
) -> None:
    someone = learner()
    card = card_of(someone)
    with time_machine.travel(NOW, tick=False) as clock:
        show_card(client, code=card.code)
        clock.shift(forward)
        assert client.get(OWN_PAGE).status_code == 302
        assert show_card(client, code=card.code).status_code == 302
        clock.shift(-forward)
        assert client.get(OWN_PAGE).status_code in {200, 302}
        assert show_card(client, code=card.code).status_code == 302
        assert client.get(OWN_PAGE).status_code == 200
