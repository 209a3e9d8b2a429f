"""Trials under a paper code: claimed once, by whoever holds the code; the guest's session gives nothing else."""

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lms.accounts.models import User
from lms.signin.models import Trial
from lms.signin.trials import BegunTrial, begin_trial
from tests.doors import FORM, card_of, enter, enter_as_staff, show_card
from tests.factories.people import learner, trainer

pytestmark = pytest.mark.django_db
RESUME, CLAIM, OWN_PAGE = "/entrer/essai/", "/mes-reglages/reprendre-mon-essai/", "/mes-reglages/"


@pytest.fixture
def trial() -> BegunTrial:
    return begin_trial(now=timezone.now())


def _resumed(code: str) -> Client:
    client = Client()
    client.post(RESUME, {"code": code})
    return client


def _signed_in(client: Client) -> bool:
    return client.get(OWN_PAGE).status_code == 200


def test_a_trials_code_is_no_card_and_a_card_no_trials_code(trial: BegunTrial) -> None:
    assert show_card(Client(), code=trial.code).status_code == 422
    assert show_card(Client(), code=trial.code, pin="").status_code == 422
    assert not _signed_in(_resumed(card_of(learner()).code))


def test_claimed_once_it_belongs_to_nobody_else_and_its_guest_is_out(trial: BegunTrial) -> None:
    guest, first, second = _resumed(trial.code), Client(), Client()
    assert _signed_in(guest)
    person = learner()
    enter(first, person)
    enter(second, learner())
    assert first.post(CLAIM, {"code": trial.code}).status_code == 302
    refused = second.post(CLAIM, {"code": trial.code})
    assert refused.status_code == 422
    assert person.first_name not in refused.content.decode()
    assert not _signed_in(guest)
    assert not _signed_in(_resumed(trial.code))
    assert Trial.objects.get().claimed_by == person


def test_neither_staff_nor_guests_claim_anything(trial: BegunTrial, client: Client) -> None:
    other = _resumed(begin_trial(now=timezone.now()).code)
    assert other.post(CLAIM, {"code": trial.code}).status_code == 404
    enter_as_staff(client, trainer())
    assert client.post(CLAIM, {"code": trial.code}).status_code == 404
    assert not Trial.objects.exclude(claimed_by=None).exists()


def test_after_its_time_it_opens_nothing_and_nobody_claims_it(trial: BegunTrial) -> None:
    learner_there = Client()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=400), tick=False):
        assert not _signed_in(_resumed(trial.code))
        enter(learner_there, learner())
        assert learner_there.post(CLAIM, {"code": trial.code}).status_code == 422


def test_a_guest_who_was_given_a_right_is_let_in_nowhere(trial: BegunTrial) -> None:
    User.objects.filter(pk=trial.trial.guest_id).update(is_staff=True)
    client = Client(raise_request_exception=False)
    assert client.post(RESUME, {"code": trial.code}).status_code < 500
    assert not _signed_in(client)


def test_guessed_codes_wait_and_ring_the_alarm(caplog: pytest.LogCaptureFixture) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        answers = [Client().post(RESUME, {"code": "0" * 10}).content.decode() for _try in range(6)]
        assert "Attendez" in answers[5]
        assert "Attendez" not in answers[4]
        for number in range(60):
            Client().post(RESUME, {"code": f"{number:010}"})
    assert caplog.text.count("someone may be guessing") == 1


def test_the_next_person_at_the_computer_has_nothing_of_the_trial(trial: BegunTrial) -> None:
    seat = _resumed(trial.code)
    enter(seat, learner())
    assert seat.get("/mon-code-d-essai/").status_code == 404
    assert "trial_code" not in seat.session


def test_going_on_with_a_trial_ends_the_session_left_open(trial: BegunTrial) -> None:
    seat, person = Client(), learner(first_name="Canari")
    enter(seat, person)
    left = Client()
    left.cookies["sessionid"] = seat.cookies["sessionid"].value
    seat.post(RESUME, {"code": trial.code})
    assert not _signed_in(left)
    assert "Canari" not in seat.get(OWN_PAGE).content.decode()


@pytest.mark.parametrize("odd", ["", "\x00" * 10, "K7M", "é" * 10, "1" * 5000, f"{FORM}"])
@pytest.mark.parametrize("path", [RESUME, CLAIM])
def test_an_odd_code_is_refused_in_words(path: str, odd: str) -> None:
    client = Client(raise_request_exception=False)
    if path == CLAIM:
        enter(client, learner())
    response: Any = client.post(path, {"code": odd})
    assert response.status_code == 422
    assert b"<h1" in response.content
