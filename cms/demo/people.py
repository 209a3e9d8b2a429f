"""Brings the demo's people in: structures, staff, cohorts, learners with card and PIN, consents."""

import datetime
from dataclasses import dataclass, field
from typing import Final

from django.utils import timezone

from cms.authoring.models import Studio
from cms.authoring.services import create_structure, let_trainers_publish
from cms.demo import seeds
from cms.demo.cast import (
    COHORTS,
    CONSENTS,
    DEMO_ADMINISTRATOR,
    ROOM,
    SECOND_READING,
    STAFF,
    STRUCTURES,
    TERRITORY,
    CohortRole,
    ConsentRole,
    LearnerRole,
    StaffRole,
    StructureRole,
)
from lms.accounts.models import User
from lms.accounts.services import create_staff_account, set_password
from lms.cohorts.models import Cohort
from lms.cohorts.rooms import make_room
from lms.cohorts.services import add_people, create_cohort, create_learner
from lms.signin import codes
from lms.signin.services import issue_card, reset_pin
from lms.structures import services as structures
from lms.structures.models import Structure
from lms.structures.services import give_consent, give_membership, withdraw_consent

CONSENT_LASTS: Final = datetime.timedelta(days=180)


@dataclass(kw_only=True)
class People:
    """Everyone in the demo, by the name that `cast` gives them."""

    studios: dict[str, Studio] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)
    learners: dict[str, User] = field(default_factory=dict)
    cohorts: dict[str, Cohort] = field(default_factory=dict)

    @property
    def administrator(self) -> User:
        return self.staff[DEMO_ADMINISTRATOR]


def card_code(name: str) -> str:
    """The code on this learner's card, as printed."""
    return codes.grouped(codes.new_code(seeds.chance(f"card {name}").choice))


def pin(name: str) -> str:
    """This learner's four digits."""
    return codes.new_pin(seeds.chance(f"pin {name}").choice)


def password(username: str) -> str:
    """The password of this member of the staff."""
    return seeds.password(f"password {username}")


def bring_staff(*, now: datetime.datetime) -> People:
    """The structures and those who work there."""
    people = People()
    territory = structures.create_structure(
        name=TERRITORY.name, slug=TERRITORY.slug, kind=Structure.Kind.TERRITORY, by=None, now=now
    )
    for role in STRUCTURES:
        people.studios[role.slug] = _studio(role, parent=territory, now=now)
    for person in STAFF:
        people.staff[person.username] = _member_of_staff(person, people, now=now)
    for slug in SECOND_READING:
        structure = people.studios[slug].structure
        let_trainers_publish(structure=structure, allowed=False, by=people.administrator, now=now)
    return people


def bring_room(people: People, *, now: datetime.datetime) -> None:
    """One room of shared computers, where no seat is registered yet: whoever tries the demo does it."""
    structure = people.studios[ROOM.structure].structure
    make_room(name=ROOM.name, structure=structure, by=people.staff[ROOM.trainer], now=now)


def bring_learners(people: People, *, now: datetime.datetime) -> None:
    """The cohorts and their learners, each with a card and a PIN."""
    for role in COHORTS:
        people.cohorts[role.name] = _cohort(role, people, now=now)


def give_consents(people: People, *, given: datetime.datetime, now: datetime.datetime) -> None:
    """What learners let counsellors see: given at one moment, by some withdrawn since."""
    for role in CONSENTS:
        _consent(role, people, given=given, now=now)


def _studio(role: StructureRole, *, parent: Structure, now: datetime.datetime) -> Studio:
    return create_structure(
        name=role.name,
        slug=role.slug,
        parent=parent,
        by=None,
        now=now,
        address=role.address,
        contact_name=role.contact_name,
        contact_phone=role.contact_phone,
        contact_hours=role.contact_hours,
    )


def _member_of_staff(role: StaffRole, people: People, *, now: datetime.datetime) -> User:
    user = create_staff_account(
        username=role.username,
        first_name=role.first_name,
        last_name=role.last_name,
        by=None,
        now=now,
        is_superuser=role.username == DEMO_ADMINISTRATOR,
    )
    set_password(user=user, password=password(role.username), by=None, now=now)
    for slug in role.structures:
        structure = people.studios[slug].structure
        give_membership(user=user, structure=structure, role=role.role, by=None, now=now)
    return user


def _cohort(role: CohortRole, people: People, *, now: datetime.datetime) -> Cohort:
    trainer = people.staff[role.trainer]
    structure = people.studios[role.structure].structure
    cohort = create_cohort(name=role.name, structure=structure, by=trainer, now=now, starts_on=timezone.localdate(now))
    learners = [_learner(learner, structure, by=trainer, now=now) for learner in role.learners]
    people.learners |= {learner.name: user for learner, user in zip(role.learners, learners, strict=True)}
    add_people(cohort=cohort, learners=learners, by=trainer, now=now)
    return cohort


def _learner(role: LearnerRole, structure: Structure, *, by: User, now: datetime.datetime) -> User:
    user = create_learner(first_name=role.first_name, last_name=role.last_name, structure=structure, by=by, now=now)
    issue_card(user=user, by=by, now=now, choice=seeds.chance(f"card {role.name}").choice)
    reset_pin(user=user, by=by, now=now, choice=seeds.chance(f"pin {role.name}").choice)
    return user


def _consent(role: ConsentRole, people: People, *, given: datetime.datetime, now: datetime.datetime) -> None:
    learner = people.learners[role.learner]
    support = give_consent(
        learner=learner,
        counsellor=people.staff[role.counsellor],
        scope=role.scope,
        until=timezone.localdate(given + CONSENT_LASTS),
        by=learner,
        now=given,
    )
    if role.withdrawn_days_ago is not None:
        withdrawn_at = now - datetime.timedelta(days=role.withdrawn_days_ago)
        withdraw_consent(support=support, by=learner, now=withdrawn_at)
