"""A cohort's progress and answers, for its trainers alone; exports that run nothing."""

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from assessments.attempts.corrections import Correction
from assessments.attempts.models import Attempt, HintTaken, Response
from assessments.bank.models import ItemVersion
from courses.gradebook import queries
from courses.outline.models import Course, LessonActivity
from courses.progress import services
from lms.accounts.models import User
from lms.cohorts.models import Cohort
from lms.structures.models import Role
from tests.factories.outline import LessonFactory, quiz
from tests.factories.people import CohortFactory, CohortMembershipFactory, learner, person, trainer
from tests.factories.progress import AttemptFactory, CohortEnrolmentFactory, holding, outcome
from tests.partials import assert_same_part

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)
Budget = Callable[..., Any]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("home"))
    return client


def member(cohort: Cohort, **fields: object) -> User:
    return CohortMembershipFactory.create(cohort=cohort, learner=learner(cohort.structure, **fields)).learner


@pytest.fixture
def cohort() -> Cohort:
    return CohortFactory.create(name="Mardi matin")


@pytest.fixture
def course(cohort: Cohort) -> Course:
    """A course of two lessons that the cohort follows: a quiz, then a text."""
    first = LessonFactory.create(title="La souris", course__title="Premiers pas")
    holding(first)
    LessonFactory.create(title="Le clavier", course=first.course)
    CohortEnrolmentFactory.create(cohort=cohort, course=first.course)
    return first.course


def words(response: Any) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_the_table_says_in_words_where_each_person_is(cohort: Cohort, course: Course) -> None:
    busy, new = member(cohort, last_name="Amrani"), member(cohort, last_name="Zola")
    first, second = course.lessons.order_by("position")
    outcome(busy, first.lesson_activities.get().activity, at=NOW, scaled=0.8)
    services.record_seen(user=busy, lesson=second, now=NOW)
    progress = queries.cohort_progress(cohort)
    assert [row.person for row in progress.rows] == [busy, new]
    assert [cell.state for cell in progress.rows[0].cells] == ["done", "started"]
    assert progress.rows[0].cells[0].best_percent == 80
    assert [column.done for column in progress.columns] == [1, 0]
    page = words(signed_in(trainer(cohort.structure)).get(reverse("cohort_progress", args=[cohort.uuid])))
    for expected in ("Faite", "80 %", "En cours", "À faire", "1 sur 2", "La souris"):
        assert expected in page


def test_another_course_is_chosen_by_its_address_and_an_unreadable_one_is_left_aside(
    cohort: Cohort, course: Course
) -> None:
    other = LessonFactory.create(course__title="Ma boîte mail").course
    CohortEnrolmentFactory.create(cohort=cohort, course=other)
    member(cohort)
    client, address = signed_in(trainer(cohort.structure)), reverse("cohort_progress", args=[cohort.uuid])
    chosen = client.get(address, {"course": str(other.uuid)})
    assert chosen.context["progress"].course == other
    assert client.get(address, {"course": "n’importe quoi"}).context["progress"].course == course
    assert client.get(address, {"page": "abc"}).status_code == 200


def test_the_swapped_part_is_the_page_s(cohort: Cohort, course: Course) -> None:
    member(cohort)
    assert_same_part(signed_in(trainer(cohort.structure)), reverse("cohort_progress", args=[cohort.uuid]), "progress")


@pytest.mark.parametrize("name", ["cohort_progress", "cohort_progress_csv", "enrol_cohort"])
def test_only_those_who_work_with_the_cohort_see_it(name: str, cohort: Cohort, course: Course) -> None:
    address = reverse(name, args=[cohort.uuid])
    for who in (trainer(), learner(cohort.structure), person(Role.COUNSELLOR, cohort.structure)):
        assert signed_in(who).get(address).status_code == 404
    for role in (Role.TRAINER, Role.COORDINATOR, Role.ADMINISTRATOR):
        assert signed_in(person(role, cohort.structure)).get(address).status_code == 200


def test_a_cohort_that_follows_nothing_or_nobody_says_what_to_do(cohort: Cohort) -> None:
    client, address = signed_in(trainer(cohort.structure)), reverse("cohort_progress", args=[cohort.uuid])
    assert reverse("enrol_cohort", args=[cohort.uuid]) in words(client.get(address))
    CohortEnrolmentFactory.create(cohort=cohort, course=LessonFactory.create().course)
    assert reverse("cohort_add", args=[cohort.uuid]) in words(client.get(address))


