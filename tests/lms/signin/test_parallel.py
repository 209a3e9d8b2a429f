"""A hundred guesses at once, on SQLite and on PostgreSQL: no more of them are looked at than of any others."""

import datetime

import pytest

from lms.signin import services, tries
from lms.signin.models import Pin
from tests.factories.people import learner
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
