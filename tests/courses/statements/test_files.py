"""Statements as files: what the cohort did, for those who work with it; the whole site's, by a command."""

import datetime
import io
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from assessments.activities.models import Activity
from assessments.attempts.correcting import correct, finish, take_back
from assessments.attempts.corrections import Correction
from assessments.attempts.models import Attempt, Statement
from assessments.attempts.regrading import regrade
from assessments.attempts.services import PlannedItem, record_response, start_attempt, submit_attempt, void_attempt
from assessments.bank.models import Item, ItemVersion
from courses.outline.models import Course, LessonActivity
from courses.statements.queries import attempts_of_cohort, statements_file
from lms.accounts.models import User
from lms.cohorts.models import Cohort
from lms.journal.models import Entry
from lms.structures.models import Role
from tests.courses.gradebook.test_gradebook import cohort, course, member, signed_in
from tests.factories.outline import quiz
from tests.factories.people import StructureFactory, counsellor, learner, person, trainer

__all__ = ["cohort", "course"]
pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def exam(cohort: Cohort, course: Course) -> Activity:
    activity = quiz(items=2, structure=cohort.structure, title="La souris").activity
    LessonActivity.objects.create(lesson=course.lessons.order_by("position")[0], activity=activity)
    return activity


def done(user: User, exam: Activity, *answers: str, at: datetime.datetime = NOW, end: bool = True) -> Attempt:
    """An attempt as the product records it; « b » is right."""
    versions = list(ItemVersion.objects.filter(item__quiz_items__quiz=exam.pk).order_by("pk"))
    lesson = exam.lesson_activities.get().lesson
    plan = [PlannedItem(version_id=version.pk) for version in versions]
    attempt = start_attempt(user=user, activity=exam, plan=plan, context=lesson.uuid, now=at)
    for slot, (version, answer) in enumerate(zip(versions, answers, strict=False)):
        record_response(
            attempt=attempt, slot=slot, version=version, answer=[answer], submission=uuid4(), now=at + slot * MINUTE
        )
    if end:
        submit_attempt(attempt=attempt, now=at + 5 * MINUTE)
        attempt.refresh_from_db()
    return attempt


def corrected(attempt: Attempt, *, undo: bool = False) -> Correction:
    """« a » was right all along, for the first question."""
    version = ItemVersion.objects.get(pk=attempt.plan[0])
    made = correct(
        version=version, kind=Correction.Kind.KEY, key={"correct": ["a"]}, explanation="Clé", by=trainer(),
        now=NOW + 10 * MINUTE,
    )  # fmt: skip
    regrade(correction=made, attempts=[attempt.pk], now=NOW + 11 * MINUTE)
    finish(correction=made, now=NOW + 11 * MINUTE)
    if undo:
        take_back(correction=made, by=trainer(), now=NOW + 20 * MINUTE)
        regrade(correction=made, attempts=[attempt.pk], now=NOW + 21 * MINUTE)
        finish(correction=made, now=NOW + 21 * MINUTE)
    return made


