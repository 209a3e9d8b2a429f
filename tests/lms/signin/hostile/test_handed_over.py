"""Passing a sign-in on from a phone: digits taken twice, confirmed by the wrong people, seats that were planted."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lms.accounts.models import User
from lms.signin import services
from lms.signin.models import Handover
from lms.structures.models import Role
from lms.structures.services import give_membership
from tests.doors import enter, enter_as_staff
from tests.factories.people import StructureFactory, learner, trainer

pytestmark = pytest.mark.django_db
ASK, OPEN = "/entrer/telephone/", "/entrer/telephone/ouvrir/"
CODE, CONFIRM = "/continuer-sur-un-ordinateur/", "/continuer-sur-un-ordinateur/confirmer/"
OWN_PAGE = "/mes-reglages/"


def _waiting(client: Client) -> Handover:
    client.post(ASK)
    return Handover.objects.get(session_key=client.session.session_key)


def _phone(person: User | None = None) -> Client:
    phone = Client()
    enter(phone, person or learner())
    return phone


def _confirm(phone: Client, waiting: Handover) -> Any:
    phone.post(CODE, {"code": waiting.code})
    return phone.post(CONFIRM, {"handover": str(waiting.uuid)})


def _signed_in(client: Client) -> bool:
    return client.get(OWN_PAGE).status_code == 200


def test_of_two_phones_the_first_to_confirm_has_the_seat() -> None:
    seat, first, second = Client(), learner(), learner()
    waiting = _waiting(seat)
    late = _phone(second)
    assert _confirm(_phone(first), waiting).status_code == 200
    assert _confirm(late, waiting).status_code == 422
    assert _signed_in(late), "whoever came late stays signed in on their phone"
    seat.post(OPEN)
    assert seat.session["_auth_user_id"] == str(first.pk)


def test_of_two_seats_only_the_one_whose_digits_were_typed_opens() -> None:
    seat, other = Client(), Client()
    waiting, _another = _waiting(seat), _waiting(other)
    _confirm(_phone(), waiting)
    other.post(OPEN)
    assert not _signed_in(other)
    seat.post(OPEN)
    assert _signed_in(seat)


def test_a_seat_that_has_opened_once_does_not_open_again() -> None:
    seat = Client()
    waiting = _waiting(seat)
    _confirm(_phone(), waiting)
    seat.post(OPEN)
    seat.post("/fini/")
    seat.post(OPEN)
    assert not _signed_in(seat)


def test_whoever_copied_the_seats_session_beforehand_picks_nothing_up() -> None:
    """Planted: the cookie that the browser had when the person asked for digits is worth nothing afterwards."""
    seat = Client()
    seat.post(ASK)
    thief = Client()
    thief.cookies["sessionid"] = seat.cookies["sessionid"].value
    waiting = _waiting(seat)
    _confirm(_phone(), waiting)
    thief.post(OPEN)
    assert not _signed_in(thief)
    seat.post(OPEN)
    assert _signed_in(seat)


def test_a_card_revoked_between_the_confirmation_and_the_seat_opens_nothing() -> None:
    seat, person = Client(), learner()
    waiting = _waiting(seat)
    _confirm(_phone(person), waiting)
    services.revoke_card(user=person, by=trainer(), now=timezone.now())
    seat.post(OPEN)
    assert not _signed_in(seat)


@pytest.mark.parametrize("change", ["deactivated", "staff"])
def test_whoever_may_no_longer_enter_gets_no_session_at_the_seat(change: str) -> None:
    seat, person = Client(), learner()
    waiting = _waiting(seat)
    _confirm(_phone(person), waiting)
    if change == "staff":
        now = timezone.now()
        give_membership(user=person, structure=StructureFactory.create(), role=Role.COUNSELLOR, by=None, now=now)
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)
    seat.post(OPEN)
    assert not _signed_in(seat)


def test_staff_neither_see_nor_confirm_the_seats_that_wait(client: Client) -> None:
    seat = Client()
    waiting = _waiting(seat)
    enter_as_staff(client, trainer())
    assert client.post(CODE, {"code": waiting.code}).status_code == 404
    assert client.post(CONFIRM, {"handover": str(waiting.uuid)}).status_code == 404
    seat.post(OPEN)
    assert not _signed_in(seat)


def test_somebody_without_session_confirms_nothing() -> None:
    seat = Client()
    waiting = _waiting(seat)
    assert Client().post(CONFIRM, {"handover": str(waiting.uuid)}).status_code == 302
    seat.post(OPEN)
    assert not _signed_in(seat)


@pytest.mark.parametrize("late", [datetime.timedelta(minutes=5), datetime.timedelta(days=-1)])
def test_digits_outlive_neither_their_minutes_nor_a_clock_that_jumps(late: datetime.timedelta) -> None:
    seat, phone = Client(), _phone()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        waiting = _waiting(seat)
        clock.shift(late)
        if late > datetime.timedelta():
            assert _confirm(phone, waiting).status_code in {302, 422}
        clock.shift(datetime.timedelta(minutes=6))
        seat.post(OPEN)
    assert not _signed_in(seat)


@pytest.mark.parametrize("odd", ["", "x", "\x00", "1" * 5000, "00000000-0000-0000-0000-000000000000", "-1", "é"])
def test_an_odd_name_of_a_seat_is_refused_without_a_failure(odd: str) -> None:
    phone = _phone()
    phone.raise_request_exception = False
    assert phone.post(CONFIRM, {"handover": odd}).status_code in {404, 422}
    assert phone.post(CODE, {"code": odd}).status_code == 422
    assert _signed_in(phone)
