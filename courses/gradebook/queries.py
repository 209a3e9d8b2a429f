"""A cohort's progress for its trainers: rows learners, columns lessons; and what its people answered."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.activities.models import Activity, Prerequisite
from assessments.attempts.corrections import Correction
from assessments.attempts.models import Attempt, HintTaken, Response
from assessments.attempts.prerequisites import unmet
from assessments.attempts.timing import ends_at, is_up, pause_at
from assessments.quizzes.models import QuizDraw, QuizItem
from courses.enrolments.queries import courses_of_cohort
from courses.outline.models import Course, Lesson, LessonActivity
from courses.progress.models import LessonProgress
from lms.accounts.accommodations import extra_time_of
from lms.accounts.models import User, Visitor
from lms.cohorts.models import Cohort
from lms.cohorts.queries import people_of

PEOPLE_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class LessonColumn:
    """A lesson above its column: how many people have done it."""

    pk: int
    number: int
    title: str
    done: int


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Where a person is in a lesson: words first, colour (`kind` of a tag) after."""

    state: str = ""
    best_percent: int | None = None

    @property
    def words(self) -> str:
        if self.state == LessonProgress.State.DONE:
            return pgettext("lesson", "Done")
        if self.state == LessonProgress.State.HANDED_IN:
            return pgettext("lesson", "To look at")
        return pgettext("lesson", "Under way") if self.state else pgettext("lesson", "To do")

    @property
    def best(self) -> str:
        """The best result, "75 %"; empty without one."""
        return "" if self.best_percent is None else _("%(percent)d%%") % {"percent": self.best_percent}

    @property
    def kind(self) -> str:
        return {"done": "good", "started": "warn", "handed-in": "warn"}.get(self.state, "plain")


@dataclass(frozen=True, kw_only=True)
class LearnerRow:
    """A person's line."""

    person: User
    cells: list[Cell]

    @property
    def done(self) -> int:
        return sum(cell.state == LessonProgress.State.DONE for cell in self.cells)

    @property
    def words(self) -> str:
        return _("%(done)d of %(total)d") % {"done": self.done, "total": len(self.cells)}


@dataclass(frozen=True, kw_only=True)
class CohortProgress:
    """The table of one course that the cohort follows; `course` is None when it follows none."""

    courses: Sequence[Course]
    course: Course | None
    columns: list[LessonColumn]
    rows: list[LearnerRow]
    page: Page[User]
    quizzes: list[Activity]
    exercises: list[Activity]


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """Somebody who is doing a quiz: since when, how far, and until when where it ends by itself."""

    person: User
    started_at: datetime.datetime
    ends_at: datetime.datetime | None
    has_extra: bool
    is_over: bool  # time is up, and the server has not ended it yet
    break_until: datetime.datetime | None  # while they take a break: when it ends at the latest
    answered: int
    total: int

    @property
    def words(self) -> str:
        return _("%(done)d of %(total)d") % {"done": self.answered, "total": self.total}


@dataclass(frozen=True, kw_only=True)
class FirstRow:
    """What comes before a quiz, and who has not done it: the quiz is closed to them meanwhile."""

    prerequisite: Prerequisite
    lacking: list[User]


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """A question of a quiz: how many people of the cohort answered, right at first, right in the end.

    `hints`: how many took each of its hints, the first one first; `neutral`: a correction makes it count for nobody.
    """

    number: int
    title: str
    answered: int
    right_first: int
    right_last: int
    hints: tuple[int, ...] = ()
    neutral: bool = False

    @property
    def hints_words(self) -> str:
        """Which hints were taken, and by how many people; empty where none was."""
        said = (
            ngettext("no. %(number)d: %(people)d person", "no. %(number)d: %(people)d people", people)
            % {"number": number, "people": people}
            for number, people in enumerate(self.hints, start=1)
        )
        return ", ".join(said)

    @property
    def percent(self) -> int | None:
        return round(100 * self.right_last / self.answered) if self.answered else None


