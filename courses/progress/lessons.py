"""Lessons and activities of the outline beside what one person did in them, read for the screens' queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Coalesce

from assessments.activities.access import player_url
from assessments.activities.models import Activity
from assessments.attempts.models import Attempt
from assessments.attempts.prerequisites import FirstStep, first_steps, unmet
from courses.enrolments.queries import NOBODY, followed_by
from courses.outline.models import Lesson, LessonActivity, Prerequisite
from courses.progress.models import CourseProgress
from courses.progress.places import OpenActivity
from courses.progress.rows import COURSE_FIELDS, ActivityRow, CourseRow, LessonRow, course_row
from lms.accounts.models import User, Visitor
from lms.web.prepared import Prepared, Slot

_LESSON_FIELDS = ("uuid", "title", "url", "objective", "minutes", "state", "last_at")
_ACTIVITY_FIELDS = (
    "activity__uuid",
    "activity__kind",
    "activity__title",
    "required",
    "activity_id",
    "is_waiting",
    "mine__state",
    "mine__outcome__success",
    "mine__outcome__completion",
    "mine__outcome__self_assessed",
)
_ANSWER_FIELDS = ("responses__slot", "responses__recorded_at")
_BEGUN_FIELDS = ("pk", "context", "started_at", "plan", "activity__uuid", "activity__kind", *_ANSWER_FIELDS)
# The values that each request brings to the queries prepared below.
_ME = Slot("me", BigIntegerField())
_UUID = Slot("uuid", UUIDField())
_COURSE_PATHS = tuple(f"course__{name}" for name in COURSE_FIELDS)


@dataclass(frozen=True, kw_only=True)
class CourseLessons:
    """The lessons of one course as one person stands in them."""

    course_uuid: UUID
    title: str
    url: str
    follows: bool
    lessons: list[LessonRow]


def _with_progress(me: int | Slot) -> QuerySet[Lesson]:
    """Lessons in force with `state` and `last_at` of the person whose id this is."""
    mine = FilteredRelation("progress", condition=Q(progress__user=me))
    lessons: QuerySet[Lesson] = Lesson.objects.current().filter(course__retired_at=None)
    return lessons.annotate(mine=mine, state=Coalesce(F("mine__state"), Value("")), last_at=F("mine__last_at"))


def _lessons(me: int | Slot, where: Q) -> QuerySet[Lesson, dict[str, Any]]:
    """The lessons of the courses that `where` says, in reading order, each with its course."""
    in_order = (F("course__track__position").asc(nulls_last=True), "course__track_id", "course__position")
    lessons = _with_progress(me).filter(where).order_by(*in_order, "course_id", "position", "pk")
    return lessons.values(*_LESSON_FIELDS, *_COURSE_PATHS)


def _still_advised(me: int | Slot, where: Q) -> QuerySet[Prerequisite, tuple[UUID, str]]:
    """For the courses that `where` says, the titles advised before them that the person has not completed."""
    completed = CourseProgress.objects.filter(user=me, course=OuterRef("required"), completed_at__isnull=False)
    advised = Prerequisite.objects.filter(where, ~Exists(completed), required__retired_at=None)
    return advised.order_by("-required__position", "-pk").values_list("course__uuid", "required__title")


_LESSONS_FOLLOWED = Prepared(lambda: _lessons(_ME, followed_by(_ME, "course__")))
_ADVISED_FOLLOWED = Prepared(lambda: _still_advised(_ME, followed_by(_ME, "course__")))
_THIS_COURSE = Q(course__uuid=_UUID)
_LESSONS_OF_ONE = Prepared(lambda: _lessons(_ME, _THIS_COURSE))
_ADVISED_OF_ONE = Prepared(lambda: _still_advised(_ME, _THIS_COURSE))


def followed_courses(user: Visitor) -> list[CourseRow]:
    """The courses that the person follows, in reading order, with their lessons: two queries."""
    me = user.pk or NOBODY
    return _course_rows(_LESSONS_FOLLOWED.ask(me=me), _ADVISED_FOLLOWED.ask(me=me))


def one_course(user: Visitor, uuid: UUID) -> CourseRow | None:
    """The course with its lessons; None when it has none in force. Two queries."""
    here = {"me": user.pk or NOBODY, "uuid": uuid}
    return next(iter(_course_rows(_LESSONS_OF_ONE.ask(**here), _ADVISED_OF_ONE.ask(**here))), None)


def course_rows(user: Visitor, where: Q) -> list[CourseRow]:
    """The courses that `where` says by the path "course__", in reading order, with their lessons: two queries."""
    me = user.pk or NOBODY
    return _course_rows(_lessons(me, where), _still_advised(me, where))


def _course_rows(lessons: Iterable[dict[str, Any]], advised: Iterable[tuple[UUID, str]]) -> list[CourseRow]:
    by_course: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for values in lessons:
        by_course[values["course__uuid"]].append(values)
    after = dict(advised)
    return [_course(values, after.get(uuid, "")) for uuid, values in by_course.items()]


def _course(lessons: list[dict[str, Any]], after: str) -> CourseRow:
    values = {name: lessons[0][f"course__{name}"] for name in COURSE_FIELDS}
    return course_row(values, tuple(_lesson_rows(lessons)), after=after)


def _lesson_rows(lessons: Iterable[dict[str, Any]]) -> list[LessonRow]:
    return [
        LessonRow(number=number, **{name: values[name] for name in _LESSON_FIELDS})
        for number, values in enumerate(lessons, start=1)
    ]


def _lessons_beside() -> QuerySet[Lesson, dict[str, Any]]:
    """The lessons of the course that holds the lesson in the slot `uuid`, for the person in the slot `me`."""
    course = Lesson.objects.current().filter(uuid=_UUID).order_by().values("course_id")
    lessons = _with_progress(_ME).filter(course_id__in=course).annotate(follows=followed_by(_ME, "course__"))
    names = ("course__uuid", "course__title", "course__url", "follows")
    return lessons.order_by("position", "pk").values(*_LESSON_FIELDS, *names)


_LESSONS_BESIDE = Prepared(_lessons_beside)


def rows_of_one_course(user: Visitor, lesson_uuid: UUID) -> CourseLessons | None:
    """The lessons of the course that holds this lesson; None when it is not in force. One query."""
    rows = _LESSONS_BESIDE.ask(me=user.pk or NOBODY, uuid=lesson_uuid)
    if not rows:
        return None
    return CourseLessons(
        course_uuid=rows[0]["course__uuid"],
        title=rows[0]["course__title"],
        url=rows[0]["course__url"],
        follows=rows[0]["follows"],
        lessons=_lesson_rows(rows),
    )


class _Try(NamedTuple):
    """An attempt and its outcome; all None for an activity never tried."""

    state: str | None
    success: bool | None
    completion: bool | None
    self_assessed: bool | None

    @property
    def counts(self) -> bool:
        return self.success is not None and self.state != Attempt.State.VOIDED

    @property
    def satisfies(self) -> bool:
        """As `derivation.Result.satisfies`."""
        return self.counts and bool(self.success or (self.self_assessed and self.completion))


def _activities_of() -> QuerySet[LessonActivity, tuple[Any, ...]]:
    """A row for each activity of the lesson in the slot `uuid` and each attempt of the person in the slot `me`."""
    mine = FilteredRelation("activity__attempts", condition=Q(activity__attempts__user=_ME))
    waiting = Exists(unmet(_ME).filter(activity=OuterRef("activity")))
    links = LessonActivity.objects.current().filter(lesson__uuid=_UUID).annotate(mine=mine, is_waiting=waiting)
    return links.order_by("position", "pk").values_list(*_ACTIVITY_FIELDS)


_ACTIVITIES_OF = Prepared(_activities_of)


def activity_rows(user: Visitor, lesson_uuid: UUID) -> list[ActivityRow]:
    """The activities of the lesson, in order, as the person stands in them: one query, a row an attempt.

    Two more where something comes before one of them.
    """
    held: dict[UUID, tuple[Activity, bool]] = {}
    tries: defaultdict[UUID, list[_Try]] = defaultdict(list)
    waiting: set[int] = set()
    rows = _ACTIVITIES_OF.ask(me=user.pk or NOBODY, uuid=lesson_uuid)
    for uuid, kind, title, required, pk, is_waiting, *attempt in rows:
        held[uuid] = (Activity(pk=pk, uuid=uuid, kind=kind, title=title), required)
        tries[uuid].append(_Try(*attempt))
        waiting |= {pk} if is_waiting else set()
    first = first_steps(user, waiting) if waiting and isinstance(user, User) else {}
    return [
        _activity_row(lesson_uuid, activity, required, tries[uuid], first.get(activity.pk, []))
        for uuid, (activity, required) in held.items()
    ]


def _activity_row(
    lesson_uuid: UUID, activity: Activity, required: bool, tries: list[_Try], first: list[FirstStep]
) -> ActivityRow:
    is_open = any(each.state == Attempt.State.OPEN for each in tries)
    return ActivityRow(
        uuid=activity.uuid,
        kind=activity.kind,
        title=activity.title,
        url=player_url(activity, lesson_uuid),
        required=required,
        is_done=any(each.satisfies for each in tries),
        is_open=is_open,
        is_tried=any(each.counts for each in tries),
        first=() if is_open else tuple(first),
        is_waiting=any(each.state == Attempt.State.SUBMITTED for each in tries),
    )


def _begun() -> QuerySet[Attempt, tuple[Any, ...]]:
    """A row for each answer, or for its lack, in the exercises that the person in the slot `me` has not finished."""
    left_open = Attempt.objects.filter(user=_ME, state=Attempt.State.OPEN, context__isnull=False)
    return left_open.order_by("pk", "responses__pk").values_list(*_BEGUN_FIELDS)


_BEGUN = Prepared(_begun)


def open_activities(user: Visitor) -> list[OpenActivity]:
    """Activities that the person began from a lesson and has not finished: one query."""
    attempts = groupby(_BEGUN.ask(me=user.pk or NOBODY), key=lambda row: row[: -len(_ANSWER_FIELDS)])
    return [_open_activity(attempt, [row[-len(_ANSWER_FIELDS) :] for row in rows]) for attempt, rows in attempts]


def _open_activity(
    attempt: tuple[Any, ...], answers: list[tuple[int | None, datetime.datetime | None]]
) -> OpenActivity:
    """From an attempt's own fields and its answers, (None, None) where it has none."""
    _pk, lesson, started_at, plan, uuid, kind = attempt
    activity = Activity(uuid=uuid, kind=kind)
    return OpenActivity(
        lesson=lesson,
        url=player_url(activity, lesson),
        at=max([started_at, *(recorded_at for _, recorded_at in answers if recorded_at)]),
        question=_question(activity, {slot for slot, _ in answers}, len(plan)),
    )


def _question(activity: Activity, answered: set[int | None], asked: int) -> int | None:
    """The number of the first question without an answer, as the quiz itself shows it; else of the last."""
    if activity.kind != Activity.Kind.QUIZ or not asked:
        return None
    return next((slot + 1 for slot in range(asked) if slot not in answered), asked)
