"""The results of an H5P exercise for its trainers: every try, those under way too, and each answer in words."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from assessments.activities.models import Activity
from assessments.attempts.models import Attempt, Outcome
from assessments.h5p.models import H5PContent
from assessments.h5p.records import H5PItemResult
from courses.gradebook import exercises
from courses.outline.models import Course, LessonActivity
from lms.accounts.models import User
from lms.cohorts.models import Cohort
from tests.courses.gradebook.test_gradebook import cohort, course, member, signed_in, words
from tests.factories.people import learner, trainer
from tests.factories.progress import AttemptFactory

__all__ = ["cohort", "course"]
pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)


@pytest.fixture
def exercise(cohort: Cohort, course: Course) -> Activity:
    activity = Activity.objects.create(
        kind=Activity.Kind.H5P, structure=cohort.structure, title="La souris", created_at=NOW
    )
    H5PContent.objects.create(activity=activity)
    LessonActivity.objects.create(lesson=course.lessons.order_by("position")[0], activity=activity)
    return activity


def tried(user: User, exercise: Activity, *, state: str = "open", number: int = 1) -> Attempt:
    return AttemptFactory.create(
        user=user, activity=exercise, number=number, started_at=NOW, state=state,
        submitted_at=None if state == "open" else NOW,
    )  # fmt: skip


def answered(attempt: Attempt, *parts: str, **fields: Any) -> None:
    shown = {
        "interaction": "choice", "description": "Où <cliquer> ?", "response": "Ailleurs",
        "right_answer": "Sur la croix",
        "score_raw": 0.5, "score_max": 1, "score_scaled": 0.5, "success": False, "duration": 75, "recorded_at": NOW,
    } | fields  # fmt: skip
    for part in parts:
        H5PItemResult.objects.create(attempt=attempt, sub_content_id=part, **shown)


def address(cohort: Cohort, exercise: Activity, attempt: Attempt | None = None) -> str:
    if attempt is None:
        return reverse("exercise_results", args=[cohort.uuid, exercise.uuid])
    return reverse("exercise_try", args=[cohort.uuid, exercise.uuid, attempt.uuid])


def test_each_try_is_listed_with_what_it_came_to(
    cohort: Cohort, exercise: Activity, assert_sql_budget: Callable[..., Any]
) -> None:
    person = member(cohort, first_name="Fatou", last_name="Diarra")
    done = tried(person, exercise, state="marked")
    Outcome.objects.create(
        attempt=done, score_raw=3, score_max=4, score_scaled=0.75, success=True, completion=True, duration=130,
        self_assessed=True, recorded_at=NOW,
    )  # fmt: skip
    under_way = tried(person, exercise, number=2)
    answered(under_way, "a", "b")
    tried(member(cohort), exercise, state="voided")
    tried(learner(), exercise)
    _page, rows = assert_sql_budget(2, exercises.tries_at, cohort, exercise)
    assert [(row.attempt, row.score, row.time, row.answered) for row in rows] == [
        (done, "3 sur 4", "2 minutes", 0),
        (under_way, "", "", 2),
    ]
    page = words(signed_in(trainer(cohort.structure)).get(address(cohort, exercise)))
    for said in ("Diarra", "3 sur 4", "en cours", "Auto-évaluation"):
        assert said in page


def test_a_try_is_read_question_by_question_whatever_their_number(
    cohort: Cohort, exercise: Activity, assert_sql_budget: Callable[..., Any]
) -> None:
    attempt = tried(member(cohort), exercise)
    answered(attempt, "a")
    answered(attempt, "b", interaction="true-false", response="true", right_answer="false", duration=None)
    answered(attempt, *[f"p{number}" for number in range(30)])
    found = assert_sql_budget(2, exercises.try_of, cohort, exercise, attempt.uuid)
    assert found is not None
    _row, items = found
    assert len(items) == 32
    first, second = items[:2]
    assert (first.response, first.right_answer, first.points, first.time) == (
        "Ailleurs", "Sur la croix", "0,5 sur 1", "1 minute",
    )  # fmt: skip
    assert (second.response, second.right_answer, second.time) == ("Vrai", "Faux", "")
    page = signed_in(trainer(cohort.structure)).get(address(cohort, exercise, attempt)).content.decode()
    assert "Où &lt;cliquer&gt; ?" in page
    assert "Sur la croix" in page


def test_the_table_of_progress_leads_there(cohort: Cohort, exercise: Activity) -> None:
    member(cohort)
    page = signed_in(trainer(cohort.structure)).get(reverse("cohort_progress", args=[cohort.uuid])).content.decode()
    assert address(cohort, exercise) in page


def test_only_the_team_of_the_cohort_reads_it(cohort: Cohort, exercise: Activity) -> None:
    person = member(cohort)
    attempt, elsewhere = tried(person, exercise), tried(learner(), exercise)
    for user in (person, trainer()):
        for asked in (address(cohort, exercise), address(cohort, exercise, attempt)):
            assert signed_in(user).get(asked).status_code == 404
    assert signed_in(trainer(cohort.structure)).get(address(cohort, exercise, elsewhere)).status_code == 404


def test_nothing_yet_is_said(cohort: Cohort, exercise: Activity) -> None:
    member(cohort)
    assert "Personne n’a encore ouvert" in words(signed_in(trainer(cohort.structure)).get(address(cohort, exercise)))
