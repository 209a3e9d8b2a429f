"""What learners' screens show of progress: rows that speak in words."""

import datetime
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.attempts.prerequisites import FirstStep
from assessments.credentials.queries import CertificateRow
from courses.outline.families import Look, look_of
from courses.progress.models import LessonProgress

COURSE_FIELDS = ("uuid", "code", "title", "url", "objective", "minutes", "family")


def lessons_done_words(done: int, total: int, *, begun: bool) -> str:
    """Progress in words: "3 leçons sur 6 faites"."""
    if total and done >= total:
        return _("All done")
    if not begun:
        return _("Not begun yet")
    return ngettext("%(done)d lesson of %(total)d done", "%(done)d lessons of %(total)d done", done) % {
        "done": done,
        "total": total,
    }


@dataclass(frozen=True, kw_only=True)
class LessonRow:
    """A lesson of a course and where the person is in it; `number` counts from 1."""

    uuid: UUID
    number: int
    title: str
    url: str
    objective: str
    minutes: int
    state: str  # of LessonProgress.State, empty before it is begun
    last_at: datetime.datetime | None

    @property
    def is_done(self) -> bool:
        return self.state == LessonProgress.State.DONE

    @property
    def is_handed_in(self) -> bool:
        """A trainer has to look at it; the person has nothing left to do there."""
        return self.state == LessonProgress.State.HANDED_IN

    @property
    def is_begun(self) -> bool:
        return bool(self.state)

    @property
    def words(self) -> str:
        if self.is_done:
            return pgettext("lesson", "Done")
        if self.is_handed_in:
            return pgettext("lesson", "Handed in, your trainer will look at it")
        return pgettext("lesson", "Begun") if self.is_begun else pgettext("lesson", "To do")


@dataclass(frozen=True, kw_only=True)
class CourseRow:
    """A course, its lessons in order, and where the person is in it."""

    uuid: UUID
    code: str
    title: str
    url: str
    objective: str
    minutes: int
    look: Look
    lessons: tuple[LessonRow, ...]
    after: str = ""  # title of a course advised before it that the person has not completed

    @property
    def total(self) -> int:
        return len(self.lessons)

    @property
    def done(self) -> int:
        return sum(lesson.is_done for lesson in self.lessons)

    @property
    def is_begun(self) -> bool:
        return any(lesson.is_begun for lesson in self.lessons)

    @property
    def is_completed(self) -> bool:
        return bool(self.lessons) and self.done == self.total

    @property
    def last_at(self) -> datetime.datetime | None:
        return max((lesson.last_at for lesson in self.lessons if lesson.last_at), default=None)

    @property
    def words(self) -> str:
        if self.after and not self.is_begun:
            return _("After “%(course)s”") % {"course": self.after}
        return lessons_done_words(self.done, self.total, begun=self.is_begun)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the person goes on: a lesson, or the very question of an activity begun in it."""

    title: str
    url: str
    number: int
    total: int
    course: str
    is_first: bool  # nothing was begun yet: one starts rather than goes on
    question: int | None = None  # from 1, in a quiz begun
    in_activity: bool = False

    @property
    def words(self) -> str:
        numbers = {"number": self.number, "total": self.total, "question": self.question}
        if self.question:
            return _("Lesson %(number)d of %(total)d, question %(question)d") % numbers
        if self.in_activity:
            return _("Lesson %(number)d of %(total)d, exercise") % numbers
        return _("Lesson %(number)d of %(total)d") % numbers


@dataclass(frozen=True, kw_only=True)
class HomePage:
    """What the person finds on coming in."""

    place: Place | None
    courses: list[CourseRow]
    certificates: list[CertificateRow]

    @property
    def waits(self) -> bool:
        """Work that was handed in has still to be looked at."""
        return any(lesson.is_handed_in for course in self.courses for lesson in course.lessons)


@dataclass(frozen=True, kw_only=True)
class CourseOverview:
    """A course as its page shows it: who follows it has progress, who teaches with it opens its lessons too."""

    course: CourseRow
    follows: bool
    opens: bool
    gives_certificate: bool
    place: Place | None


@dataclass(frozen=True, kw_only=True)
class TrackOverview:
    """A track as its page shows it: its courses in order, those of other tracks that it refers to after its own."""

    uuid: UUID
    title: str
    courses: list[CourseRow]
    follows: bool

    @property
    def done(self) -> int:
        return sum(course.is_completed for course in self.courses)

    @property
    def words(self) -> str:
        numbers = {"done": self.done, "total": len(self.courses)}
        return ngettext("%(done)d module of %(total)d done", "%(done)d modules of %(total)d done", self.done) % numbers


@dataclass(frozen=True, kw_only=True)
class ActivityRow:
    """An activity of a lesson and where the person is in it."""

    uuid: UUID
    kind: str
    title: str
    url: str  # of its player
    required: bool
    is_done: bool
    is_open: bool  # begun, not finished
    is_tried: bool
    first: tuple[FirstStep, ...] = ()  # what the person has to do before an attempt may begin
    is_waiting: bool = False  # for a trainer to look at it

    @property
    def words(self) -> str:
        if self.is_done:
            return _("Passed") if self.kind == "quiz" else _("Done")
        if self.is_waiting:
            return _("Handed in, your trainer will look at it")
        if self.is_open:
            return _("Begun")
        return _("To try again") if self.is_tried else _("To do")


@dataclass(frozen=True, kw_only=True)
class LessonState:
    """A lesson as its page shows it to this person."""

    lesson: LessonRow
    total: int
    course_title: str
    course_url: str
    follows: bool
    activities: list[ActivityRow] = field(default_factory=list)
    previous_url: str = ""
    next_url: str = ""
    next_title: str = ""

    @property
    def words(self) -> str:
        return _("Lesson %(number)d of %(total)d") % {"number": self.lesson.number, "total": self.total}

    @property
    def is_done(self) -> bool:
        return self.lesson.is_done

    @property
    def is_handed_in(self) -> bool:
        return self.lesson.is_handed_in

    @property
    def to_do(self) -> list[ActivityRow]:
        """Required activities that the person still has to do."""
        left = [activity for activity in self.activities if activity.required and not activity.is_done]
        return [activity for activity in left if not activity.is_waiting]

    @property
    def may_declare(self) -> bool:
        """The lesson is done when the person says so: nothing in it is required."""
        return not self.is_done and not any(activity.required for activity in self.activities)


def course_row(values: dict[str, Any], lessons: tuple[LessonRow, ...], *, after: str = "") -> CourseRow:
    """A row from the COURSE_FIELDS of a course."""
    shown = {name: value for name, value in values.items() if name != "family"}
    return CourseRow(**shown, look=look_of(values["family"]), lessons=lessons, after=after)
