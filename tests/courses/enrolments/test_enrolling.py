"""Enrolling is idempotent, ended not deleted, and written in the journal."""

import datetime

import pytest

from courses.enrolments import services
from courses.enrolments.models import CohortEnrolment, Enrolment
from courses.enrolments.queries import courses_of
from lms.journal.models import Entry
from tests.factories.outline import CourseFactory, TrackFactory
from tests.factories.people import CohortFactory, CohortMembershipFactory, learner, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 10, 0, tzinfo=datetime.UTC)


def test_enrolling_twice_is_enrolling_once() -> None:
    user, course = learner(), CourseFactory.create()
    first = services.enrol(user=user, course=course, by=trainer(), now=NOW)
    assert services.enrol(user=user, course=course, by=None, now=NOW) == first
    assert Entry.objects.get(verb="enrolment.begun").subject == user


def test_an_ended_enrolment_stays_and_may_begin_anew() -> None:
    user, course = learner(), CourseFactory.create()
    enrolment = services.enrol(user=user, course=course, by=None, now=NOW)
    assert services.end_enrolment(enrolment=enrolment, by=None, now=NOW)
    assert not services.end_enrolment(enrolment=enrolment, by=None, now=NOW)
    services.enrol(user=user, course=course, by=None, now=NOW)
    assert Enrolment.objects.count() == 2


def test_who_joins_an_enrolled_cohort_later_follows_at_once() -> None:
    cohort, course = CohortFactory.create(), CourseFactory.create()
    services.enrol_cohort(cohort=cohort, track=course.track, by=trainer(), now=NOW)
    late = CohortMembershipFactory.create(cohort=cohort).learner
    assert list(courses_of(late)) == [course]
    assert not Enrolment.objects.exists()


def test_a_cohort_enrolled_twice_has_one_row_and_one_journal_entry() -> None:
    cohort, course = CohortFactory.create(), CourseFactory.create()
    first = services.enrol_cohort(cohort=cohort, course=course, by=None, now=NOW)
    assert services.enrol_cohort(cohort=cohort, course=course, by=None, now=NOW) == first
    assert Entry.objects.get(verb="cohort.enrolled").data == {"cohort": str(cohort.uuid)}


def test_a_cohort_stops_following() -> None:
    member = CohortMembershipFactory.create()
    enrolment = services.enrol_cohort(cohort=member.cohort, course=CourseFactory.create(), by=None, now=NOW)
    assert services.end_cohort_enrolment(enrolment=enrolment, by=None, now=NOW)
    assert not courses_of(member.learner).exists()
    assert CohortEnrolment.objects.get().ended_at == NOW


def test_an_enrolment_names_one_thing_in_force() -> None:
    user, course = learner(), CourseFactory.create()
    with pytest.raises(services.NothingToFollow):
        services.enrol(user=user, by=None, now=NOW)
    with pytest.raises(services.NothingToFollow):
        services.enrol(user=user, course=course, track=course.track, by=None, now=NOW)
    with pytest.raises(services.OutOfForce):
        services.enrol(user=user, track=TrackFactory.create(retired_at=NOW), by=None, now=NOW)
