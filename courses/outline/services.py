"""Writing the outline: publication it adds, updates, moves and retires, it never deletes."""

import datetime
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from assessments.activities.models import Activity
from courses.outline import links, rows
from courses.outline.certificates import publish_certificate
from courses.outline.changes import OutlineChange
from courses.outline.models import Course, Lesson, LessonActivity, Track
from courses.outline.published import CourseData, TrackData
from lms.accounts.models import User
from lms.jobs.services import enqueue
from lms.journal.services import record

RECOMPUTE = "progress.recompute"  # the kind of job that looks again at what people did in reshaped courses


@transaction.atomic
def publish_outline(
    *,
    tracks: Sequence[TrackData] = (),
    courses: Sequence[CourseData] = (),
    by: User | None,
    now: datetime.datetime,
) -> OutlineChange:
    """Make the outline say what these tracks, and these courses outside any track, say.

    A track and a course are given whole: what they no longer name is retired, what comes from elsewhere has
    moved, what was retired and is named again returns. Nothing is written when nothing changed.
    Raises UnknownActivity, NoIssuer.
    """
    change = OutlineChange(at=now)
    track_rows = rows.write_tracks(tracks, change=change)
    placed = _placed(tracks, track_rows, courses)
    named = [course for course, _home, _place in placed]
    course_rows = rows.write_courses(placed, change=change)
    lesson_rows = rows.write_lessons(named, course_rows, change=change)
    lessons = [lesson for course in named for lesson in course.lessons]
    links.write_activities(lessons, lesson_rows, change)
    links.write_alignments(lessons, lesson_rows, change)
    links.write_prerequisites(named, course_rows)
    links.write_referred(tracks, track_rows)
    for course in named:
        publish_certificate(course=course_rows[course.uuid], certificate=course.certificate, now=now)
    gone = rows.courses_left_out(track_rows, course_rows)
    _retire_lessons(Lesson.objects.current().filter(course__in=gone.values("pk")), change)
    _retire_lessons(rows.lessons_left_out(course_rows, lesson_rows), change)
    _retire(gone, change)
    _tell(change, verb="outline.published", by=by)
    return change


def _placed(
    tracks: Sequence[TrackData], track_rows: dict[UUID, Track], courses: Sequence[CourseData]
) -> list[rows.Placed]:
    homed = [
        (course, track_rows[track.uuid].pk, place) for track in tracks for place, course in enumerate(track.courses)
    ]
    return [*homed, *((course, None, place) for place, course in enumerate(courses))]


@transaction.atomic
def retire(*, uuids: Iterable[UUID], by: User | None, now: datetime.datetime) -> OutlineChange:
    """Take these tracks, courses and lessons, and all below them, out of force. What people did stays.

    A uuid that is unknown or already retired changes nothing.
    """
    named = set(uuids)
    change = OutlineChange(at=now)
    tracks = Track.objects.current().filter(uuid__in=named)
    courses = Course.objects.current().filter(Q(uuid__in=named) | Q(track__in=tracks.values("pk")))
    lessons = Lesson.objects.current().filter(Q(uuid__in=named) | Q(course__in=courses.values("pk")))
    _retire_lessons(lessons, change)
    _retire(courses, change)
    _retire(tracks, change)
    _tell(change, verb="outline.retired", by=by)
    return change


def _retire_lessons(lessons: QuerySet[Lesson], change: OutlineChange) -> None:
    change.reshaped.update(lessons.order_by("pk").values_list("course_id", flat=True))
    _retire(lessons, change)


def _retire(rows_in_force: QuerySet[Track] | QuerySet[Course] | QuerySet[Lesson], change: OutlineChange) -> None:
    """Retired rows keep everything but their address: their page is gone."""
    uuids = list(rows_in_force.order_by("pk").values_list("uuid", flat=True))
    if uuids:
        rows_in_force.model.objects.filter(uuid__in=uuids).update(retired_at=change.at, url="")
        change.retired.extend(uuids)


def _tell(change: OutlineChange, *, verb: str, by: User | None) -> None:
    """The journal, and the job that recomputes progress: written with the change or not at all."""
    if change.as_data():
        record(verb=verb, now=change.at, by=by, **change.as_data())
    if change.reshaped:
        payload = {"courses": sorted(change.reshaped)}
        enqueue(kind=RECOMPUTE, key=f"{RECOMPUTE}:{uuid4()}", payload=payload, now=change.at)


@transaction.atomic
def derive_again(*, activity: Activity, now: datetime.datetime) -> None:
    """Ask for progress to be looked at again in every course that holds the activity: a rule of it has changed."""
    held = LessonActivity.objects.current().filter(activity=activity, lesson__retired_at=None)
    courses = sorted(set(held.order_by().values_list("lesson__course_id", flat=True)))
    if courses:
        enqueue(kind=RECOMPUTE, key=f"{RECOMPUTE}:{uuid4()}", payload={"courses": courses}, now=now)
