"""Lessons opened and finished, when the work changes hands; then progress, mastery and certificates."""

import datetime

from courses.outline.models import Course
from courses.progress.models import CourseProgress, LessonEvent, LessonProgress, Mastery
from courses.progress.services import update_courses
from lms.accounts.evidence import follows_evidence, moves_evidence
from lms.accounts.models import User


@moves_evidence
def move_lesson_events(*, source: User, target: User, now: datetime.datetime) -> None:
    """The same fact told by both is one fact, at its first moment."""
    for event in LessonEvent.objects.filter(user=source).order_by("pk"):
        told = LessonEvent.objects.filter(user=target, lesson=event.lesson_id, kind=event.kind)
        if event.kind == LessonEvent.Kind.SEEN:
            told = told.filter(on=event.on)
        own = told.first()
        if own is not None and own.at <= event.at:
            event.delete()
            continue
        if own is not None:
            own.delete()
        event.user = target
        event.save(update_fields=["user"])


@follows_evidence
def derive_again(*, source: User, target: User, now: datetime.datetime) -> None:
    """Nothing derived stays with `source`; what `target` has follows from all they did, certificates included."""
    courses = list(Course.objects.current().filter(progress__user=source).order_by("pk"))
    for model in (LessonProgress, CourseProgress, Mastery):
        model._default_manager.filter(user=source).delete()
    update_courses(user=target, courses=courses, now=now)
