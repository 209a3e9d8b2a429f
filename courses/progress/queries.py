"""Reads of progress for learners: one function a screen, rows ready to show."""

from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Q, QuerySet, UUIDField

from assessments.credentials.queries import my_certificates
from courses.enrolments.queries import NOBODY, followed_by, taught_by
from courses.outline.models import Course, Track, TrackCourse
from courses.progress.lessons import (
    activity_rows,
    course_rows,
    followed_courses,
    one_course,
    open_activities,
    rows_of_one_course,
)
from courses.progress.places import next_place
from courses.progress.rows import (
    COURSE_FIELDS,
    CourseOverview,
    HomePage,
    LessonState,
    Place,
    TrackOverview,
    course_row,
)
from lms.accounts.models import User, Visitor
from lms.web.prepared import Prepared, Slot


def home_page(user: User) -> HomePage:
    """Where to go on, the modules followed, the certificates held: four queries."""
    courses = followed_courses(user)
    return HomePage(
        place=next_place(courses, open_activities(user)), courses=courses, certificates=my_certificates(user)
    )


def next_place_of(user: User) -> Place | None:
    """The exact place where the person goes on, among all they follow; None when all is done. Three queries."""
    return next_place(followed_courses(user), open_activities(user))


def _course() -> QuerySet[Course, dict[str, Any]]:
    """The course in the slot `uuid`, and whether the person in the slot `me` follows it."""
    gives = Q(achievement__isnull=False, achievement__retired_at=None)
    named = Course.objects.current().filter(uuid=Slot("uuid", UUIDField())).order_by("pk")
    follows = followed_by(Slot("me", BigIntegerField()))
    return named.annotate(follows=follows, certificate=gives).values(*COURSE_FIELDS, "follows", "certificate")


_COURSE = Prepared(_course)


def course_overview(user: Visitor, course_uuid: UUID) -> CourseOverview | None:
    """A course in force for its page; who does not follow it sees what it holds.

    Four queries at most for who follows it, one or two more for anybody else.
    """
    course = _COURSE.first(me=user.pk or NOBODY, uuid=course_uuid)
    if course is None:
        return None
    is_followed, gives_certificate = course.pop("follows"), course.pop("certificate")
    row = one_course(user, course_uuid) or course_row(course, ())
    place = next_place([row], open_activities(user)) if is_followed else None
    return CourseOverview(
        course=row,
        follows=is_followed,
        opens=is_followed or taught_by(user, Course.objects.filter(uuid=course_uuid)).exists(),
        gives_certificate=gives_certificate,
        place=place,
    )


def track_overview(user: Visitor, track_uuid: UUID) -> TrackOverview | None:
    """A track in force for its page: its own courses, then those it refers to. Five queries."""
    track = Track.objects.current().filter(uuid=track_uuid).first()
    if track is None:
        return None
    referred = list(TrackCourse.objects.filter(track=track).values_list("course__uuid", flat=True))
    courses = course_rows(user, Q(course__track=track) | Q(course__uuid__in=referred))
    place = {uuid: number for number, uuid in enumerate(referred, start=1)}
    return TrackOverview(
        uuid=track.uuid,
        title=track.title,
        courses=sorted(courses, key=lambda course: place.get(course.uuid, 0)),
        follows=Course.objects.current().filter(followed_by(user), track=track).exists(),
    )


def lesson_state(user: Visitor, lesson_uuid: UUID) -> LessonState | None:
    """A lesson for its page; None when the person may not open it. Two queries for who follows it.

    Who teaches with it opens it too, for two or three queries more.
    """
    if not user.is_authenticated:
        return None
    found = rows_of_one_course(user, lesson_uuid)
    if found is None:
        return None
    if not found.follows and not taught_by(user, Course.objects.filter(uuid=found.course_uuid)).exists():
        return None
    here = next(index for index, row in enumerate(found.lessons) if row.uuid == lesson_uuid)
    following = found.lessons[here + 1] if here + 1 < len(found.lessons) else None
    return LessonState(
        lesson=found.lessons[here],
        total=len(found.lessons),
        course_title=found.title,
        course_url=found.url,
        follows=found.follows,
        activities=activity_rows(user, lesson_uuid),
        previous_url=found.lessons[here - 1].url if here else "",
        next_url=following.url if following else "",
        next_title=following.title if following else "",
    )
