"""Who may open a lesson: those who follow its course and those who teach with it, and nobody else."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from assessments.activities.access import lesson_url, may_attempt
from courses.enrolments.queries import courses_of, may_open
from courses.outline.models import Lesson, TrackCourse
from lms.accounts.models import User
from lms.cohorts.models import CohortMembership
from lms.structures.models import Membership, Role, Structure
from tests.factories.outline import EnrolmentFactory, LessonFactory, TrackFactory
from tests.factories.people import (
    CohortFactory,
    CohortMembershipFactory,
    StructureFactory,
    UserFactory,
    learner,
    person,
    trainer,
)
from tests.factories.progress import CohortEnrolmentFactory, holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson() -> Lesson:
    return LessonFactory.create()


def enrolled_in_course(lesson: Lesson) -> User:
    return EnrolmentFactory.create(user=learner(), course=lesson.course).user


def enrolled_in_track(lesson: Lesson) -> User:
    return EnrolmentFactory.create(user=learner(), track=lesson.course.track).user


def enrolled_in_a_track_that_refers_to_the_course(lesson: Lesson) -> User:
    other = TrackFactory.create()
    TrackCourse.objects.create(track=other, course=lesson.course)
    return EnrolmentFactory.create(user=learner(), track=other).user


def in_an_enrolled_cohort(lesson: Lesson) -> User:
    return CohortMembershipFactory.create(cohort=CohortEnrolmentFactory.create(course=lesson.course).cohort).learner


def in_a_cohort_enrolled_in_the_track(lesson: Lesson) -> User:
    return CohortMembershipFactory.create(
        cohort=CohortEnrolmentFactory.create(track=lesson.course.track).cohort
    ).learner


def staff(role: Role) -> Callable[[Lesson], User]:
    def make(lesson: Lesson) -> User:
        return person(role, lesson.course.structure)

    make.__name__ = f"{role}_of_the_structure"
    return make


def trainer_below_the_structure(lesson: Lesson) -> User:
    return trainer(StructureFactory.create(parent=StructureFactory.create(parent=lesson.course.structure)))


def trainer_whose_cohort_follows(lesson: Lesson) -> User:
    return trainer(CohortEnrolmentFactory.create(course=lesson.course).cohort.structure)


def superuser(lesson: Lesson) -> User:
    return UserFactory.create(is_superuser=True)


def learner_of_the_structure_not_enrolled(lesson: Lesson) -> User:
    return learner(lesson.course.structure)


def whose_enrolment_ended(lesson: Lesson) -> User:
    return EnrolmentFactory.create(user=learner(), course=lesson.course, ended_at=timezone.now()).user


def who_left_the_cohort(lesson: Lesson) -> User:
    cohort = CohortEnrolmentFactory.create(course=lesson.course).cohort
    return CohortMembershipFactory.create(cohort=cohort, left_at=timezone.now()).learner


def whose_cohort_no_longer_follows(lesson: Lesson) -> User:
    cohort = CohortEnrolmentFactory.create(course=lesson.course, ended_at=timezone.now()).cohort
    return CohortMembershipFactory.create(cohort=cohort).learner


def whose_cohort_is_archived(lesson: Lesson) -> User:
    cohort = CohortFactory.create(archived_at=timezone.now())
    CohortEnrolmentFactory.create(course=lesson.course, cohort=cohort)
    return CohortMembershipFactory.create(cohort=cohort).learner


def trainer_of_another_structure(lesson: Lesson) -> User:
    return trainer()


def trainer_above_the_structure(lesson: Lesson) -> User:
    above = StructureFactory.create()
    Structure.objects.filter(courses=lesson.course).update(parent=above)
    return trainer(above)


def trainer_whose_membership_ended(lesson: Lesson) -> User:
    former = trainer(lesson.course.structure)
    Membership.objects.filter(user=former).update(ended_at=timezone.now())
    return former


MAY = [
    enrolled_in_course,
    enrolled_in_track,
    enrolled_in_a_track_that_refers_to_the_course,
    in_an_enrolled_cohort,
    in_a_cohort_enrolled_in_the_track,
    staff(Role.TRAINER),
    staff(Role.AUTHOR_EDITOR),
    staff(Role.COORDINATOR),
    staff(Role.ADMINISTRATOR),
    trainer_below_the_structure,
    trainer_whose_cohort_follows,
    superuser,
]
MAY_NOT = [
    learner_of_the_structure_not_enrolled,
    whose_enrolment_ended,
    who_left_the_cohort,
    whose_cohort_no_longer_follows,
    whose_cohort_is_archived,
    trainer_of_another_structure,
    trainer_above_the_structure,
    trainer_whose_membership_ended,
    staff(Role.COUNSELLOR),
]


@pytest.mark.parametrize("who", MAY, ids=lambda who: who.__name__)
def test_may_open(who: Callable[[Lesson], User], lesson: Lesson) -> None:
    assert may_open(who(lesson), lesson)


@pytest.mark.parametrize("who", MAY_NOT, ids=lambda who: who.__name__)
def test_may_not_open(who: Callable[[Lesson], User], lesson: Lesson) -> None:
    assert not may_open(who(lesson), lesson)


def test_nobody_signed_in_opens_nothing(lesson: Lesson) -> None:
    assert not may_open(AnonymousUser(), lesson)


@pytest.mark.parametrize("what", ["lesson", "course"])
def test_what_is_retired_is_closed_to_all(what: str, lesson: Lesson) -> None:
    user = enrolled_in_course(lesson)
    retired = lesson if what == "lesson" else lesson.course
    retired.retired_at = timezone.now()
    retired.save()
    assert not may_open(user, Lesson.objects.get())
    assert not may_open(superuser(lesson), Lesson.objects.get())


def test_a_course_of_no_structure_is_open_to_every_trainer_but_to_no_learner(lesson: Lesson) -> None:
    lesson.course.structure = None
    lesson.course.save()
    assert may_open(trainer(), lesson)
    assert not may_open(learner(), lesson)


def test_a_follower_costs_one_query(lesson: Lesson, assert_sql_budget: Callable[..., object]) -> None:
    assert_sql_budget(1, may_open, in_an_enrolled_cohort(lesson), lesson)


def test_an_answer_by_a_follower_asks_for_leave_in_one_query(
    lesson: Lesson, assert_sql_budget: Callable[..., object]
) -> None:
    assert_sql_budget(1, may_attempt, in_an_enrolled_cohort(lesson), holding(lesson).pk, lesson.uuid)


def test_an_activity_is_tried_only_from_a_lesson_that_holds_it(lesson: Lesson) -> None:
    user = enrolled_in_course(lesson)
    activity, elsewhere = holding(lesson), holding(LessonFactory.create())
    assert may_attempt(user, activity.pk, lesson.uuid)
    assert lesson_url(lesson.uuid) == lesson.url
    assert not may_attempt(user, elsewhere.pk, lesson.uuid)
    assert not may_attempt(user, activity.pk, None)
    assert not may_attempt(learner(), activity.pk, lesson.uuid)


def test_a_course_is_listed_once_however_many_ways_lead_to_it(lesson: Lesson) -> None:
    user = enrolled_in_course(lesson)
    EnrolmentFactory.create(user=user, track=lesson.course.track)
    for _ in range(2):
        cohort = CohortEnrolmentFactory.create(course=lesson.course).cohort
        CohortMembership.objects.create(cohort=cohort, learner=user, joined_at=timezone.now())
    assert list(courses_of(user)) == [lesson.course]
