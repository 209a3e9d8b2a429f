"""The exact place where a person goes on, chosen from what they did last."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from courses.progress.rows import CourseRow, LessonRow, Place


@dataclass(frozen=True, kw_only=True)
class OpenActivity:
    """An activity begun and not finished: from which lesson, when it was last touched, at which question."""

    lesson: UUID
    url: str
    at: datetime.datetime
    question: int | None


def next_place(courses: Sequence[CourseRow], open_activities: Sequence[OpenActivity]) -> Place | None:
    """Where to go on among these courses, in order; None when all is done.

    An activity left open goes first when it was the last thing touched; then the lesson left undone; then the next
    one to do in the same course, and in the others, those advised after an uncompleted one last. A lesson in which an
    activity was left open goes on there.
    """
    at = {lesson.uuid: (course, lesson) for course in courses for lesson in course.lessons}
    left_open = max((each for each in open_activities if each.lesson in at), key=lambda each: each.at, default=None)
    last = max((lesson for _, lesson in at.values() if lesson.last_at), key=_touched, default=None)
    if left_open and (last is None or left_open.lesson == last.uuid or left_open.at >= _touched(last)):
        return _place(*at[left_open.lesson], left_open)
    return _next_lesson(courses, open_activities, last, at[last.uuid][0] if last else None)


def _touched(lesson: LessonRow) -> datetime.datetime:
    return lesson.last_at or datetime.datetime.min.replace(tzinfo=datetime.UTC)


def _next_lesson(
    courses: Sequence[CourseRow],
    open_activities: Sequence[OpenActivity],
    last: LessonRow | None,
    course: CourseRow | None,
) -> Place | None:
    inside = {each.lesson: each for each in sorted(open_activities, key=lambda each: each.at)}
    if last is not None and course is not None:
        later = [lesson for lesson in course.lessons if lesson.number >= last.number]
        for lesson in [*later, *course.lessons]:
            if not (lesson.is_done or lesson.is_handed_in):
                return _place(course, lesson, inside.get(lesson.uuid))
    for other in sorted(courses, key=lambda each: (not each.is_begun, bool(each.after))):
        for lesson in other.lessons:
            if not (lesson.is_done or lesson.is_handed_in):
                return _place(other, lesson, inside.get(lesson.uuid), is_first=last is None)
    return None


def _place(
    course: CourseRow, lesson: LessonRow, activity: OpenActivity | None = None, *, is_first: bool = False
) -> Place:
    return Place(
        title=lesson.title,
        url=activity.url if activity else lesson.url,
        number=lesson.number,
        total=course.total,
        course=course.title,
        is_first=is_first,
        question=activity.question if activity else None,
        in_activity=activity is not None,
    )