def test_the_table_costs_the_same_for_two_people_or_sixty(
    cohort: Cohort, course: Course, assert_sql_budget: Budget
) -> None:
    client, address = signed_in(trainer(cohort.structure)), reverse("cohort_progress", args=[cohort.uuid])
    activity = course.lessons.order_by("position")[0].lesson_activities.get().activity
    outcome(member(cohort), activity, at=NOW)
    assert_sql_budget(12, client.get, address)
    for _ in range(60):
        outcome(member(cohort), activity, at=NOW)
    page = assert_sql_budget(12, client.get, address)
    assert len(page.context["progress"].rows) == 50
    assert len(client.get(address, {"page": 2}).context["progress"].rows) == 11


def test_a_csv_runs_no_formula_and_holds_everybody(cohort: Cohort, course: Course) -> None:
    member(cohort, last_name="=HYPERLINK(1)", first_name="@SUM")
    for _ in range(55):
        member(cohort)
    response = signed_in(trainer(cohort.structure)).get(reverse("cohort_progress_csv", args=[cohort.uuid]))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 57
    assert rows[0][2] == "La souris"
    assert ["'=HYPERLINK(1)", "'@SUM"] in [row[:2] for row in rows]
    assert "Mardi" not in response["Content-Disposition"]


def test_an_xlsx_keeps_a_formula_as_text(cohort: Cohort, course: Course) -> None:
    member(cohort, last_name="=1+1")
    response = signed_in(trainer(cohort.structure)).get(reverse("cohort_progress_xlsx", args=[cohort.uuid]))
    cell = load_workbook(io.BytesIO(response.content)).active["A2"]  # type: ignore[index]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def answered(user: User, activity: Any, versions: list[int], *right: bool, state: str = "submitted") -> None:
    attempt = AttemptFactory.create(user=user, activity=activity, plan=versions, state=state)
    for slot, success in enumerate(right):
        Response.objects.create(
            attempt=attempt, version_id=versions[slot], slot=slot, sequence=1, submission=uuid4(), answer="b",
            score_raw=success, score_scaled=success, success=success, recorded_at=NOW,
        )  # fmt: skip


def test_answers_are_counted_question_by_question(cohort: Cohort, course: Course, assert_sql_budget: Budget) -> None:
    exercise = quiz(items=2, structure=cohort.structure)
    LessonActivity.objects.create(lesson=course.lessons.order_by("position")[0], activity=exercise.activity)
    versions = list(ItemVersion.objects.order_by("pk").values_list("pk", flat=True))
    one, two = member(cohort), member(cohort)
    answered(one, exercise.activity, versions, False, True)
    answered(one, exercise.activity, versions, True)
    answered(two, exercise.activity, versions, True)
    answered(two, exercise.activity, versions, False, state=Attempt.State.VOIDED)
    answered(learner(), exercise.activity, versions, False, False)
    rows = assert_sql_budget(4, queries.quiz_results, cohort, exercise.activity)
    assert [(row.answered, row.right_first, row.right_last) for row in rows] == [(2, 1, 2), (1, 1, 1)]
    client = signed_in(trainer(cohort.structure))
    page = words(client.get(reverse("quiz_results", args=[cohort.uuid, exercise.activity.uuid])))
    assert "2 sur 2 (100 %)" in page
    file = client.get(reverse("quiz_results_csv", args=[cohort.uuid, exercise.activity.uuid]))
    assert file.status_code == 200


def test_hints_taken_and_questions_that_count_no_more_are_said(cohort: Cohort, course: Course) -> None:
    exercise = quiz(items=2, structure=cohort.structure)
    LessonActivity.objects.create(lesson=course.lessons.order_by("position")[0], activity=exercise.activity)
    versions = list(ItemVersion.objects.order_by("pk").values_list("pk", flat=True))
    for user, numbers in ((member(cohort), (1, 2)), (member(cohort), (1,)), (learner(), (1,))):
        attempt = AttemptFactory.create(user=user, activity=exercise.activity, plan=versions)
        for number in numbers:
            HintTaken.objects.create(
                attempt=attempt, version_id=versions[1], slot=1, number=number, cost=25, taken_at=NOW
            )
    Correction.objects.create(
        version_id=versions[0], kind=Correction.Kind.NEUTRAL, key_before={}, key_after={}, applied_at=NOW
    )
    rows = queries.quiz_results(cohort, exercise.activity)
    assert [(row.hints, row.neutral) for row in rows] == [((), True), ((2, 1), False)]
    page = words(
        signed_in(trainer(cohort.structure)).get(reverse("quiz_results", args=[cohort.uuid, exercise.activity.uuid]))
    )
    assert "n° 1 : 2 personnes, n° 2 : 1 personne" in page
    assert page.count("Ne compte plus") == 1


def test_a_quiz_of_another_course_has_no_results_here(cohort: Cohort, course: Course) -> None:
    elsewhere = holding(LessonFactory.create())
    client = signed_in(trainer(cohort.structure))
    assert client.get(reverse("quiz_results", args=[cohort.uuid, elsewhere.uuid])).status_code == 404
