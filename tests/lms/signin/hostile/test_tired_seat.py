"""Whoever types wrong digits on every tile of one seat tires the seat, not the class."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine

from lms.accounts.models import User
from lms.signin.models import Pin
from lms.signin.seat_signin import PER_SEAT
from lms.signin.seats import register_seat
from tests.doors import card_of, show_card
from tests.lms.signin.rooms import Classroom, choose, classroom, type_digits

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
WRONG = "2076"
WAIT = "Attendez une minute"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def room(clock: time_machine.Traveller) -> Classroom:
    return classroom()


@pytest.fixture
def people(room: Classroom) -> list[User]:
    return [room.learner(f"Prénom{number}") for number in range(15)]


def _tires(room: Classroom, people: list[User]) -> int:
    """Five wrong tries on each tile, each in a browser that looks new. Returns how many tries were looked at."""
    answers = [type_digits(room.browser(), person, WRONG).content.decode() for person in people for _try in range(5)]
    return sum(WAIT not in answer for answer in answers)


def _closed(people: list[User]) -> int:
    return Pin.objects.filter(user__in=people, seat_failures__gte=5).count()


def test_a_prankster_closes_the_way_of_a_few_and_the_others_lose_no_try(room: Classroom, people: list[User]) -> None:
    assert _tires(room, people) == PER_SEAT.uses + 1
    assert _closed(people) == 4
    assert Pin.objects.filter(user__in=people[5:]).exclude(seat_failures=0).count() == 0


def test_the_tired_seat_says_what_to_do_and_looks_at_the_right_digits_a_minute_later(
    room: Classroom, people: list[User], clock: time_machine.Traveller
) -> None:
    _tires(room, people)
    client = room.browser()
    choose(client, people[-1])
    refused = type_digits(client, people[-1])
    assert refused.status_code == 422
    assert WAIT in refused.content.decode()
    assert "votre carte" in refused.content.decode()
    clock.shift(60)
    assert type_digits(client, people[-1]).status_code == 302


def test_the_card_opens_at_the_tired_seat_at_once(room: Classroom, people: list[User]) -> None:
    _tires(room, people)
    for person in (people[0], people[-1]):
        card = card_of(person)
        assert show_card(room.browser(), code=card.code).status_code == 302


def test_the_next_seat_of_the_room_is_not_tired(room: Classroom, people: list[User], rf) -> None:
    _tires(room, people)
    _seat, token = register_seat(request=rf.get("/"), room=room.room, name="Poste 2", by=room.trainer, now=NOW)
    room.token = token
    assert type_digits(room.browser(), people[-1]).status_code == 302


def test_people_who_know_their_digits_tire_no_seat(room: Classroom, people: list[User]) -> None:
    for _hour in range(2):
        assert [type_digits(room.browser(), person).status_code for person in people] == [302] * 15
    assert type_digits(room.browser(), people[0], WRONG).status_code == 422
    assert type_digits(room.browser(), people[0]).status_code == 302


def test_an_obstinate_prankster_still_closes_no_more_than_two_people_in_ten_minutes(
    room: Classroom, people: list[User], clock: time_machine.Traveller
) -> None:
    _tires(room, people)
    clock.move_to(NOW + datetime.timedelta(seconds=1))
    for _minute in range(9):
        clock.shift(60)
        _tires(room, people)
    assert _closed(people) <= 4 + 2
