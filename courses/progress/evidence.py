"""Evidence read from the database, for one person or a thousand, in as many queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from assessments.activities.models import Activity
from assessments.attempts.models import Attempt, Outcome
from courses.outline.models import Course, Lesson, LessonActivity
from courses.progress.derivation import (
    CountingRule,
    CourseStanding,
    HandedIn,
    LessonShape,
    Opening,
    Result,
    course_standing,
)
from courses.progress.models import LessonEvent


@dataclass(kw_only=True)
class CourseEvidence:
    """The shape of a course today, and what each person did in it (by user id)."""

    lessons: list[LessonShape]
    openings: defaultdict[int, list[Opening]] = field(default_factory=lambda: defaultdict(list))
    results: defaultdict[int, list[Result]] = field(default_factory=lambda: defaultdict(list))
    waiting: defaultdict[int, list[HandedIn]] = field(default_factory=lambda: defaultdict(list))

    @property
    def people(self) -> set[int]:
        """Those who did anything in it."""
        return self.openings.keys() | self.results.keys() | self.waiting.keys()

    def standing_of(self, user_id: int) -> CourseStanding | None:
        openings, results = self.openings.get(user_id, []), self.results.get(user_id, [])
        return course_standing(self.lessons, openings, results, self.waiting.get(user_id, []))


def evidence_in(course: Course, *, of: Collection[int] | None = None) -> CourseEvidence:
    """What these people, or all when `of` is None, did in the course: four queries."""
    evidence = CourseEvidence(lessons=lesson_shapes(course))
    _add_openings(evidence, of)
    _add_results(evidence, of)
    return evidence


def lesson_shapes(course: Course) -> list[LessonShape]:
    """The lessons in force of the course, in order, with what counts in each."""
    links: defaultdict[int, list[LessonActivity]] = defaultdict(list)
    held = LessonActivity.objects.current().filter(lesson__course=course, lesson__retired_at=None)
    for link in held.select_related("activity"):
        links[link.lesson_id].append(link)
    lessons = Lesson.objects.current().filter(course=course).values_list("pk", flat=True)
    return [_shape(pk, links[pk]) for pk in lessons]


def _shape(lesson_id: int, links: Iterable[LessonActivity]) -> LessonShape:
    links = list(links)
    required = [link.activity for link in links if link.required]
    return LessonShape(
        id=lesson_id,
        activities=frozenset(link.activity_id for link in links),
        required=frozenset(activity.pk for activity in required),
        marked=frozenset(activity.pk for activity in required if activity.kind == Activity.Kind.QUIZ),
        rules=tuple(
            CountingRule(activity_id=activity.pk, which=activity.counting, pass_mark=activity.pass_mark)
            for activity in (link.activity for link in links)
            if activity.counting != Activity.Counting.BEST
        ),
    )


def _add_openings(evidence: CourseEvidence, of: Collection[int] | None) -> None:
    events = LessonEvent.objects.filter(lesson__in=[lesson.id for lesson in evidence.lessons]).order_by("pk")
    for event in events if of is None else events.filter(user__in=of):
        declared = event.kind == LessonEvent.Kind.DECLARED
        opening = Opening(lesson_id=event.lesson_id, at=event.at, declared=declared)
        evidence.openings[event.user_id].append(opening)


def _add_results(evidence: CourseEvidence, of: Collection[int] | None) -> None:
    activities = {activity for lesson in evidence.lessons for activity in lesson.activities}
    ended = Attempt.objects.handed_in().filter(activity__in=activities)
    attempts = ended if of is None else ended.filter(user__in=of)
    for attempt in attempts.select_related("outcome").order_by("pk"):
        outcome: Outcome | None = getattr(attempt, "outcome", None)
        if outcome is not None:
            evidence.results[attempt.user_id].append(_result(attempt, outcome))
        elif attempt.submitted_at is not None:
            handed_in = HandedIn(activity_id=attempt.activity_id, at=attempt.submitted_at)
            evidence.waiting[attempt.user_id].append(handed_in)


def _result(attempt: Attempt, outcome: Outcome) -> Result:
    return Result(
        activity_id=attempt.activity_id,
        attempt=attempt.uuid,
        at=outcome.recorded_at,
        handed_in_at=attempt.submitted_at,
        scaled=outcome.score_scaled,
        success=outcome.success,
        completion=outcome.completion,
        self_assessed=outcome.self_assessed,
    )
