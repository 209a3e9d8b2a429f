"""What people do in lessons becomes evidence; progress, mastery and certificates follow from it."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from assessments.attempts.models import Attempt
from courses.outline.models import Course, Lesson
from courses.progress.awarding import award_earned
from courses.progress.derivation import CourseStanding
from courses.progress.evidence import evidence_in
from courses.progress.keeping import mastery_differences, progress_differences, write
from courses.progress.masteries import mastery_levels
from courses.progress.models import CourseProgress, LessonEvent, LessonProgress, Mastery
from lms.accounts.models import User


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
def update_after(*, attempt: Attempt, now: datetime.datetime) -> None:
    """The same for every course in force whose lessons hold what was attempted: done once is done everywhere."""
    held = Lesson.objects.current().filter(
        lesson_activities__activity=attempt.activity_id, lesson_activities__retired_at=None
    )
    courses = Course.objects.current().filter(pk__in=held.order_by().values("course_id"))
    update_courses(user=attempt.user, courses=courses, now=now)


@transaction.atomic
def update_courses(*, user: User, courses: Iterable[Course], now: datetime.datetime) -> None:
    """Derive the person's progress in these courses, mastery, and award what is earned. One person at a time."""
    update_people(users=[user], courses=courses, now=now)


@transaction.atomic
def update_people(*, users: Collection[User], courses: Iterable[Course], now: datetime.datetime) -> None:
    """`update_courses` of many people: reads are as many for a hundred as for one, writes are those that change."""
    people = {user.pk: user for user in users}
    _wait_for_turn(people)
    standings = [(course, _keep_standings(people, course)) for course in courses]
    _keep_masteries(people, now=now)
    for course, found in standings:
        award_earned(course=course, people=people, standings=found, now=now)


def _wait_for_turn(people: Collection[int]) -> None:
    """Two answers at once by one person: the second derives after the first, and sees its evidence.

    Without a key lock, since rows that point to the person are being added beside us.
    """
    waited = User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    list(waited.values_list("pk", flat=True))


def _keep_standings(people: Collection[int], course: Course) -> dict[int, CourseStanding]:
    """Where each person stands who did anything in the course, as it is kept from now on."""
    evidence = evidence_in(course, of=people)
    lessons = [lesson.id for lesson in evidence.lessons]
    kept: defaultdict[int, dict[int, LessonProgress]] = defaultdict(dict)
    for row in LessonProgress.objects.filter(user__in=people, lesson__in=lessons).order_by("pk"):
        kept[row.user_id][row.lesson_id] = row
    rows = {row.user_id: row for row in CourseProgress.objects.filter(user__in=people, course=course).order_by("pk")}
    standings = {user_id: evidence.standing_of(user_id) for user_id in people}
    write(
        difference
        for user_id, standing in standings.items()
        for difference in progress_differences(
            user_id=user_id, course=course, lesson_rows=kept[user_id], row=rows.get(user_id), standing=standing
        )
    )
    return {user_id: standing for user_id, standing in standings.items() if standing is not None}


def _keep_masteries(people: Collection[int], *, now: datetime.datetime) -> None:
    levels = mastery_levels(people)
    rows: defaultdict[int, dict[int, Mastery]] = defaultdict(dict)
    for row in Mastery.objects.filter(user__in=people).order_by("pk"):
        rows[row.user_id][row.skill_id] = row
    write(
        (
            difference
            for user_id in people
            for difference in mastery_differences(user_id=user_id, rows=rows[user_id], levels=levels.get(user_id, {}))
        ),
        updated_at=now,
    )
