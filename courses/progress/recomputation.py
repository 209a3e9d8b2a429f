"""Everything derived, looked at again from evidence: what differs is reported and, if asked, put right."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable

from assessments.credentials.models import Credential
from courses.enrolments.queries import courses_of
from courses.outline.models import Course
from courses.progress.evidence import CourseEvidence, evidence_in
from courses.progress.keeping import Difference, mastery_differences, progress_differences
from courses.progress.masteries import mastery_levels
from courses.progress.models import CourseProgress, LessonProgress, Mastery
from courses.progress.services import update_courses
from lms.accounts.models import User


def recompute(*, courses: Iterable[Course], apply: bool, now: datetime.datetime) -> list[str]:
    """The differences, in words, between what is kept for these courses and what evidence gives.

    With `apply` each person concerned is brought up to date, one transaction a person: evidence that arrives
    meanwhile is neither lost nor waited for. Retired courses are left as they were.
    """
    reports: list[str] = []
    for course in courses:
        if course.retired_at is None:
            reports += _recompute_course(course, apply=apply, now=now)
    return reports


def _recompute_course(course: Course, *, apply: bool, now: datetime.datetime) -> list[str]:
    evidence = evidence_in(course)
    found = _differences(course, evidence)
    missing = _without_certificate(course, evidence)
    people = found.keys() | missing
    if apply:
        for user in User.objects.filter(pk__in=people).order_by("pk"):
            update_courses(user=user, courses=[course], now=now)
    words = [str(difference) for user_id in sorted(found) for difference in found[user_id]]
    return words + [f"Credential user_id={pk} course_id={course.pk}: earned, not awarded" for pk in sorted(missing)]


def _differences(course: Course, evidence: CourseEvidence) -> dict[int, list[Difference]]:
    """By user id, what differs in progress and mastery."""
    rows = {row.user_id: row for row in CourseProgress.objects.filter(course=course).order_by("pk")}
    lessons: defaultdict[int, dict[int, LessonProgress]] = defaultdict(dict)
    in_force = [lesson.id for lesson in evidence.lessons]
    for lesson_row in LessonProgress.objects.filter(lesson__in=in_force).order_by("pk"):
        lessons[lesson_row.user_id][lesson_row.lesson_id] = lesson_row
    people = evidence.people | rows.keys() | lessons.keys()
    masteries = _mastery_differences(people)
    found = {
        user_id: progress_differences(
            user_id=user_id,
            course=course,
            lesson_rows=lessons[user_id],
            row=rows.get(user_id),
            standing=evidence.standing_of(user_id),
        )
        + masteries[user_id]
        for user_id in people
    }
    return {user_id: differences for user_id, differences in found.items() if differences}


def _mastery_differences(people: Collection[int]) -> dict[int, list[Difference]]:
    rows: defaultdict[int, dict[int, Mastery]] = defaultdict(dict)
    for row in Mastery.objects.filter(user__in=people).order_by("pk"):
        rows[row.user_id][row.skill_id] = row
    levels = mastery_levels(people)
    return {
        user_id: mastery_differences(user_id=user_id, rows=rows[user_id], levels=levels.get(user_id, {}))
        for user_id in people
    }


def _without_certificate(course: Course, evidence: CourseEvidence) -> set[int]:
    """People who follow the course, earned its certificate, and have none of any state but taken by a correction."""
    achievement = course.achievement
    if achievement is None or achievement.retired_at is not None or not achievement.versions.exists():
        return set()
    earned = {pk for pk in evidence.people if (standing := evidence.standing_of(pk)) and standing.certifies}
    held = Credential.objects.filter(version__achievement=achievement, learner__in=earned).order_by()
    given = held.exclude(revocation_reason=Credential.Reason.CORRECTION)
    waiting = User.objects.filter(pk__in=earned - set(given.values_list("learner_id", flat=True)), trial=None)
    return {user.pk for user in waiting.order_by("pk") if courses_of(user).filter(pk=course.pk).exists()}
