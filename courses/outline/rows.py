"""The rows of the outline, written only where they differ from what was published."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from courses.outline.changes import OutlineChange
from courses.outline.models import Course, Lesson, Track
from courses.outline.published import CourseData, LessonData, TrackData

Row = TypeVar("Row", Track, Course, Lesson)
Placed = tuple[CourseData, int | None, int]  # a course, the id of its home track, its place there
_PLACE = {"position", "track_id", "course_id"}


def write_tracks(tracks: Sequence[TrackData], *, change: OutlineChange) -> dict[UUID, Track]:
    return _write(Track, {track.uuid: _track_values(track) for track in tracks}, change)


def write_courses(placed: Sequence[Placed], *, change: OutlineChange) -> dict[UUID, Course]:
    wanted = {course.uuid: _course_values(course, home, place) for course, home, place in placed}
    return _write(Course, wanted, change)


def write_lessons(
    courses: Sequence[CourseData], course_rows: Mapping[UUID, Course], *, change: OutlineChange
) -> dict[UUID, Lesson]:
    wanted = {
        lesson.uuid: _lesson_values(lesson, course_rows[course.uuid].pk, place)
        for course in courses
        for place, lesson in enumerate(course.lessons)
    }
    return _write(Lesson, wanted, change)


def _track_values(track: TrackData) -> dict[str, Any]:
    names = ("title", "slug", "url", "structure_id", "position")
    return {name: getattr(track, name) for name in names}


def _course_values(course: CourseData, home: int | None, place: int) -> dict[str, Any]:
    names = ("title", "slug", "url", "structure_id", "code", "objective", "family", "minutes", "open_to_try")
    return {name: getattr(course, name) for name in names} | {"track_id": home, "position": place}


def _lesson_values(lesson: LessonData, course_id: int, place: int) -> dict[str, Any]:
    names = ("title", "slug", "url", "code", "objective", "minutes")
    return {name: getattr(lesson, name) for name in names} | {"course_id": course_id, "position": place}


def _write(model: type[Row], wanted: Mapping[UUID, dict[str, Any]], change: OutlineChange) -> dict[UUID, Row]:
    """The rows of these uuids, with these values and in force; every write is noted in `change`."""
    known = model.objects.in_bulk(list(wanted), field_name="uuid")
    return {uuid: _write_one(model, uuid, known.get(uuid), values, change) for uuid, values in wanted.items()}


def _write_one(model: type[Row], uuid: UUID, row: Row | None, values: dict[str, Any], change: OutlineChange) -> Row:
    values = {**values, "retired_at": None}
    if row is None:
        row = model.objects.create(uuid=uuid, **values)
        change.added.append(uuid)
        _note_reshaping(row, {"course_id"}, change)
        return row
    before = {name: getattr(row, name) for name in values}
    differing = {name for name in values if before[name] != values[name]}
    if differing:
        for name in differing:
            setattr(row, name, values[name])
        row.save(update_fields=sorted(differing))
        _note_differences(uuid, differing, change)
        _note_reshaping(row, differing, change, left=before.get("course_id"))
    return row


def _note_differences(uuid: UUID, differing: set[str], change: OutlineChange) -> None:
    if "retired_at" in differing:
        change.returned.append(uuid)
    elif differing & _PLACE:
        change.moved.append(uuid)
    else:
        change.updated.append(uuid)


def _note_reshaping(row: Row, differing: set[str], change: OutlineChange, *, left: int | None = None) -> None:
    """A lesson that comes, returns or goes reshapes the courses it joins and leaves."""
    if isinstance(row, Lesson) and differing & {"course_id", "retired_at"}:
        change.reshaped.update({row.course_id, left or row.course_id})


def courses_left_out(track_rows: Mapping[UUID, Track], course_rows: Mapping[UUID, Course]) -> QuerySet[Course]:
    """Courses in force of the published tracks that the publication no longer names."""
    return Course.objects.current().filter(track__in=track_rows.values()).exclude(uuid__in=course_rows)


def lessons_left_out(course_rows: Mapping[UUID, Course], lesson_rows: Mapping[UUID, Lesson]) -> QuerySet[Lesson]:
    return Lesson.objects.current().filter(course__in=course_rows.values()).exclude(uuid__in=lesson_rows)
