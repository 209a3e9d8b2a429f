"""Cards, PINs and wrong tries."""

import datetime
import random

import pytest

from lms.accounts.models import User
from lms.journal.models import Entry
from lms.signin import services, tries
from lms.signin.models import Card, Pin
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)


def test_printing_a_card_ends_the_one_before() -> None:
    person = learner()
    first = services.issue_card(user=person, by=None, now=NOW)
    second = services.issue_card(user=person, by=None, now=NOW)
    assert Card.objects.get(revoked_at=None) == second.card
    assert first.code != second.code


def test_no_code_can_be_read_from_the_database() -> None:
    issued = services.issue_card(user=learner(), by=None, now=NOW)
    row = Card.objects.values().get()
    assert issued.code not in str(row)
    assert issued.token not in str(row)


def test_the_qr_holds_the_token_after_the_hash() -> None:
    issued = services.issue_card(user=learner(), by=None, now=NOW)
    assert issued.address.endswith(f"/entrer/#{issued.token}")


def test_a_seed_gives_the_same_card_and_pin_again() -> None:
    one, two = learner(), learner()
    first = services.issue_card(user=one, by=None, now=NOW, choice=random.Random("demo-1").choice)
    Card.objects.all().delete()
    again = services.issue_card(user=two, by=None, now=NOW, choice=random.Random("demo-1").choice)
    assert (first.code, first.token) == (again.code, again.token)


def test_every_act_on_a_card_or_pin_is_in_the_journal() -> None:
    person, by = learner(), trainer()
    services.issue_card(user=person, by=by, now=NOW)
    services.reset_pin(user=person, by=by, now=NOW)
    services.set_pin(user=person, pin="2075", by=by, now=NOW)
    services.revoke_card(user=person, by=by, now=NOW)
    about = Entry.objects.about(person.pk)
    assert sorted(about.values_list("verb", flat=True)) == ["card.issued", "card.revoked", "pin.reset", "pin.set"]
    assert {entry.actor for entry in about} == {by}


@pytest.mark.parametrize("pin", ["0000", "1234", "12", "abcd", "١٢٣٤"])
def test_a_weak_pin_is_refused(pin: str) -> None:
    with pytest.raises(services.WeakPin):
        services.set_pin(user=learner(), pin=pin, by=None, now=NOW)


def test_the_wait_doubles_after_five_tries_and_stops_at_five_minutes() -> None:
    waits = [tries.wait_after(failures).total_seconds() for failures in range(15)]
    assert waits == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def _pin_of(person: User) -> Pin:
    services.set_pin(user=person, pin="2075", by=None, now=NOW)
    return Pin.objects.get(user=person)


def test_a_wrong_clock_never_closes_an_account_for_long() -> None:
    pin = _pin_of(learner())
    Pin.objects.update(code_failures=9, code_retry_at=NOW + datetime.timedelta(days=400))
    tries.claim(pin, way="code", now=NOW)


def test_a_hundred_wrong_tries_ask_for_a_new_pin_which_opens_again() -> None:
    person = learner()
    pin = _pin_of(person)
    Pin.objects.update(code_failures=100)
    with pytest.raises(tries.NewPinNeeded):
        tries.claim(pin, way="code", now=NOW)
    services.reset_pin(user=person, by=None, now=NOW)
    tries.claim(pin, way="code", now=NOW)


def test_waits_of_the_typed_code_do_not_stop_the_holder_of_the_card() -> None:
    pin = _pin_of(learner())
    Pin.objects.update(code_failures=20, code_retry_at=NOW + datetime.timedelta(seconds=200))
    with pytest.raises(tries.TryLater):
        tries.claim(pin, way="code", now=NOW)
    tries.claim(pin, way="token", now=NOW)
