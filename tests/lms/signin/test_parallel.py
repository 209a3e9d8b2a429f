"""A hundred guesses at once, on SQLite and on PostgreSQL: no more of them are looked at than of any others."""

import datetime

import pytest

from lms.cohorts.services import open_session
from lms.signin import seat_signin, services, tries
from lms.signin.models import Pin
from tests.factories.people import CohortFactory, learner
from tests.lms.signin.rooms import classroom, type_digits
from tests.parallel import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)


def test_of_a_hundred_parallel_guesses_five_are_looked_at() -> None:
    person = learner()
    services.set_pin(user=person, pin="2075", by=None, now=NOW)
    results = at_once(100, lambda _: tries.claim(Pin.objects.get(user=person), way="code", now=NOW))
    assert results.count(None) == tries.FREE_TRIES
    assert all(isinstance(each, tries.TryLater) for each in results if each is not None)
    assert Pin.objects.get(user=person).code_failures == tries.FREE_TRIES


def test_of_a_hundred_parallel_guesses_at_a_seat_five_are_looked_at() -> None:
    person = learner()
    services.set_pin(user=person, pin="2075", by=None, now=NOW)
    results = at_once(100, lambda _: tries.claim_at_seat(Pin.objects.get(user=person)))
    assert results.count(None) == tries.FREE_TRIES
    assert all(isinstance(each, tries.CallTrainer) for each in results if each is not None)
    assert Pin.objects.get(user=person).seat_failures == tries.FREE_TRIES


def test_of_a_hundred_parallel_guesses_through_the_seats_own_page_five_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room = classroom()
    fatima = room.learner()
    looked_at: list[str] = []
    monkeypatch.setattr(seat_signin, "check_password", lambda pin, _hash: looked_at.append(pin) is not None)
    answers = at_once(100, lambda _: type_digits(room.browser(), fatima, "9173").status_code)
    assert set(answers) == {422}
    assert len(looked_at) == tries.FREE_TRIES
    assert Pin.objects.get(user=fatima).seat_failures == tries.FREE_TRIES


def test_two_groups_that_open_in_one_room_at_once_come_one_after_the_other() -> None:
    room = classroom()
    room.close()
    groups = [room.cohort, CohortFactory.create(structure=room.cohort.structure)]
    opened = at_once(2, lambda n: open_session(cohort=groups[n], room=room.room, by=room.trainer, now=NOW))
    assert sorted(type(one).__name__ for one in opened) == ["ClassSession", "RoomTaken"]
