"""A trainer enrols a cohort in what is offered to their structure, and ends it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.enrolments.models import CohortEnrolment
from lms.accounts.models import User
from lms.cohorts.models import Cohort
from tests.factories.outline import CourseFactory, TrackFactory
from tests.factories.people import CohortFactory, StructureFactory, trainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    return CohortFactory.create(structure=StructureFactory.create(parent=StructureFactory.create()))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_trainer_enrols_a_cohort_in_a_track_and_ends_it(cohort: Cohort) -> None:
    track = TrackFactory.create(title="École du web")
    client, address = signed_in(trainer(cohort.structure)), reverse("enrol_cohort", args=[cohort.uuid])
    page = client.post(address, {"target": f"track:{track.uuid}"}, follow=True)
    assert page.content.decode().count("École du web") >= 2
    enrolment = CohortEnrolment.objects.get()
    assert (enrolment.track, enrolment.ended_at) == (track, None)
    client.post(reverse("end_cohort_enrolment", args=[cohort.uuid, enrolment.uuid]))
    enrolment.refresh_from_db()
    assert enrolment.ended_at is not None


def test_what_is_offered_is_one_s_own_that_of_structures_above_and_what_is_shared(cohort: Cohort) -> None:
    own = CourseFactory.create(structure=cohort.structure)
    above = CourseFactory.create(structure=cohort.structure.parent)
    shared = CourseFactory.create(structure=None)
    foreign = CourseFactory.create()
    retired = CourseFactory.create(structure=None, retired_at=timezone.now())
    client, address = signed_in(trainer(cohort.structure)), reverse("enrol_cohort", args=[cohort.uuid])
    page = client.get(address).content.decode()
    for course in (own, above, shared):
        assert str(course.uuid) in page
    for course in (foreign, retired):
        assert str(course.uuid) not in page
        assert client.post(address, {"target": f"course:{course.uuid}"}).status_code == 422
    assert not CohortEnrolment.objects.exists()


def test_choosing_nothing_says_what_to_do(cohort: Cohort) -> None:
    client = signed_in(trainer(cohort.structure))
    response = client.post(reverse("enrol_cohort", args=[cohort.uuid]), {"target": ""})
    assert response.status_code == 422
    assert "Choisissez un parcours ou un module dans la liste." in response.content.decode()


def test_an_enrolment_of_another_cohort_is_not_ended_from_here(cohort: Cohort) -> None:
    other = CohortEnrolment.objects.create(
        cohort=CohortFactory.create(), course=CourseFactory.create(), enrolled_at=timezone.now()
    )
    client = signed_in(trainer(cohort.structure))
    address = reverse("end_cohort_enrolment", args=[cohort.uuid, other.uuid])
    assert client.post(address).status_code == 404
