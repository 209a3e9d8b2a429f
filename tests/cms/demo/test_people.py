"""The demo's people come in through the same services as real ones, with sign-ins that only the seed decides."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import Settings

from cms.demo import people
from cms.demo.cast import COHORTS, CONSENTS, DEMO_LEARNER, STAFF
from lms.signin.models import Pin
from lms.signin.queries import card_with_code
from lms.structures.models import Membership, Role, Support

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 6, 5, 10, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def brought() -> people.People:
    begun = NOW - datetime.timedelta(weeks=8)
    everyone = people.bring_staff(now=begun)
    people.bring_learners(everyone, now=begun)
    people.give_consents(everyone, given=begun, now=NOW)
    return everyone


def test_there_are_two_structures_and_those_who_work_there(brought: people.People) -> None:
    assert len(brought.studios) == 2
    current = Membership.objects.current()
    roles = {role: current.filter(role=role).values("user").distinct().count() for role in Role}
    assert roles == {
        Role.LEARNER: 24,
        Role.TRAINER: 3,
        Role.COUNSELLOR: 2,
        Role.AUTHOR_EDITOR: 1,
        Role.COORDINATOR: 1,
        Role.ADMINISTRATOR: 1,
    }


def test_names_are_a_first_name_and_an_initial() -> None:
    staff = [(person.first_name, person.last_name) for person in STAFF]
    learners = [(person.first_name, person.last_name) for cohort in COHORTS for person in cohort.learners]
    assert all(len(last) == 2 and last.endswith(".") for _first, last in staff + learners)
    assert len(set(staff + learners)) == len(staff + learners)


def test_the_card_and_pin_announced_are_those_that_open(brought: people.People) -> None:
    learner = brought.learners[DEMO_LEARNER]
    card = card_with_code(people.card_code(DEMO_LEARNER).replace(" ", ""))
    assert card is not None
    assert card.user == learner
    assert Pin.objects.get(user=learner).pin_hash
    assert brought.administrator.check_password(people.password("awa"))


def test_another_seed_gives_other_codes(settings: Settings) -> None:
    before = people.card_code(DEMO_LEARNER), people.pin(DEMO_LEARNER), people.password("karim")
    settings.DEMO_SEED = "another"
    after = people.card_code(DEMO_LEARNER), people.pin(DEMO_LEARNER), people.password("karim")
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_some_consents_were_withdrawn_and_some_never_given(brought: people.People) -> None:
    today = timezone.localdate(NOW)
    in_force = Support.objects.current(on=today).count()
    assert in_force == sum(role.withdrawn_days_ago is None for role in CONSENTS)
    assert Support.objects.exclude(withdrawn_at=None).count() == 3
    assert set(brought.learners) - {role.learner for role in CONSENTS} == {
        "Ousmane E.",
        "Aïcha I.",
        "Thomas S.",
        "Bilal X.",
    }
