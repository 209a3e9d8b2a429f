"""A structure with as many learners as asked, for the bench: rows written in bulk, work already done in part."""

import datetime

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from courses.enrolments.models import CohortEnrolment
from courses.outline.models import Course
from courses.progress.models import CourseProgress, LessonProgress
from lms.accounts.models import User
from lms.cohorts.models import Cohort, CohortMembership
from lms.structures.models import Membership, Role, Structure, Support


def populate(course: Course, *, people: int) -> tuple[Cohort, User, User]:
    """A cohort of `people` learners who follow `course`, its trainer, and a counsellor whom all of them allow."""
    now = timezone.now()
    place = Structure.objects.create(name=f"Mesure {people}", slug=f"mesure-{people}")
    trainer = _staff(place, Role.TRAINER, people, now)
    counsellor = _staff(place, Role.COUNSELLOR, people, now)
    cohort = Cohort.objects.create(structure=place, name="Mesure", created_at=now)
    CohortEnrolment.objects.create(cohort=cohort, course=course, enrolled_at=now, enrolled_by=trainer)
    learners = User.objects.bulk_create(
        User(
            username=f"m{people}-{number}",
            first_name=f"Prénom{number % 97}",
            last_name=f"Nom{number}",
            password=make_password(None),
        )
        for number in range(people)
    )
    Membership.objects.bulk_create(
        Membership(user=one, structure=place, role=Role.LEARNER, started_at=now) for one in learners
    )
    CohortMembership.objects.bulk_create(
        CohortMembership(cohort=cohort, learner=one, joined_at=now) for one in learners
    )
    _consents(learners, counsellor, now)
    _progress(learners, course, now)
    return cohort, trainer, counsellor


def _staff(place: Structure, role: Role, people: int, now: datetime.datetime) -> User:
    user = User.objects.create(username=f"m{people}-{role}", first_name="Mesure", last_name=role)
    Membership.objects.create(user=user, structure=place, role=role, started_at=now)
    return user


def _consents(learners: list[User], counsellor: User, now: datetime.datetime) -> None:
    today = timezone.localdate(now)
    Support.objects.bulk_create(
        Support(
            learner=one, counsellor=counsellor, scope=Support.Scope.FULL, since=today,
            until=today + datetime.timedelta(days=90), given_at=now,
        )
        for one in learners
    )  # fmt: skip


def _progress(learners: list[User], course: Course, now: datetime.datetime) -> None:
    """Each has done as many lessons as their number says."""
    lessons = list(course.lessons.current())
    done = {one: lessons[: number % (len(lessons) + 1)] for number, one in enumerate(learners)}
    LessonProgress.objects.bulk_create(
        LessonProgress(
            user=one, lesson=lesson, state=LessonProgress.State.DONE, best_scaled=0.8, started_at=now, last_at=now,
            done_at=now,
        )
        for one, theirs in done.items()
        for lesson in theirs
    )  # fmt: skip
    CourseProgress.objects.bulk_create(
        CourseProgress(
            user=one, course=course, lessons_done=len(theirs), last_lesson=theirs[-1], started_at=now, last_at=now
        )
        for one, theirs in done.items()
        if theirs
    )
