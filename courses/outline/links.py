"""What hangs on the rows of the outline: activities, skills, prerequisites, references to other courses."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from assessments.activities.models import Activity
from courses.outline.changes import OutlineChange
from courses.outline.models import Alignment, Course, Lesson, LessonActivity, Prerequisite, Track, TrackCourse
from courses.outline.published import CourseData, LessonData, TrackData


class UnknownActivity(LookupError):
    """A published lesson names an activity that does not exist."""


def write_activities(lessons: Sequence[LessonData], lesson_rows: Mapping[UUID, Lesson], change: OutlineChange) -> None:
    """What each lesson holds, in order; one taken out retires there. Raises UnknownActivity."""
    ids = _activity_ids(lessons)
    links = LessonActivity.objects.filter(lesson__in=lesson_rows.values()).order_by("pk")
    known = {(link.lesson_id, link.activity_id): link for link in links}
    for lesson in lessons:
        row = lesson_rows[lesson.uuid]
        for place, activity in enumerate(lesson.activities):
            link = known.pop((row.pk, ids[activity.uuid]), None)
            _write_activity(row, ids[activity.uuid], place, activity.required, link, change)
    _retire_activities([link for link in known.values() if link.retired_at is None], lesson_rows, change)


def _activity_ids(lessons: Sequence[LessonData]) -> dict[UUID, int]:
    wanted = {activity.uuid for lesson in lessons for activity in lesson.activities}
    found = dict(Activity.objects.filter(uuid__in=wanted).order_by("pk").values_list("uuid", "pk"))
    if missing := wanted - found.keys():
        raise UnknownActivity(*sorted(map(str, missing)))
    return found


def _write_activity(
    lesson: Lesson,
    activity_id: int,
    place: int,
    required: bool,
    link: LessonActivity | None,
    change: OutlineChange,
) -> None:
    wanted = {"position": place, "required": required, "retired_at": None}
    if link is None:
        LessonActivity.objects.create(lesson=lesson, activity_id=activity_id, **wanted)
        change.reshaped.add(lesson.course_id)
        return
    differing = {name for name, value in wanted.items() if getattr(link, name) != value}
    if differing:
        LessonActivity.objects.filter(pk=link.pk).update(**wanted)
    if differing - {"position"}:
        change.reshaped.add(lesson.course_id)


def _retire_activities(
    links: Sequence[LessonActivity], lesson_rows: Mapping[UUID, Lesson], change: OutlineChange
) -> None:
    if not links:
        return
    courses = {lesson.pk: lesson.course_id for lesson in lesson_rows.values()}
    LessonActivity.objects.filter(pk__in=[link.pk for link in links]).update(retired_at=change.at)
    change.reshaped.update(courses[link.lesson_id] for link in links)


def write_alignments(lessons: Sequence[LessonData], lesson_rows: Mapping[UUID, Lesson], change: OutlineChange) -> None:
    """The skills each lesson works."""
    rows = {lesson.pk: lesson for lesson in lesson_rows.values()}
    wanted = {(lesson_rows[lesson.uuid].pk, skill) for lesson in lessons for skill in lesson.skills}
    links = Alignment.objects.filter(lesson__in=rows).order_by("pk")
    known = {(link.lesson_id, link.skill_id): link.pk for link in links}
    Alignment.objects.filter(pk__in=[known[pair] for pair in known.keys() - wanted]).delete()
    new = sorted(wanted - known.keys())
    Alignment.objects.bulk_create(Alignment(lesson_id=lesson, skill_id=skill) for lesson, skill in new)
    change.reshaped.update(rows[lesson].course_id for lesson, _skill in wanted ^ known.keys())


def write_prerequisites(courses: Sequence[CourseData], course_rows: Mapping[UUID, Course]) -> None:
    """The courses advised before each; one that is not written yet is left out."""
    ids = _course_ids(uuid for course in courses for uuid in course.prerequisites)
    wanted = {
        (course_rows[course.uuid].pk, ids[uuid])
        for course in courses
        for uuid in course.prerequisites
        if uuid in ids and uuid != course.uuid
    }
    links = Prerequisite.objects.filter(course__in=course_rows.values()).order_by("pk")
    known = {(link.course_id, link.required_id): link.pk for link in links}
    Prerequisite.objects.filter(pk__in=[known[pair] for pair in known.keys() - wanted]).delete()
    new = sorted(wanted - known.keys())
    Prerequisite.objects.bulk_create(Prerequisite(course_id=course, required_id=other) for course, other in new)


def write_referred(tracks: Sequence[TrackData], track_rows: Mapping[UUID, Track]) -> None:
    """The courses of other tracks that each track refers to, in order."""
    ids = _course_ids(uuid for track in tracks for uuid in track.referred)
    links = TrackCourse.objects.filter(track__in=track_rows.values()).order_by("pk")
    known = {(link.track_id, link.course_id, link.position): link.pk for link in links}
    wanted = {
        (track_rows[track.uuid].pk, ids[uuid], place)
        for track in tracks
        for place, uuid in enumerate(track.referred)
        if uuid in ids
    }
    TrackCourse.objects.filter(pk__in=[known[place] for place in known.keys() - wanted]).delete()
    new = sorted(wanted - known.keys())
    TrackCourse.objects.bulk_create(
        TrackCourse(track_id=track, course_id=course, position=place) for track, course, place in new
    )


def _course_ids(uuids: Iterable[UUID]) -> dict[UUID, int]:
    return dict(Course.objects.filter(uuid__in=set(uuids)).order_by("pk").values_list("uuid", "pk"))
