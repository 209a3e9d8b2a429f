"""Every address of the studio's H5P, asked for by those who have no business there: none opens or changes a thing."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from assessments.h5p import services
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PLibrary
from cms.authoring.addresses import urlpatterns
from lms.accounts.models import User
from lms.structures.models import Role
from tests.factories.h5p import LIBRARY, h5p_package
from tests.factories.people import StructureFactory, learner, person, trainer

pytestmark = pytest.mark.django_db

H5P = [each for each in urlpatterns if isinstance(each, URLPattern) and str(each.pattern).startswith("h5p/")]
# What is a trainer's own door, and shows nothing but what is theirs.
OF_EVERY_TRAINER = {"studio_exercises", "studio_exercise_add"}


@pytest.fixture
def content() -> H5PContent:
    author = trainer()
    return services.receive_package(
        file=h5p_package(),
        name="carte.h5p",
        structure=author.memberships.get().structure,
        by=author,
        now=timezone.now(),
    ).content


def address(pattern: URLPattern, content: H5PContent) -> str:
    known = {
        "uuid": content.activity.uuid,
        "problem": uuid.uuid4(),
        "number": 1,
        "name": LIBRARY,
        "major": 1,
        "minor": 2,
        "pk": H5PLibrary.objects.earliest("pk").pk,
    }
    return reverse(str(pattern.name), kwargs={name: known[name] for name in pattern.pattern.converters})


STRANGERS: dict[str, Callable[[], User]] = {
    "learner": learner,
    "counsellor": lambda: person(Role.COUNSELLOR, StructureFactory.create()),
    "trainer of another structure": lambda: person(Role.TRAINER, StructureFactory.create()),
}


@pytest.mark.parametrize("who", [None, *STRANGERS])
@pytest.mark.parametrize("pattern", H5P, ids=lambda pattern: str(pattern.name))
def test_nobody_without_business_there_comes_in(
    pattern: URLPattern, who: str | None, content: H5PContent, client: Client
) -> None:
    if who:
        client.force_login(STRANGERS[who]())
    before = [(row.pk, row.status) for row in H5PLibrary.objects.order_by("pk")]
    for answer in (
        client.get(address(pattern, content)),
        client.post(address(pattern, content), {"decision": "approve"}),
    ):
        if pattern.name in OF_EVERY_TRAINER and who == "trainer of another structure":
            assert content.activity.title not in answer.content.decode()
        else:
            assert answer.status_code in (302, 403, 404, 405), answer.status_code
            assert content.activity.title not in answer.content.decode()
    assert [(row.pk, row.status) for row in H5PLibrary.objects.order_by("pk")] == before
    assert H5PContentVersion.objects.count() == 1
