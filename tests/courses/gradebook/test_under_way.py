"""Who is doing a quiz now, and when it ends for each."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from assessments.activities.models import Prerequisite
from assessments.attempts.models import Attempt
from assessments.attempts.pausing import take_break
from courses.gradebook import queries
from courses.outline.models import Course, LessonActivity
from lms.accounts.models import User
from lms.cohorts.models import Cohort
from tests.courses.gradebook.test_gradebook import cohort, course, member, signed_in, words
from tests.factories.outline import quiz
from tests.factories.people import learner, trainer
from tests.factories.progress import AttemptFactory, outcome

__all__ = ["cohort", "course"]
pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def exam(cohort: Cohort, course: Course) -> Any:
    activity = quiz(items=2, structure=cohort.structure, time_limit=30).activity
    LessonActivity.objects.create(lesson=course.lessons.order_by("position")[0], activity=activity)
    return activity


def at_work(user: User, exam: Any, *, time_limit: int = 30, state: str = "open") -> Attempt:
    return AttemptFactory.create(
        user=user, activity=exam, plan=[1, 2], time_limit=time_limit, started_at=NOW, submitted_at=None, state=state
    )


def test_each_is_shown_with_the_end_that_is_true_for_them(
    cohort: Cohort, exam: Any, assert_sql_budget: Callable[..., Any]
) -> None:
    one, extra, free = member(cohort), member(cohort, extra_time="1/3"), member(cohort)
    at_work(extra, exam)
    at_work(one, exam)
    at_work(free, exam, time_limit=0)
    at_work(learner(), exam)
    rows = assert_sql_budget(2, queries.under_way, cohort, exam, now=NOW + 31 * MINUTE)
    assert [(row.person, row.ends_at, row.is_over, row.has_extra) for row in rows] == [
        (one, NOW + 30 * MINUTE, True, False),
        (extra, NOW + 40 * MINUTE, False, True),
        (free, None, False, False),
    ]


def test_the_trainer_reads_it_beside_the_answers_with_the_way_to_give_more_time(cohort: Cohort, exam: Any) -> None:
    extra = member(cohort, extra_time="1/3")
    at_work(extra, exam)
    page = words(signed_in(trainer(cohort.structure)).get(reverse("quiz_results", args=[cohort.uuid, exam.uuid])))
    assert "En cours maintenant" in page
    assert "11 h 40" in page
    assert "avec du temps supplémentaire" in page
    assert reverse("learner_accommodations", args=[extra.uuid]) in page


def test_nothing_is_said_when_nobody_is_at_it(cohort: Cohort, exam: Any) -> None:
    at_work(member(cohort), exam, state="submitted")
    page = words(signed_in(trainer(cohort.structure)).get(reverse("quiz_results", args=[cohort.uuid, exam.uuid])))
    assert "En cours maintenant" not in page


def test_a_break_is_said_with_the_moment_when_it_ends_at_the_latest(cohort: Cohort, exam: Any) -> None:
    attempt = at_work(member(cohort, breaks="5/60"), exam)
    pause = take_break(attempt=attempt, now=NOW + MINUTE)
    (row,) = queries.under_way(cohort, exam, now=NOW + 2 * MINUTE)
    assert row.break_until == pause.until == NOW + 6 * MINUTE
    assert row.ends_at == NOW + 35 * MINUTE


def test_the_trainer_reads_what_comes_first_and_who_is_waiting(
    cohort: Cohort, exam: Any, assert_sql_budget: Callable[..., Any]
) -> None:
    assert assert_sql_budget(1, queries.comes_first, cohort, exam) == []
    first = [quiz(structure=cohort.structure, title=title).activity for title in ("Le clavier", "La souris")]
    for each in first:
        Prerequisite.objects.create(activity=exam, required=each)
    ready, behind = member(cohort), member(cohort)
    outcome(ready, first[1], at=NOW)
    rows = assert_sql_budget(2, queries.comes_first, cohort, exam)
    assert {row.prerequisite.required.title: set(row.lacking) for row in rows} == {
        "Le clavier": {ready, behind},
        "La souris": {behind},
    }
    page = words(signed_in(trainer(cohort.structure)).get(reverse("quiz_results", args=[cohort.uuid, exam.uuid])))
    assert "2 personnes doivent encore le faire" in page
