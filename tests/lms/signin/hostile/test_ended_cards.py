"""Cards that were revoked, printed again, or whose person has gone: neither the code nor the QR opens anything."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lms.accounts.models import User
from lms.journal.models import Entry
from lms.signin import services
from lms.structures.services import end_membership
from tests.doors import Card, card_of, show_card
from tests.factories.people import MembershipFactory, learner, trainer

pytestmark = pytest.mark.django_db
OWN_PAGE = "/mes-reglages/"


def _assert_opens_nothing(card: Card) -> None:
    for way in ({"code": card.code}, {"token": card.token}):
        client = Client()
        assert show_card(client, **way).status_code == 422
        assert client.get(OWN_PAGE).status_code == 302


def _assert_opens(card: Card) -> None:
    for way in ({"code": card.code}, {"token": card.token}):
        client = Client()
        assert show_card(client, **way).status_code == 302
        assert client.get(OWN_PAGE).status_code == 200


def _revoke(someone: User) -> None:
    services.revoke_card(user=someone, by=trainer(), now=timezone.now())


def _deactivate(someone: User) -> None:
    someone.is_active = False
    someone.save()


def _end_membership(someone: User) -> None:
    later = timezone.now() + datetime.timedelta(seconds=1)
    end_membership(membership=someone.memberships.get(), by=None, now=later)


def _make_staff(someone: User) -> None:
    someone.is_staff = True
    someone.save()


@pytest.mark.parametrize("end", [_revoke, _deactivate, _end_membership, _make_staff])
def test_a_card_of_someone_who_may_no_longer_enter_opens_nothing(end: Any) -> None:
    someone = learner()
    card = card_of(someone)
    _assert_opens(card)
    end(someone)
    _assert_opens_nothing(card)


@pytest.mark.parametrize("end", [_revoke, _deactivate, _end_membership, _make_staff])
def test_the_session_that_it_had_opened_is_over_at_the_next_request(end: Any, client: Client) -> None:
    someone = learner()
    show_card(client, token=card_of(someone).token)
    assert client.get(OWN_PAGE).status_code == 200
    end(someone)
    assert client.get(OWN_PAGE).status_code == 302
    assert someone.first_name not in client.get("/aide/").content.decode()


def test_of_two_cards_printed_only_the_last_opens() -> None:
    someone = learner()
    first, second = card_of(someone), card_of(someone)
    _assert_opens_nothing(first)
    _assert_opens(second)


def test_the_code_of_the_old_card_with_the_qr_of_the_new_is_the_new_card() -> None:
    """The QR that was read counts; what stands typed beside it does not open anything by itself."""
    someone = learner()
    old, new = card_of(someone), card_of(someone)
    client = Client()
    assert show_card(client, code=new.code, token=old.token).status_code == 422
    assert show_card(client, code=old.code, token=new.token).status_code == 302


def test_one_of_two_memberships_is_enough_to_go_on() -> None:
    someone = learner()
    card = card_of(someone)
    MembershipFactory.create(user=someone)
    end_membership(membership=someone.memberships.first(), by=None, now=timezone.now() + datetime.timedelta(seconds=1))
    _assert_opens(card)


def test_a_refused_card_is_journalled_without_its_code() -> None:
    someone = learner()
    card = card_of(someone)
    show_card(Client(), code=card.code, pin="2076")
    rows = str(list(Entry.objects.about(someone.pk).values()))
    assert "card.refused" in rows
    assert card.code not in rows
    assert card.token not in rows
    assert "2076" not in rows


@pytest.mark.parametrize("way", ["code", "token"])
def test_a_card_revoked_while_its_digits_are_looked_at_opens_nothing(way: str, monkeypatch: Any) -> None:
    someone = learner()
    card = card_of(someone)
    look = services.check_password

    def slowly(*args: Any) -> bool:
        _revoke(someone)
        return look(*args)

    monkeypatch.setattr(services, "check_password", slowly)
    client = Client()
    assert show_card(client, **{way: getattr(card, way)}).status_code == 422
    assert client.get(OWN_PAGE).status_code == 302