def cohort_progress(
    cohort: Cohort, *, course_uuid: UUID | None = None, page: str | int | None = 1, a_page: int = PEOPLE_A_PAGE
) -> CohortProgress:
    """The progress of the cohort's people of today in one of its courses (the first, unless one is named)."""
    courses = list(courses_of_cohort(cohort))
    course = next((each for each in courses if each.uuid == course_uuid), courses[0] if courses else None)
    people = Paginator(people_of(cohort), a_page).get_page(page)
    columns = _columns(cohort, course) if course else []
    activities = list(_activities(course)) if course else []
    return CohortProgress(
        courses=courses,
        course=course,
        columns=columns,
        rows=_rows(list(people.object_list), columns),
        page=people,
        quizzes=[each for each in activities if each.kind == Activity.Kind.QUIZ],
        exercises=[each for each in activities if each.kind == Activity.Kind.H5P],
    )


def _columns(cohort: Cohort, course: Course) -> list[LessonColumn]:
    done = LessonProgress.objects.filter(
        lesson__course=course, state=LessonProgress.State.DONE, user__in=people_of(cohort).order_by().values("pk")
    )
    counts = dict(done.order_by("lesson").values_list("lesson").annotate(people=Count("pk")))
    lessons = Lesson.objects.current().filter(course=course)
    return [
        LessonColumn(pk=lesson.pk, number=number, title=lesson.title, done=counts.get(lesson.pk, 0))
        for number, lesson in enumerate(lessons, start=1)
    ]


def _rows(people: Sequence[User], columns: list[LessonColumn]) -> list[LearnerRow]:
    cells: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
    progress = LessonProgress.objects.filter(user__in=people, lesson__in=[column.pk for column in columns])
    for row in progress.order_by("pk"):
        best = None if row.best_scaled is None else round(100 * row.best_scaled)
        cells[row.user_id][row.lesson_id] = Cell(state=row.state, best_percent=best)
    return [
        LearnerRow(person=user, cells=[cells[user.pk].get(column.pk, Cell()) for column in columns]) for user in people
    ]


def _activities(course: Course) -> QuerySet[Activity]:
    held = LessonActivity.objects.current().filter(lesson__course=course, lesson__retired_at=None).order_by()
    return Activity.objects.filter(pk__in=held.values("activity_id")).order_by("title", "pk")


def quiz_of_cohort(cohort: Cohort, activity_uuid: UUID) -> Activity | None:
    """The quiz, if it is in a course that the cohort follows."""
    held = LessonActivity.objects.filter(lesson__course__in=courses_of_cohort(cohort).order_by().values("pk"))
    quizzes = Activity.objects.filter(pk__in=held.order_by().values("activity_id"), kind=Activity.Kind.QUIZ)
    return quizzes.filter(uuid=activity_uuid).first()


def quiz_results(cohort: Cohort, activity: Activity) -> list[QuestionRow]:
    """Each question of the quiz with what the cohort's people answered, in its order: four queries.

    Answers of people who left the cohort and cancelled attempts do not count, nor what a trainer has still to look at.
    Questions that were drawn and answered follow, by title; where nothing is drawn, a question that was taken out of
    the quiz is not shown.
    """
    answers = (
        Response.objects.filter(
            awaits_mark=False, attempt__activity=activity, attempt__user__in=people_of(cohort).order_by().values("pk")
        )
        .exclude(attempt__state=Attempt.State.VOIDED)
        .annotate(draws=Exists(QuizDraw.objects.filter(quiz=activity.pk)))
        .order_by("recorded_at", "pk")
        .values_list("version__item_id", "attempt__user_id", "success", "version__item__title", "draws")
    )
    first: dict[tuple[int, int], bool] = {}
    last: dict[tuple[int, int], bool] = {}
    drawn: dict[int, str] = {}
    for item, user, success, title, draws in answers:
        first.setdefault((item, user), success)
        last[item, user] = success
        if draws:
            drawn[item] = title
    fixed = QuizItem.objects.filter(quiz=activity.pk).order_by("position").values_list("item_id", "item__title")
    titles = dict(fixed)
    titles |= {item: title for item, title in sorted(drawn.items(), key=lambda each: each[1]) if item not in titles}
    rows = [_question(number, item, title, first, last) for number, (item, title) in enumerate(titles.items(), start=1)]
    hints, neutral = _hints(cohort, activity), _neutral(titles)
    return [
        replace(row, hints=tuple(hints.get(item, ())), neutral=item in neutral)
        for item, row in zip(titles, rows, strict=True)
    ]


