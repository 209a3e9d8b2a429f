"""Roles with their rights, and consents, each in one transaction with its journal entry."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from lms.journal.models import Entry
from lms.structures import services
from lms.structures.models import STUDIO_ROLES, Membership, Role, StructureGroup, Support
from lms.structures.queries import (
    counsellors_of,
    has_staff_rights,
    learners_of,
    manageable_roles,
    may_open_account,
    roles_of,
)
from tests.factories.people import StructureFactory, UserFactory, counsellor, learner, person, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 14, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=1)
HALF_A_YEAR = datetime.date(2027, 5, 24)


def test_a_structure_is_born_with_the_groups_of_its_studio_roles() -> None:
    structure = services.create_structure(name="Les Brebis", slug="les-brebis", by=None, now=NOW, contact_name="Karim")
    assert {one.role for one in StructureGroup.objects.filter(structure=structure)} == STUDIO_ROLES
    assert Entry.objects.filter(verb="structure.created", structure=structure).exists()


def test_a_structure_with_a_taken_slug_is_refused() -> None:
    StructureFactory.create(slug="les-brebis")
    with pytest.raises(ValidationError):
        services.create_structure(name="Autre", slug="les-brebis", by=None, now=NOW)


@pytest.mark.parametrize("role", sorted(STUDIO_ROLES))
def test_giving_a_studio_role_adds_the_person_to_its_structures_group(role: Role) -> None:
    here, elsewhere = StructureFactory.create(), StructureFactory.create()
    someone = UserFactory.create()
    services.give_membership(user=someone, structure=here, role=role, by=None, now=NOW)
    group = StructureGroup.objects.get(structure=here, role=role).group
    assert list(someone.groups.all()) == [group]
    other = services.role_group(structure=elsewhere, role=role)
    assert not someone.groups.filter(pk=other.pk).exists()


@pytest.mark.parametrize("role", [Role.LEARNER, Role.COUNSELLOR, Role.COORDINATOR])
def test_a_role_outside_the_studio_gives_no_group(role: Role) -> None:
    someone = UserFactory.create()
    services.give_membership(user=someone, structure=StructureFactory.create(), role=role, by=None, now=NOW)
    assert not someone.groups.exists()


def test_giving_a_role_twice_changes_nothing() -> None:
    someone, structure = UserFactory.create(), StructureFactory.create()
    for _time in range(2):
        services.give_membership(user=someone, structure=structure, role=Role.TRAINER, by=None, now=NOW)
    assert Membership.objects.filter(user=someone).count() == 1
    assert Entry.objects.about(someone.pk).count() == 1


def test_ending_a_role_takes_its_group_away_and_leaves_the_others() -> None:
    someone, here, there = UserFactory.create(), StructureFactory.create(), StructureFactory.create()
    first = services.give_membership(user=someone, structure=here, role=Role.TRAINER, by=None, now=NOW)
    services.give_membership(user=someone, structure=there, role=Role.TRAINER, by=None, now=NOW)
    services.end_membership(membership=first, by=None, now=LATER)
    assert [group.structure_group.structure for group in someone.groups.all()] == [there]
    assert roles_of(someone) == {Role.TRAINER}
    assert not learners_of(here).exists()


def test_a_role_ended_can_be_given_again() -> None:
    someone, structure = UserFactory.create(), StructureFactory.create()
    for _time in range(2):
        held = services.give_membership(user=someone, structure=structure, role=Role.TRAINER, by=None, now=NOW)
        services.end_membership(membership=held, by=None, now=LATER)
    assert Membership.objects.filter(user=someone).count() == 2
    assert not has_staff_rights(someone)


def test_every_change_of_role_is_in_the_journal_with_who_made_it() -> None:
    someone, structure, by = UserFactory.create(), StructureFactory.create(), person(Role.ADMINISTRATOR)
    held = services.give_membership(user=someone, structure=structure, role=Role.TRAINER, by=by, now=NOW)
    services.end_membership(membership=held, by=by, now=LATER)
    services.end_membership(membership=held, by=by, now=LATER)
    entries = Entry.objects.about(someone.pk)
    assert [entry.verb for entry in entries] == ["membership.ended", "membership.given"]
    assert {entry.actor for entry in entries} == {by}
    assert {entry.structure for entry in entries} == {structure}


def test_the_last_role_ended_ends_the_persons_sessions_and_the_others_do_not() -> None:
    someone = UserFactory.create()
    held = [
        services.give_membership(user=someone, structure=StructureFactory.create(), role=role, by=None, now=NOW)
        for role in (Role.TRAINER, Role.COUNSELLOR)
    ]
    epoch = someone.session_epoch
    services.end_membership(membership=held[0], by=None, now=LATER)
    someone.refresh_from_db()
    assert someone.session_epoch == epoch
    services.end_membership(membership=held[1], by=None, now=LATER)
    someone.refresh_from_db()
    assert someone.session_epoch == epoch + 1


def test_people_of_a_structure_are_those_who_hold_the_role_there_now() -> None:
    here = StructureFactory.create()
    mine, theirs = learner(here), learner()
    gone = learner(here)
    gone.memberships.update(ended_at=timezone.now())
    assert list(learners_of(here)) == [mine]
    assert theirs not in learners_of(here)
    assert not counsellors_of(here).exists()


def test_a_learner_gives_consent_to_a_counsellor_of_the_same_structure() -> None:
    here = StructureFactory.create()
    someone, nadia = learner(here), counsellor(here)
    support = services.give_consent(
        learner=someone, counsellor=nadia, scope="progress", until=HALF_A_YEAR, by=someone, now=NOW
    )
    assert Support.objects.current(on=NOW.date()).get() == support
    assert not Support.objects.current(on=HALF_A_YEAR + datetime.timedelta(days=1)).exists()
    assert Entry.objects.about(someone.pk).get().verb == "consent.given"


@pytest.mark.parametrize("stranger", ["trainer here", "counsellor elsewhere", "counsellor who left", "oneself"])
def test_consent_goes_to_nobody_else(stranger: str) -> None:
    here = StructureFactory.create()
    someone = learner(here)
    other = {
        "trainer here": lambda: trainer(here),
        "counsellor elsewhere": counsellor,
        "counsellor who left": lambda: counsellor(here),
        "oneself": lambda: someone,
    }[stranger]()
    if stranger == "counsellor who left":
        other.memberships.update(ended_at=timezone.now())
    with pytest.raises(services.NotACounsellorHere):
        services.give_consent(learner=someone, counsellor=other, scope="full", until=HALF_A_YEAR, by=someone, now=NOW)
    assert not Support.objects.exists()


@pytest.mark.parametrize("until", [datetime.date(2026, 11, 23), datetime.date(2027, 11, 26)])
def test_consent_neither_ends_in_the_past_nor_lasts_more_than_a_year(until: datetime.date) -> None:
    here = StructureFactory.create()
    someone, nadia = learner(here), counsellor(here)
    with pytest.raises(services.ConsentTooLong):
        services.give_consent(learner=someone, counsellor=nadia, scope="full", until=until, by=someone, now=NOW)


def test_consent_given_again_replaces_the_one_before_and_keeps_it_on_record() -> None:
    here = StructureFactory.create()
    someone, nadia = learner(here), counsellor(here)
    for scope in ("full", "progress"):
        services.give_consent(learner=someone, counsellor=nadia, scope=scope, until=HALF_A_YEAR, by=someone, now=NOW)
    assert Support.objects.count() == 2
    assert Support.objects.get(withdrawn_at=None).scope == "progress"


def test_consent_withdrawn_is_over_at_once() -> None:
    here = StructureFactory.create()
    someone, nadia = learner(here), counsellor(here)
    support = services.give_consent(
        learner=someone, counsellor=nadia, scope="full", until=HALF_A_YEAR, by=someone, now=NOW
    )
    for _time in range(2):
        services.withdraw_consent(support=support, by=someone, now=NOW)
    assert not Support.objects.current(on=NOW.date()).exists()
    assert Entry.objects.filter(verb="consent.withdrawn").count() == 1


def test_a_coordinator_manages_staff_but_no_administrator() -> None:
    here = StructureFactory.create()
    coordinator, administrator = person(Role.COORDINATOR, here), person(Role.ADMINISTRATOR, here)
    assert Role.ADMINISTRATOR not in manageable_roles(coordinator)[here]
    assert Role.COORDINATOR not in manageable_roles(coordinator)[here]
    assert manageable_roles(administrator)[here] > manageable_roles(coordinator)[here]
    assert manageable_roles(trainer(here)) == {}


def test_only_who_could_give_every_role_of_a_person_may_open_their_account() -> None:
    here, there = StructureFactory.create(), StructureFactory.create()
    coordinator, administrator = person(Role.COORDINATOR, here), person(Role.ADMINISTRATOR, here)
    karim, both = trainer(here), trainer(here)
    services.give_membership(user=both, structure=there, role=Role.TRAINER, by=None, now=NOW)
    superuser = UserFactory.create(is_superuser=True)
    services.give_membership(user=superuser, structure=here, role=Role.TRAINER, by=None, now=NOW)
    assert may_open_account(by=coordinator, person=karim)
    assert not may_open_account(by=coordinator, person=administrator)
    assert not may_open_account(by=administrator, person=both)
    assert not may_open_account(by=administrator, person=superuser)
    assert not may_open_account(by=karim, person=coordinator)
    assert not may_open_account(by=administrator, person=learner(here))
    assert may_open_account(by=superuser, person=administrator)
