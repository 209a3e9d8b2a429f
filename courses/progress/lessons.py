"""Lessons and activities of the outline beside what one person did in them, read for the screens' queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce

from assessments.activities.access import player_url
from assessments.activities.models import Activity
from assessments.attempts.models import Attempt, Response
from courses.enrolments.queries import NOBODY, followed_by
from courses.outline.models import Lesson, LessonActivity, Prerequisite
from courses.progress.models import CourseProgress
from courses.progress.places import OpenActivity
from courses.progress.rows import COURSE_FIELDS, ActivityRow, CourseRow, LessonRow, course_row
from lms.accounts.models import Visitor

_LESSON_FIELDS = ("uuid", "title", "url", "objective", "minutes", "state", "last_at")
_ACTIVITY_FIELDS = (
    "activity__uuid",
    "activity__kind",
    "activity__title",
    "required",
    "mine__state",
    "mine__outcome__success",
    "mine__outcome__completion",
    "mine__outcome__self_assessed",
)
_COURSE_PATHS = tuple(f"course__{name}" for name in COURSE_FIELDS)


@dataclass(frozen=True, kw_only=True)
class CourseLessons:
    """The lessons of one course as one person stands in them."""

    course_uuid: UUID
    title: str
    url: str
    follows: bool
    lessons: list[LessonRow]


def _with_progress(user: Visitor) -> QuerySet[Lesson]:
    """Lessons in force with `state` and `last_at` of the person."""
    mine = FilteredRelation("progress", condition=Q(progress__user=user.pk or NOBODY))
    lessons: QuerySet[Lesson] = Lesson.objects.current().filter(course__retired_at=None)
    return lessons.annotate(mine=mine, state=Coalesce(F("mine__state"), Value("")), last_at=F("mine__last_at"))


def course_rows(user: Visitor, where: Q) -> list[CourseRow]:
    """Courses whose lessons satisfy `where`, in reading order, with their lessons: two queries."""
    by_course: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    in_order = (F("course__track__position").asc(nulls_last=True), "course__track_id", "course__position")
    lessons = _with_progress(user).filter(where).order_by(*in_order, "course_id", "position", "pk")
    for values in lessons.values(*_LESSON_FIELDS, *_COURSE_PATHS):
        by_course[values["course__uuid"]].append(values)
    after = _still_advised(user, by_course)
    return [_course(values, after.get(uuid, "")) for uuid, values in by_course.items()]


def _course(lessons: list[dict[str, Any]], after: str) -> CourseRow:
    values = {name: lessons[0][f"course__{name}"] for name in COURSE_FIELDS}
    return course_row(values, tuple(_lesson_rows(lessons)), after=after)


def _lesson_rows(lessons: Iterable[dict[str, Any]]) -> list[LessonRow]:
    return [
        LessonRow(number=number, **{name: values[name] for name in _LESSON_FIELDS})
        for number, values in enumerate(lessons, start=1)
    ]


def _still_advised(user: Visitor, courses: Iterable[UUID]) -> dict[UUID, str]:
    """By course, the title of a course advised before it that the person has not completed."""
    completed = CourseProgress.objects.filter(
        user=user.pk or NOBODY, course=OuterRef("required"), completed_at__isnull=False
    )
    advised = Prerequisite.objects.filter(~Exists(completed), course__uuid__in=list(courses), required__retired_at=None)
    in_order = advised.order_by("-required__position", "-pk")
    return dict(in_order.values_list("course__uuid", "required__title"))


def rows_of_one_course(user: Visitor, lesson_uuid: UUID) -> CourseLessons | None:
    """The lessons of the course that holds this lesson; None when it is not in force. One query."""
    follows = followed_by(user, "course__")
    course = Lesson.objects.current().filter(uuid=lesson_uuid).order_by().values("course_id")
    lessons = _with_progress(user).filter(course_id__in=course).annotate(follows=follows)
    names = ("course__uuid", "course__title", "course__url", "follows")
    rows = list(lessons.order_by("position", "pk").values(*_LESSON_FIELDS, *names))
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


def activity_rows(user: Visitor, lesson_uuid: UUID) -> list[ActivityRow]:
    """The activities of the lesson, in order, as the person stands in them: one query, a row an attempt."""
    mine = FilteredRelation("activity__attempts", condition=Q(activity__attempts__user=user.pk or NOBODY))
    links = LessonActivity.objects.current().filter(lesson__uuid=lesson_uuid).annotate(mine=mine)
    held: dict[UUID, tuple[Activity, bool]] = {}
    tries: defaultdict[UUID, list[_Try]] = defaultdict(list)
    for uuid, kind, title, required, *attempt in links.order_by("position", "pk").values_list(*_ACTIVITY_FIELDS):
        held[uuid] = (Activity(uuid=uuid, kind=kind, title=title), required)
        tries[uuid].append(_Try(*attempt))
    return [_activity_row(lesson_uuid, *activity, tries[uuid]) for uuid, activity in held.items()]


def _activity_row(lesson_uuid: UUID, activity: Activity, required: bool, tries: list[_Try]) -> ActivityRow:
    return ActivityRow(
        uuid=activity.uuid,
        kind=activity.kind,
        title=activity.title,
        url=player_url(activity, lesson_uuid),
        required=required,
        is_done=any(each.satisfies for each in tries),
        is_open=any(each.state == Attempt.State.OPEN for each in tries),
        is_tried=any(each.counts for each in tries),
    )


def open_activities(user: Visitor) -> list[OpenActivity]:
    """Activities that the person began from a lesson and has not finished: two queries."""
    answers = Response.objects.only("attempt_id", "slot", "recorded_at").order_by("pk")
    attempts = (
        Attempt.objects.filter(user=user.pk or NOBODY, state=Attempt.State.OPEN, context__isnull=False)
        .select_related("activity")
        .prefetch_related(Prefetch("responses", queryset=answers, to_attr="given"))
        .order_by("pk")
    )
    return [_open_activity(attempt, attempt.context) for attempt in attempts if attempt.context]


def _open_activity(attempt: Attempt, lesson: UUID) -> OpenActivity:
    given: list[Response] = attempt.given  # type: ignore[attr-defined]
    return OpenActivity(
        lesson=lesson,
        url=player_url(attempt.activity, lesson),
        at=max([attempt.started_at, *(answer.recorded_at for answer in given)]),
        question=_question(attempt.activity, {answer.slot for answer in given}, len(attempt.plan)),
    )


def _question(activity: Activity, answered: set[int], asked: int) -> int | None:
    """The number of the first question without an answer, as the quiz itself shows it; else of the last."""
    if activity.kind != Activity.Kind.QUIZ or not asked:
        return None
    return next((slot + 1 for slot in range(asked) if slot not in answered), asked)
