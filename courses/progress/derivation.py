"""The rules of progress, in plain Python: the same evidence and the same outline always give the same answer.

- Of the tries at an activity, all are looked at and the best mark is kept, unless its author says that the first, the
  last or the average counts: then that one alone satisfies, proves and is kept (`counted`).
- A required activity is satisfied by a success; one whose score the learner's browser reports, by completion.
- A lesson with required activities is done when each is satisfied, at the moment the last one was;
  a lesson without any is done when the person says so.
- Work handed in that a trainer has still to look at is no result yet: a lesson whose other activities are satisfied is
  « handed in », and the person goes on with the next one. Nothing that was earned before is lost meanwhile; where the
  first try counts and waits, no later one takes its place.
- A lesson is proved when it has required quizzes and our server marked a success in each.
- A course is complete when all its lessons are done. It is certified when at least one of them is proved besides:
  a score that a browser reports, or a declaration, never certifies alone (docs/decisions/0009).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import fmean
from uuid import UUID

from assessments.attempts.scoring import passes


@dataclass(frozen=True, kw_only=True)
class CountingRule:
    """Which try at an activity counts: "first", "last" or "average", against its pass mark (percent)."""

    activity_id: int
    which: str
    pass_mark: int


@dataclass(frozen=True, kw_only=True)
class LessonShape:
    """What counts in a lesson: ids of its activities, of the required ones, of those of them our server marks."""

    id: int
    activities: frozenset[int] = frozenset()
    required: frozenset[int] = frozenset()
    marked: frozenset[int] = frozenset()
    rules: tuple["CountingRule", ...] = ()  # of the activities where not simply the best try counts


@dataclass(frozen=True, kw_only=True)
class Opening:
    """The person opened a lesson or, when `declared`, said that it is finished."""

    lesson_id: int
    at: datetime
    declared: bool = False


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """An attempt that waits for a trainer since `at`."""

    activity_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Result:
    """What an attempt came to, known since `at`; `handed_in_at`, where it was before, is its place among tries."""

    activity_id: int
    attempt: UUID
    at: datetime
    scaled: float
    success: bool
    completion: bool
    self_assessed: bool
    handed_in_at: datetime | None = None

    @property
    def satisfies(self) -> bool:
        return self.success or (self.self_assessed and self.completion)

    @property
    def proves(self) -> bool:
        return self.success and not self.self_assessed


@dataclass(frozen=True, kw_only=True)
class LessonStanding:
    """Where a person is in a lesson they have begun."""

    lesson_id: int
    best_scaled: float | None
    proved: bool
    started_at: datetime
    last_at: datetime
    done_at: datetime | None
    handed_in: bool = False  # done, but for what a trainer has to look at


@dataclass(frozen=True, kw_only=True)
class CourseStanding:
    """Where a person is in a course they have begun; `proofs` are the attempts that prove its lessons."""

    lessons: tuple[LessonStanding, ...]
    last_lesson_id: int
    lessons_done: int
    started_at: datetime
    last_at: datetime
    completed_at: datetime | None
    proofs: tuple[UUID, ...]

    @property
    def certifies(self) -> bool:
        return self.completed_at is not None and bool(self.proofs)


def course_standing(
    lessons: Sequence[LessonShape],
    openings: Iterable[Opening],
    results: Iterable[Result],
    waiting: Iterable[HandedIn] = (),
) -> CourseStanding | None:
    """Where the person is in the course whose lessons these are, in order; None before anything is begun."""
    openings, results, waiting = list(openings), list(results), list(waiting)
    counting = counted(results, {rule.activity_id: rule for lesson in lessons for rule in lesson.rules}, waiting)
    standings = (_lesson_standing(lesson, openings, results, counting, waiting) for lesson in lessons)
    begun = [standing for standing in standings if standing]
    if not begun:
        return None
    done = [standing.done_at for standing in begun if standing.done_at]
    return CourseStanding(
        lessons=tuple(begun),
        last_lesson_id=max(reversed(begun), key=lambda standing: standing.last_at).lesson_id,
        lessons_done=len(done),
        started_at=min(standing.started_at for standing in begun),
        last_at=max(standing.last_at for standing in begun),
        completed_at=max(done) if len(done) == len(lessons) else None,
        proofs=_proofs(lessons, counting),
    )


def counted(
    results: Sequence[Result], rules: Mapping[int, CountingRule], waiting: Sequence[HandedIn] = ()
) -> list[Result]:
    """The results that count: one for each activity that has a rule, all of the others.

    An average stands at the moment of the last try, and succeeds when it reaches the pass mark itself.
    """
    kept = [result for result in results if result.activity_id not in rules]
    for activity_id, rule in rules.items():
        tries = sorted((each for each in results if each.activity_id == activity_id), key=_moment)
        if tries and not (rule.which == "first" and _waits_before(tries[0], waiting)):
            kept.append(_counting(tries, rule))
    return kept


def _moment(result: Result) -> tuple[datetime, UUID]:
    return result.handed_in_at or result.at, result.attempt


def _waits_before(first: Result, waiting: Iterable[HandedIn]) -> bool:
    """An earlier try at the same activity has still to be looked at."""
    return any(each.activity_id == first.activity_id and each.at < _moment(first)[0] for each in waiting)


def _counting(tries: Sequence[Result], rule: CountingRule) -> Result:
    if rule.which == "first":
        return tries[0]
    if rule.which == "last":
        return tries[-1]
    scaled = fmean(each.scaled for each in tries)
    completion = any(each.completion for each in tries)
    success = passes(scaled=scaled, pass_mark=rule.pass_mark, completion=completion)
    return replace(tries[-1], scaled=scaled, success=success, completion=completion)


def _lesson_standing(
    lesson: LessonShape,
    openings: Sequence[Opening],
    results: Sequence[Result],
    counting: Sequence[Result],
    waiting: Sequence[HandedIn],
) -> LessonStanding | None:
    opened = [opening for opening in openings if opening.lesson_id == lesson.id]
    tried = [result for result in results if result.activity_id in lesson.activities]
    counts = [result for result in counting if result.activity_id in lesson.activities]
    handed_in = [each for each in waiting if each.activity_id in lesson.activities]
    moments = [each.at for each in opened] + [each.at for each in tried] + [each.at for each in handed_in]
    if not moments:
        return None
    done_at = _done_at(lesson, opened, counts)
    return LessonStanding(
        lesson_id=lesson.id,
        best_scaled=max((result.scaled for result in counts), default=None),
        proved=bool(lesson.marked) and all(_first_proof(activity, counts) for activity in lesson.marked),
        started_at=min(moments),
        last_at=max(moments),
        done_at=done_at,
        handed_in=done_at is None and _is_handed_in(lesson, counts, handed_in),
    )


def _is_handed_in(lesson: LessonShape, counts: Sequence[Result], handed_in: Sequence[HandedIn]) -> bool:
    """Something required waits for a trainer, and nothing required is left for the person to do."""
    waiting = {each.activity_id for each in handed_in}
    satisfied = {result.activity_id for result in counts if result.satisfies}
    return bool(lesson.required & waiting) and lesson.required <= waiting | satisfied


def _done_at(lesson: LessonShape, opened: Sequence[Opening], tried: Sequence[Result]) -> datetime | None:
    if not lesson.required:
        return min((opening.at for opening in opened if opening.declared), default=None)
    firsts = [_first_satisfied(activity, tried) for activity in lesson.required]
    moments = [moment for moment in firsts if moment is not None]
    return max(moments) if len(moments) == len(firsts) else None


def _first_satisfied(activity_id: int, tried: Sequence[Result]) -> datetime | None:
    moments = (result.at for result in tried if result.activity_id == activity_id and result.satisfies)
    return min(moments, default=None)


def _first_proof(activity_id: int, results: Sequence[Result]) -> Result | None:
    proofs = (result for result in results if result.activity_id == activity_id and result.proves)
    return min(proofs, key=lambda result: (result.at, result.attempt), default=None)


def _proofs(lessons: Sequence[LessonShape], results: Sequence[Result]) -> tuple[UUID, ...]:
    found = [_first_proof(activity, results) for lesson in lessons for activity in sorted(lesson.marked)]
    return tuple(dict.fromkeys(proof.attempt for proof in found if proof))
