"""People and places for tests: deterministic, invented."""

import datetime
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from lms.accounts.models import User
from lms.cohorts.models import ClassSession, Cohort, CohortMembership, Room
from lms.signin.models import Seat
from lms.structures.models import Membership, Role, Structure, Support


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person-{n}")
    first_name = factory.Sequence(lambda n: f"Prénom{n}")
    last_name = factory.Sequence(lambda n: f"Nom{n}")
    password = factory.LazyFunction(lambda: make_password(None))


class StructureFactory(DjangoModelFactory[Structure]):
    class Meta:
        model = Structure

    name = factory.Sequence(lambda n: f"Centre social {n}")
    slug = factory.Sequence(lambda n: f"centre-{n}")
    contact_name = "Karim"
    contact_phone = "00 00 00 00 00"
    contact_hours = "du lundi au vendredi, de 9 h à 17 h"


class MembershipFactory(DjangoModelFactory[Membership]):
    """A bare row. To act as the product does (groups, journal), use `lms.structures.services.give_membership`."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    structure = factory.SubFactory(StructureFactory)
    role = Role.LEARNER
    started_at = factory.LazyFunction(timezone.now)


class SupportFactory(DjangoModelFactory[Support]):
    """A consent as it is given: the counsellor works where the person learns."""

    class Meta:
        model = Support
        skip_postgeneration_save = True

    learner = factory.SubFactory(UserFactory)
    counsellor = factory.SubFactory(UserFactory)
    scope = Support.Scope.FULL
    since = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=30))
    until = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=180))
    given_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def same_structure(self: Any, create: bool, extracted: None, **kwargs: Any) -> None:
        learning = Membership.objects.filter(user=self.learner, role=Role.LEARNER).first()
        place = learning.structure if learning else StructureFactory.create()
        for user, role in ((self.learner, Role.LEARNER), (self.counsellor, Role.COUNSELLOR)):
            if not Membership.objects.filter(user=user, structure=place, role=role).exists():
                MembershipFactory.create(user=user, structure=place, role=role)


class CohortFactory(DjangoModelFactory[Cohort]):
    class Meta:
        model = Cohort

    structure = factory.SubFactory(StructureFactory)
    name = factory.Sequence(lambda n: f"Atelier {n}")
    created_at = factory.LazyFunction(timezone.now)


class CohortMembershipFactory(DjangoModelFactory[CohortMembership]):
    class Meta:
        model = CohortMembership

    cohort = factory.SubFactory(CohortFactory)
    learner = factory.SubFactory(UserFactory)
    joined_at = factory.LazyFunction(timezone.now)


class RoomFactory(DjangoModelFactory[Room]):
    class Meta:
        model = Room

    structure = factory.SubFactory(StructureFactory)
    name = factory.Sequence(lambda n: f"Salle {n}")
    created_at = factory.LazyFunction(timezone.now)


class SeatFactory(DjangoModelFactory[Seat]):
    """A bare row, whose cookie nobody holds. For a seat that opens, use `lms.signin.seats.register_seat`."""

    class Meta:
        model = Seat

    room = factory.SubFactory(RoomFactory)
    name = factory.Sequence(lambda n: f"Poste {n}")
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    registered_at = factory.LazyFunction(timezone.now)


class ClassSessionFactory(DjangoModelFactory[ClassSession]):
    class Meta:
        model = ClassSession

    cohort = factory.SubFactory(CohortFactory)
    opened_at = factory.LazyFunction(timezone.now)
    opened_by = factory.SubFactory(UserFactory)


def person(role: Role, structure: Structure | None = None, **fields: Any) -> User:
    """A person with one role, in a new structure unless one is given."""
    user = UserFactory.create(**fields)
    MembershipFactory.create(user=user, structure=structure or StructureFactory.create(), role=role)
    return user


def learner(structure: Structure | None = None, **fields: Any) -> User:
    return person(Role.LEARNER, structure, **fields)


def trainer(structure: Structure | None = None, **fields: Any) -> User:
    return person(Role.TRAINER, structure, **fields)


def counsellor(structure: Structure | None = None, **fields: Any) -> User:
    return person(Role.COUNSELLOR, structure, **fields)
