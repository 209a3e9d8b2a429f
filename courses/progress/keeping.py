"""Derived rows beside what they should be, and the writing of what differs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import Model

from courses.outline.models import Course
from courses.progress.derivation import CourseStanding, LessonStanding
from courses.progress.models import CourseProgress, LessonProgress, Mastery

Values: TypeAlias = dict[str, Any]
MasteryLevel: TypeAlias = tuple[float, int]  # level, lessons proved


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A derived row that is not what evidence gives: `row` is what is kept, `values` what should be; None: none."""

    model: type[Model]
    key: Values
    row: Any
    values: Values | None

    def __str__(self) -> str:
        keys = " ".join(f"{name}={value}" for name, value in self.key.items())
        kept = {name: getattr(self.row, name) for name in self.values or {}} if self.row else None
        return f"{self.model.__name__} {keys}: kept {kept}, evidence gives {self.values}"


def progress_differences(
    *,
    user_id: int,
    course: Course,
    lesson_rows: Mapping[int, LessonProgress],
    row: CourseProgress | None,
    standing: CourseStanding | None,
) -> list[Difference]:
    """What differs in the person's rows of this course and of its lessons in force."""
    wanted = {each.lesson_id: _lesson_values(each) for each in standing.lessons} if standing else {}
    found = [
        _difference(LessonProgress, {"user_id": user_id, "lesson_id": pk}, lesson_rows.get(pk), wanted.get(pk))
        for pk in sorted(wanted.keys() | lesson_rows.keys())
    ]
    values = _course_values(standing) if standing else None
    found.append(_difference(CourseProgress, {"user_id": user_id, "course_id": course.pk}, row, values))
    return [difference for difference in found if difference]


def mastery_differences(
    *, user_id: int, rows: Mapping[int, Mastery], levels: Mapping[int, MasteryLevel]
) -> list[Difference]:
    """What differs in the person's masteries, by skill id."""
    found = [
        _difference(
            Mastery,
            {"user_id": user_id, "skill_id": skill},
            rows.get(skill),
            {"level": levels[skill][0], "evidence_count": levels[skill][1]} if skill in levels else None,
        )
        for skill in sorted(rows.keys() | levels.keys())
    ]
    return [difference for difference in found if difference]


def _difference(model: type[Model], key: Values, row: Model | None, values: Values | None) -> Difference | None:
    if row is None and values is None:
        return None
    if row is not None and values is not None and all(getattr(row, name) == values[name] for name in values):
        return None
    return Difference(model=model, key=key, row=row, values=values)


def write(differences: Iterable[Difference], **more: Any) -> None:
    """Make the rows what evidence gives; `more` goes with every row that is written.

    Rows of one model are removed together, and added together.
    """
    gone: defaultdict[type[Model], list[int]] = defaultdict(list)
    new: defaultdict[type[Model], list[Model]] = defaultdict(list)
    for difference in differences:
        model = difference.model
        if difference.values is None:
            gone[model].append(difference.row.pk)
        elif difference.row is None:
            new[model].append(model(**difference.key, **difference.values, **more))
        else:
            model._default_manager.filter(pk=difference.row.pk).update(**difference.values, **more)
    for model, pks in gone.items():
        model._default_manager.filter(pk__in=pks).delete()
    for model, rows in new.items():
        model._default_manager.bulk_create(rows)


def _lesson_values(standing: LessonStanding) -> Values:
    return {
        "state": _state(standing),
        "best_scaled": standing.best_scaled,
        "proved": standing.proved,
        "started_at": standing.started_at,
        "last_at": standing.last_at,
        "done_at": standing.done_at,
    }


def _state(standing: LessonStanding) -> LessonProgress.State:
    if standing.done_at is not None:
        return LessonProgress.State.DONE
    return LessonProgress.State.HANDED_IN if standing.handed_in else LessonProgress.State.STARTED


def _course_values(standing: CourseStanding) -> Values:
    names = ("lessons_done", "last_lesson_id", "started_at", "last_at", "completed_at")
    return {name: getattr(standing, name) for name in names}
