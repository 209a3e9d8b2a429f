"""Whether a code exists shows in no word, no header, no wait, no amount of work (the time itself: `make bench`)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.utils import timezone

from lms.signin import services
from lms.structures.models import Role
from tests.doors import card_of, show_card
from tests.factories.people import learner, person, trainer

pytestmark = pytest.mark.django_db


def _known() -> str:
    return card_of(learner()).code


def _revoked() -> str:
    someone = learner()
    code = card_of(someone).code
    services.revoke_card(user=someone, by=trainer(), now=timezone.now())
    return code


def _of_staff() -> str:
    return card_of(person(Role.TRAINER)).code


def _closed() -> str:
    return card_of(learner(is_active=False)).code


def _without_pin() -> str:
    return services.issue_card(user=learner(), by=None, now=timezone.now()).code


CODES = {
    "known": _known,
    "unknown": lambda: "0000000000",
    "revoked": _revoked,
    "of staff": _of_staff,
    "of a closed account": _closed,
    "without a PIN": _without_pin,
}
every_code = pytest.mark.parametrize("make", CODES.values(), ids=CODES)


def _bare(response: Any, code: str) -> str:
    """The page without what is drawn by lot at each answer, and without the code that was typed."""
    page = re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]+"', "", response.content.decode())
    return page.replace(code, "CODE")


@every_code
def test_the_answer_to_a_wrong_try_is_the_same_to_the_letter(make: Callable[[], str]) -> None:
    reference = show_card(Client(), code="ZZZZZZZZZZ", pin="2076")
    code = make()
    response = show_card(Client(), code=code, pin="2076")
    assert response.status_code == reference.status_code == 422
    assert _bare(response, code) == _bare(reference, "ZZZZZZZZZZ")
    assert response.headers.keys() == reference.headers.keys()
    assert response.cookies.keys() == reference.cookies.keys()


@every_code
def test_a_wrong_try_costs_one_slow_hash(make: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted where the work is done, in the hasher itself."""
    show_card(Client(), code="ZZZZZZZZZZ", pin="2076")  # the hash of nobody is made once a process
    code, done = make(), []
    hasher = hashers.get_hasher()
    verify = type(hasher).verify

    def counted(self: Any, password: str, encoded: str) -> bool:
        done.append(encoded)
        return bool(verify(self, password, encoded))

    monkeypatch.setattr(type(hasher), "verify", counted)
    show_card(Client(), code=code, pin="2076")
    assert len(done) == 1


@every_code
def test_the_sixth_try_waits_as_long(make: Callable[[], str]) -> None:
    code = make()
    answers = [show_card(Client(), code=code, pin="2076").content.decode() for _try in range(6)]
    assert ["ne sont pas bons" in answer for answer in answers] == [True] * 5 + [False]
    assert re.search(r"Attendez [12] secondes?", answers[5])


def test_the_staffs_door_tells_no_more() -> None:
    member = trainer()
    member.set_password("une phrase longue et sans rapport")
    member.save()
    pages = []
    for name in (member.username, "quelqu-un", learner().username):
        response = Client().post("/connexion/equipe/", {"login": name, "password": "faux"})
        pages.append((response.status_code, _bare(response, name)))
    assert pages[0] == pages[1] == pages[2]