def written(attempts: Any, by: User | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(b"".join(statements_file(attempts, by=by)))
    return found


def verbs(statements: list[dict[str, Any]]) -> list[str]:
    return [each["verb"]["id"].rsplit("/", 1)[1] for each in statements]


def test_an_attempt_leaves_step_by_step_under_a_pseudonym(cohort: Cohort, exam: Activity) -> None:
    who = member(cohort, first_name="Amina", last_name="Amrani", email="amina@example.org")
    made = done(who, exam, "b", "a")
    statements = written(attempts_of_cohort(cohort))
    assert verbs(statements) == ["initialized", "answered", "answered", "completed", "failed"]
    assert {each["actor"]["account"]["name"] for each in statements} == {str(who.uuid)}
    assert {each["context"]["registration"] for each in statements} == {str(made.uuid)}
    grouping = [each["definition"]["name"]["fr"] for each in statements[0]["context"]["contextActivities"]["grouping"]]
    assert grouping == ["Premiers pas"]
    text = json.dumps(statements)
    for left_out in ("Amina", "Amrani", "amina@example.org", who.username, "CANARI"):
        assert left_out not in text


def test_a_trainer_takes_the_file_and_the_journal_says_so(cohort: Cohort, exam: Activity) -> None:
    done(member(cohort), exam, "b", "b")
    who = trainer(cohort.structure)
    for name, arguments in (("cohort_statements", [cohort.uuid]), ("quiz_statements", [cohort.uuid, exam.uuid])):
        response: Any = signed_in(who).post(reverse(name, args=arguments))
        assert len(json.loads(b"".join(response.streaming_content))) == 5
        assert response["Content-Type"] == "application/json"
    assert [each.data["content"] for each in Entry.objects.filter(verb="results.exported", actor=who)] == [
        "statements"
    ] * 2


def test_nobody_else_takes_it(cohort: Cohort, exam: Activity) -> None:
    for who in (trainer(), learner(cohort.structure), counsellor(cohort.structure)):
        for name, arguments in (("cohort_statements", [cohort.uuid]), ("quiz_statements", [cohort.uuid, exam.uuid])):
            assert signed_in(who).post(reverse(name, args=arguments)).status_code == 404


def test_right_answers_leave_only_with_those_who_see_them_in_the_studio(cohort: Cohort, exam: Activity) -> None:
    """A question that another structure shares is asked here, and its key stays there."""
    done(member(cohort), exam, "b", "b")
    shared = Item.objects.filter(quiz_items__quiz=exam.pk).order_by("pk")[0]
    Item.objects.filter(pk=shared.pk).update(structure=StructureFactory.create())

    def keys(by: User | None) -> int:
        return json.dumps(written(attempts_of_cohort(cohort), by)).count("correctResponsesPattern")

    assert keys(trainer(cohort.structure)) == 1
    assert keys(person(Role.COORDINATOR, cohort.structure)) == 0
    assert keys(None) == 2


def test_of_a_cancelled_attempt_what_may_have_been_told_is_taken_back(cohort: Cohort, exam: Activity) -> None:
    made = done(member(cohort), exam, "b", "b")
    before = written(attempts_of_cohort(cohort))
    void_attempt(attempt=made, by=trainer(), reason="technical", now=NOW)
    after = written(attempts_of_cohort(cohort))
    assert set(verbs(after)) == {"voided"}
    assert [each["object"]["id"] for each in after] == [each["id"] for each in before]


def test_a_correction_tells_the_new_judgement_and_takes_back_the_former_and_so_does_undoing_it(
    cohort: Cohort, exam: Activity
) -> None:
    made = done(member(cohort), exam, "a", "b")
    first = written(attempts_of_cohort(cohort))
    corrected(made)
    second = written(attempts_of_cohort(cohort))
    assert verbs(first)[-1] == "failed"
    assert verbs(second) == ["initialized", "answered", "answered", "completed", "passed", "voided", "voided", "voided"]
    changed = [first[1]["id"], first[3]["id"], first[4]["id"]]
    assert [each["object"]["id"] for each in second[5:]] == changed
    assert second[2] == first[2]
    Correction.objects.get()
    take_back(correction=Correction.objects.get(), by=trainer(), now=NOW + 20 * MINUTE)
    regrade(correction=Correction.objects.get(), attempts=[made.pk], now=NOW + 21 * MINUTE)
    finish(correction=Correction.objects.get(), now=NOW + 21 * MINUTE)
    third = written(attempts_of_cohort(cohort))
    assert verbs(third)[:5] == verbs(first)
    assert len({each["object"]["id"] for each in third[5:]}) == 6
    assert not {each["id"] for each in third[:5]} & {each["object"]["id"] for each in third[5:]}
    assert third[1]["result"] == first[1]["result"]


def test_what_an_exercise_reported_leaves_with_the_attempt(cohort: Cohort, exam: Activity) -> None:
    made = done(member(cohort), exam, "b", "b")
    body = {"verb": {"id": "http://adlnet.gov/expapi/verbs/interacted"}, "object": {"id": "http://x/?subContentId=9"}}
    Statement.objects.create(attempt=made, uuid=uuid4(), verb="interacted", root=False, body=body, received_at=NOW)
    assert "interacted" in verbs(written(attempts_of_cohort(cohort)))


def test_a_page_of_attempts_costs_the_same_whatever_it_holds(
    cohort: Cohort, exam: Activity, assert_sql_budget: Callable[..., Any]
) -> None:
    done(member(cohort), exam, "b", "b")
    assert len(assert_sql_budget(5, written, attempts_of_cohort(cohort))) == 5
    for _ in range(20):
        done(member(cohort), exam, "b", "b")
    assert len(assert_sql_budget(5, written, attempts_of_cohort(cohort))) == 105


def test_whoever_runs_the_site_takes_everything_since_a_day(cohort: Cohort, exam: Activity) -> None:
    old = NOW - datetime.timedelta(days=40)
    done(member(cohort), exam, "b", "b", at=old)
    done(learner(), exam, "b", "b")

    def taken(*arguments: str) -> list[dict[str, Any]]:
        out = io.StringIO()
        call_command("export_xapi", *arguments, stdout=out)
        found: list[dict[str, Any]] = json.loads(out.getvalue())
        return found

    assert len(taken()) == 10
    assert len(taken("--since", "2026-11-01")) == 5
    assert taken("--since", "2027-01-01") == []
    with pytest.raises(CommandError, match="write it as 2026-01-31"):
        taken("--since", "hier")


def test_a_cohort_that_did_nothing_has_an_empty_array(cohort: Cohort) -> None:
    assert written(attempts_of_cohort(cohort)) == []
