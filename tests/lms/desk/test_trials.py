"""At the desk, the work of a trial goes to its author: a learner of mine, or somebody new."""

from typing import Any

import pytest
from django.test import Client

from courses.enrolments.models import Enrolment
from lms.accounts.models import User
from lms.journal.models import Entry
from tests.doors import enter_as_staff
from tests.factories.outline import CourseFactory
from tests.factories.people import StructureFactory, learner, trainer

pytestmark = pytest.mark.django_db
DESK = "/equipe/apprenants/reprendre-un-essai/"


@pytest.fixture
def here() -> Any:
    return StructureFactory.create()


@pytest.fixture
def desk(client: Client, here: Any) -> Client:
    enter_as_staff(client, trainer(here))
    return client


@pytest.fixture
def code() -> str:
    """The code of a trial just begun."""
    guest = Client()
    guest.post(f"/essayer/{CourseFactory.create(open_to_try=True).uuid}/")
    return str(guest.session["trial_code"])


def _give(desk: Client, code: str, *, learner: User | None = None, **names: Any) -> Any:
    chosen = {"code": code, "learner": str(learner.uuid) if learner else "", "first_name": "", "last_name": ""}
    return desk.post(DESK, chosen | names)


def test_the_code_leads_to_whose_work_it_is_and_moves_nothing_yet(desk: Client, here: Any, code: str) -> None:
    mine, another = learner(here, last_name="Dici"), learner(last_name="Dailleurs")
    page = desk.post(DESK, {"code": code}).content.decode()
    assert mine.last_name in page
    assert another.last_name not in page
    assert not Enrolment.objects.filter(user=mine).exists()


def test_a_learner_of_mine_gets_the_work(desk: Client, here: Any, code: str) -> None:
    mine = learner(here)
    assert _give(desk, code, learner=mine).status_code == 302
    assert Enrolment.objects.get().user == mine
    entry = Entry.objects.get(verb="trial.claimed")
    assert (entry.subject, entry.actor) == (mine, User.objects.get(pk=desk.session["_auth_user_id"]))


def test_a_learner_of_another_place_cannot_be_chosen(desk: Client, code: str) -> None:
    assert _give(desk, code, learner=learner()).status_code == 422
    assert not Entry.objects.filter(verb="trial.claimed").exists()


def test_somebody_new_gets_an_account_the_work_and_a_pin(desk: Client, here: Any, code: str) -> None:
    page = _give(desk, code, first_name="Inès", last_name="Petit", structure=here.pk)
    assert page.status_code == 200
    made = User.objects.get(first_name="Inès")
    assert Enrolment.objects.get().user == made
    assert made.pin
    assert "Inès Petit" in page.content.decode()


def test_somebody_new_needs_a_name(desk: Client, code: str) -> None:
    page = _give(desk, code)
    assert page.status_code == 422
    assert "Choisissez une personne" in page.content.decode()


def test_a_trial_given_already_says_so_and_makes_nobody(desk: Client, here: Any, code: str) -> None:
    _give(desk, code, learner=learner(here))
    again = _give(desk, code, first_name="Inès", last_name="Petit", structure=here.pk)
    assert again.status_code == 422
    assert "déjà dans un compte" in again.content.decode()
    assert not User.objects.filter(first_name="Inès").exists()


def test_a_guest_is_in_no_list_of_learners(desk: Client, code: str) -> None:
    assert "Essai" not in desk.get("/equipe/apprenants/").content.decode().partition("<table")[2]