def _hints(cohort: Cohort, activity: Activity) -> dict[int, list[int]]:
    """How many people took each hint, in their order, by question."""
    taken = HintTaken.objects.filter(
        attempt__activity=activity, attempt__user__in=people_of(cohort).order_by().values("pk")
    ).exclude(attempt__state=Attempt.State.VOIDED)
    by_number = taken.order_by("version__item_id", "number").values_list("version__item_id", "number")
    found: dict[int, list[int]] = {}
    for item, _number, people in by_number.annotate(people=Count("attempt__user", distinct=True)):
        found.setdefault(item, []).append(people)  # nobody takes the second one without the first
    return found


def _neutral(items: Iterable[int]) -> set[int]:
    """Those of these questions of which a version counts for nobody."""
    neutral = Correction.objects.in_force().filter(kind=Correction.Kind.NEUTRAL, version__item__in=list(items))
    return set(neutral.order_by().values_list("version__item_id", flat=True))


def comes_first(cohort: Cohort, activity: Activity) -> list[FirstRow]:
    """What the cohort's people do before this quiz, and who has not: a query where nothing comes first, else two."""
    in_force = Prerequisite.objects.filter(activity=activity, required__retired_at=None).select_related("required")
    asked = list(in_force)
    if not asked:
        return []
    lacks = unmet(OuterRef(OuterRef("pk")))
    found = {f"lacks_{each.pk}": Exists(lacks.filter(pk=each.pk)) for each in asked}
    people = list(people_of(cohort).annotate(**found))
    return [
        FirstRow(prerequisite=each, lacking=[user for user in people if getattr(user, f"lacks_{each.pk}")])
        for each in asked
    ]


def works_waiting(user: Visitor, cohort: Cohort) -> int:
    """How many works of the cohort's people the user has to look at. One query."""
    theirs = Response.objects.waiting().markable_by(user)
    return theirs.filter(attempt__user__in=people_of(cohort).order_by().values("pk")).count()


def under_way(cohort: Cohort, activity: Activity, *, now: datetime.datetime) -> list[UnderWay]:
    """The cohort's people who are doing this quiz, those who end first in front: two queries."""
    left_open = (
        Attempt.objects.filter(
            activity=activity, state=Attempt.State.OPEN, user__in=people_of(cohort).order_by().values("pk")
        )
        .select_related("user", "activity")
        .prefetch_related("pauses")
    )
    attempts = left_open.annotate(answered=Count("responses__slot", distinct=True)).order_by("started_at", "pk")
    rows = [
        UnderWay(
            person=attempt.user,
            started_at=attempt.started_at,
            ends_at=ends_at(attempt),
            has_extra=bool(attempt.time_limit) and extra_time_of(attempt.user) > 0,
            is_over=is_up(attempt, now=now),
            break_until=pause.until if (pause := pause_at(attempt, now=now)) else None,
            answered=attempt.answered,  # type: ignore[attr-defined]
            total=len(attempt.plan),
        )
        for attempt in attempts
    ]
    return sorted(rows, key=lambda row: (row.ends_at is None, row.ends_at or row.started_at))


def _question(
    number: int, item: int, title: str, first: dict[tuple[int, int], bool], last: dict[tuple[int, int], bool]
) -> QuestionRow:
    return QuestionRow(
        number=number,
        title=title,
        answered=sum(asked == item for asked, _user in first),
        right_first=sum(right for (asked, _user), right in first.items() if asked == item),
        right_last=sum(right for (asked, _user), right in last.items() if asked == item),
    )
