"""What people do in lessons becomes evidence; progress, mastery and certificates follow from it."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from assessments.attempts.models import Outcome
from assessments.credentials import services as credentials
from courses.enrolments.queries import courses_of
from courses.outline.models import Course, Lesson
from courses.progress.derivation import CourseStanding
from courses.progress.evidence import evidence_in
from courses.progress.keeping import mastery_differences, progress_differences, write
from courses.progress.masteries import mastery_levels
from courses.progress.models import CourseProgress, LessonEvent, LessonProgress, Mastery
from lms.accounts.models import User
from lms.signin.trials import is_guest


@transaction.atomic
def record_seen(*, user: User, lesson: Lesson, now: datetime.datetime) -> bool:
    """The person has the lesson before them. Kept once a day: False when today's opening was there already."""
    on = timezone.localtime(now).date()
    _event, new = LessonEvent.objects.get_or_create(
        user=user, lesson=lesson, kind=LessonEvent.Kind.SEEN, on=on, defaults={"at": now}
    )
    if new:
        update(user=user, lesson=lesson, now=now)
    return new


@transaction.atomic
def declare_finished(*, user: User, lesson: Lesson, now: datetime.datetime) -> bool:
    """« J’ai terminé »: the person says so, once. A lesson with required activities is not done by that alone."""
    on = timezone.localtime(now).date()
    _event, new = LessonEvent.objects.get_or_create(
        user=user, lesson=lesson, kind=LessonEvent.Kind.DECLARED, defaults={"at": now, "on": on}
    )
    if new:
        update(user=user, lesson=lesson, now=now)
    return new


@transaction.atomic
def update(*, user: User, lesson: Lesson, now: datetime.datetime) -> None:
    """Derive the person's progress in the lesson's course again from all evidence, and what follows from it."""
    update_courses(user=user, courses=Course.objects.filter(pk=lesson.course_id), now=now)


@transaction.atomic
def update_after(*, outcome: Outcome, now: datetime.datetime) -> None:
    """The same for every course in force whose lessons hold the activity: done once is done everywhere."""
    attempt = outcome.attempt
    held = Lesson.objects.current().filter(
        lesson_activities__activity=attempt.activity_id, lesson_activities__retired_at=None
    )
    courses = Course.objects.current().filter(pk__in=held.order_by().values("course_id"))
    update_courses(user=attempt.user, courses=courses, now=now)


@transaction.atomic
def update_courses(*, user: User, courses: Iterable[Course], now: datetime.datetime) -> None:
    """Derive the person's progress in these courses, mastery, and award what is earned. One person at a time."""
    _wait_for_turn(user)
    standings = [(course, _keep_standing(user, course)) for course in courses]
    levels = mastery_levels([user.pk]).get(user.pk, {})
    rows = {row.skill_id: row for row in Mastery.objects.filter(user=user).order_by("pk")}
    write(mastery_differences(user_id=user.pk, rows=rows, levels=levels), updated_at=now)
    for course, standing in standings:
        if standing is not None and standing.certifies:
            _award(user, course, standing, now=now)


def _wait_for_turn(user: User) -> None:
    """Two answers at once by one person: the second derives after the first, and sees its evidence.

    Without a key lock, since rows that point to the person are being added beside us.
    """
    User.objects.select_for_update(no_key=True).filter(pk=user.pk).order_by("pk").values_list("pk").first()


def _keep_standing(user: User, course: Course) -> CourseStanding | None:
    evidence = evidence_in(course, of=[user.pk])
    standing = evidence.standing_of(user.pk)
    lessons = [lesson.id for lesson in evidence.lessons]
    rows = LessonProgress.objects.filter(user=user, lesson__in=lessons).order_by("pk")
    differences = progress_differences(
        user_id=user.pk,
        course=course,
        lesson_rows={row.lesson_id: row for row in rows},
        row=CourseProgress.objects.filter(user=user, course=course).first(),
        standing=standing,
    )
    write(differences)
    return standing


def _award(user: User, course: Course, standing: CourseStanding, *, now: datetime.datetime) -> None:
    """Give the certificate of the course to a person who follows it; whoever only tries it out gets none.

    Nor does a guest: it is given once the work is claimed, to a person with a name.
    """
    achievement = course.achievement
    if achievement is None or achievement.retired_at is not None or is_guest(user):
        return
    version = achievement.versions.order_by("-number").first()
    if version is None or not courses_of(user).filter(pk=course.pk).exists():
        return
    credentials.award(achievement_version=version, learner=user, evidence=_evidence(course, standing), now=now)


def _evidence(course: Course, standing: CourseStanding) -> list[str]:
    """What earned it: the course and the attempts that our server marked."""
    return [f"course:{course.uuid}", *(f"attempt:{attempt}" for attempt in standing.proofs)]
