"""A structure, and who works in its studio."""

import pytest
from django.test import Client
from django.utils import timezone

from cms.authoring.services import create_structure
from lms.accounts.models import User
from lms.structures.models import Role, Structure
from lms.structures.services import give_membership
from tests.factories.people import UserFactory


@pytest.fixture
def place() -> Structure:
    return create_structure(name="Centre social", slug="centre", by=None, now=timezone.now()).structure


@pytest.fixture
def karim(place: Structure, client: Client) -> User:
    """A trainer, signed in."""
    return _signed_in(place, Role.TRAINER, client)


@pytest.fixture
def awa(place: Structure, client: Client) -> User:
    """An administrator, signed in."""
    return _signed_in(place, Role.ADMINISTRATOR, client)


def _signed_in(place: Structure, role: Role, client: Client) -> User:
    user = UserFactory.create()
    give_membership(user=user, structure=place, role=role, by=None, now=timezone.now())
    client.force_login(user)
    return user
