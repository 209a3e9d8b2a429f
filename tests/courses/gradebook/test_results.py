"""What each person did at a quiz leaves as files: every try, every answer in words, for the cohort's trainers alone."""

import csv
import datetime
import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from assessments.activities.models import Activity
from assessments.attempts.models import Attempt, Outcome, Response
from assessments.bank.models import ItemVersion
from courses.gradebook import results
from courses.outline.models import Course, LessonActivity
from lms.accounts.models import User
from lms.cohorts.models import Cohort
from lms.journal.models import Entry
from tests.courses.gradebook.test_gradebook import cohort, course, member, signed_in, words
from tests.factories.outline import ItemFactory, quiz
from tests.factories.people import counsellor, learner, trainer
from tests.factories.progress import AttemptFactory

__all__ = ["cohort", "course"]
pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
FILES = ("quiz_people_csv", "quiz_people_xlsx", "quiz_answers_csv", "quiz_answers_xlsx")


@pytest.fixture
def exam(cohort: Cohort, course: Course) -> Activity:
    """A quiz of two questions, « La souris » and « Le clavier », in a lesson that the cohort follows."""
    activity = quiz(items=2, structure=cohort.structure).activity
    LessonActivity.objects.create(lesson=course.lessons.order_by("position")[0], activity=activity)
    for version, title in zip(versions(), ("La souris", "Le clavier"), strict=True):
        type(version.item).objects.filter(pk=version.item_id).update(title=title)
    return activity


def versions() -> list[ItemVersion]:
    return list(ItemVersion.objects.select_related("item").order_by("pk"))


def attempt(user: User, exam: Activity, *answers: Any, at: datetime.datetime = NOW, **fields: Any) -> Attempt:
    """A try at the two questions, worth 2 points and 1, « b » being right; None leaves a question unanswered."""
    plan = [version.pk for version in versions()[:2]]
    state = fields.pop("state", Attempt.State.MARKED)
    ended = None if state == Attempt.State.OPEN else at + 2 * MINUTE
    made: Attempt = AttemptFactory.create(
        user=user, activity=exam, plan=plan, points=[2, 1], state=state, started_at=at, submitted_at=ended, **fields
    )
    for slot, answer in enumerate(answers):
        if answer is not None:
            answered(made, slot, answer)
    if ended:
        right = sum(points for points, answer in zip((2, 1), answers, strict=True) if answer == ["b"])
        Outcome.objects.create(
            attempt=made, score_raw=right, score_max=3, score_scaled=right / 3, success=right == 3, completion=True,
            duration=75, recorded_at=ended,
        )  # fmt: skip
    return made


def answered(made: Attempt, slot: int, answer: Any, *, sequence: int = 1, scaled: float | None = None) -> None:
    scaled = float(answer == ["b"]) if scaled is None else scaled
    Response.objects.create(
        attempt=made, version_id=made.plan[slot], slot=slot, sequence=sequence, submission=uuid4(), answer=answer,
        score_raw=scaled, score_scaled=scaled, success=scaled == 1, recorded_at=made.started_at + sequence * MINUTE,
    )  # fmt: skip


def taken(cohort: Cohort, exam: Activity, name: str, who: User | None = None) -> Any:
    return signed_in(who or trainer(cohort.structure)).post(reverse(name, args=[cohort.uuid, exam.uuid]))


def lines(response: Any) -> list[list[str]]:
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_every_try_has_a_line_and_every_question_a_column(cohort: Cohort, exam: Activity) -> None:
    amina = member(cohort, last_name="Amrani", first_name="Amina")
    attempt(amina, exam, ["b"], ["a"], number=1)
    attempt(amina, exam, ["b"], ["b"], number=2, at=NOW + 5 * MINUTE)
    attempt(member(cohort, last_name="Zola", first_name="Émile"), exam, ["a"], None, number=1, state="open")
    attempt(learner(), exam, ["b"], ["b"])
    headings, *rows = lines(taken(cohort, exam, "quiz_people_csv"))
    assert headings[:4] == ["Nom", "Prénom", "Essai", "État"]
    assert headings[-2:] == ["1. La souris", "2. Le clavier"]
    assert rows == [
        ["Amrani", "Amina", "1", "terminé", "2026-11-18 11:00:00", "2026-11-18 11:02:00", "75", "2,0", "3,0", "66,7",
         "non", "non", "2,0", "0,0"],
        ["Amrani", "Amina", "2", "terminé", "2026-11-18 11:05:00", "2026-11-18 11:07:00", "75", "3,0", "3,0", "100,0",
         "oui", "oui", "2,0", "1,0"],
        ["Zola", "Émile", "1", "en cours", "2026-11-18 11:00:00", "", "", "", "", "", "", "non", "0,0", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("counting", "expected"),
    [("best", [False, True, False]), ("first", [True, False, False]), ("last", [False, False, True]),
     ("average", [True, True, True])],
)  # fmt: skip
def test_the_file_says_which_tries_count_by_the_author_s_rule(
    counting: str, expected: list[bool], cohort: Cohort, exam: Activity
) -> None:
    Activity.objects.filter(pk=exam.pk).update(counting=counting)
    somebody = member(cohort)
    for number, right in enumerate((["a"], ["b"], ["b"]), start=1):
        attempt(somebody, exam, right, right, number=number, at=NOW + number * MINUTE)
    attempt(somebody, exam, ["b"], ["b"], number=4, state=Attempt.State.VOIDED)
    rows = list(results.people_results(cohort, exam).rows)
    assert [row.counts for row in rows] == [*expected, False]


def test_an_answer_is_told_in_words_with_what_was_said_before_it(cohort: Cohort, exam: Activity) -> None:
    made = attempt(member(cohort, last_name="Amrani", first_name="Amina"), exam, ["a"], None, number=1, state="open")
    answered(made, 0, ["b"], sequence=2)
    headings, *rows = lines(taken(cohort, exam, "quiz_answers_csv"))
    assert headings[3:7] == ["Rang", "Question", "Version", "Réponse"]
    assert [row[2:] for row in rows] == [
        ["1", "1", "La souris", "1", "Un clic", "0,0", "2", "non", "2026-11-18 11:01:00", "non"],
        ["1", "1", "La souris", "1", "Deux clics", "2,0", "2", "oui", "2026-11-18 11:02:00", "oui"],
    ]


def test_a_question_that_was_drawn_has_its_column_after_those_always_asked(cohort: Cohort, exam: Activity) -> None:
    drawn = ItemFactory.create(title="Tirée").versions.get()
    made = attempt(member(cohort), exam, ["b"], ["b"])
    Attempt.objects.filter(pk=made.pk).update(plan=[*made.plan, drawn.pk], points=[2, 1, 4])
    made.refresh_from_db()
    answered(made, 2, ["b"], scaled=0.5)
    found = results.people_results(cohort, exam)
    assert list(found.questions.values()) == ["La souris", "Le clavier", "Tirée"]
    assert list(next(found.rows).points.values()) == [2, 1, 2]


def test_what_people_typed_runs_no_formula_and_breaks_no_workbook(cohort: Cohort, exam: Activity) -> None:
    typed = versions()[0]
    type(typed.item).objects.filter(pk=typed.item_id).update(interaction="fill-in", title="@SUM(A1)")
    made = attempt(member(cohort, last_name="=1+1"), exam, None, None)
    answered(made, 0, "=HYPERLINK(1)\x0b", scaled=0)
    assert [lines(taken(cohort, exam, "quiz_answers_csv"))[1][i] for i in (0, 4, 6)] == [
        "'=1+1",
        "'@SUM(A1)",
        "'=HYPERLINK(1)\x0b",
    ]
    sheet: Any = load_workbook(io.BytesIO(taken(cohort, exam, "quiz_answers_xlsx").content)).active
    assert [(cell.value, cell.data_type) for cell in (sheet["A2"], sheet["G2"])] == [
        ("=1+1", "s"),
        ("=HYPERLINK(1)", "s"),
    ]
    people: Any = load_workbook(io.BytesIO(taken(cohort, exam, "quiz_people_xlsx").content)).active
    assert people["M1"].value == "1. @SUM(A1)"


@pytest.mark.parametrize("name", FILES)
def test_only_those_who_work_with_the_cohort_take_them_and_the_journal_says_who(
    name: str, cohort: Cohort, exam: Activity
) -> None:
    for who in (trainer(), learner(cohort.structure), counsellor(cohort.structure)):
        assert taken(cohort, exam, name, who).status_code == 404
    assert not Entry.objects.filter(verb="results.exported").exists()
    who = trainer(cohort.structure)
    assert taken(cohort, exam, name, who).status_code == 200
    entry = Entry.objects.get(verb="results.exported")
    assert (entry.actor, entry.target, entry.data["content"]) == (
        who, f"cohort:{cohort.uuid}", "results" if "people" in name else "answers",
    )  # fmt: skip
    assert signed_in(who).get(reverse(name, args=[cohort.uuid, exam.uuid])).status_code == 405


def test_the_page_of_answers_offers_the_files(cohort: Cohort, exam: Activity) -> None:
    page = words(signed_in(trainer(cohort.structure)).get(reverse("quiz_results", args=[cohort.uuid, exam.uuid])))
    for name in FILES:
        assert reverse(name, args=[cohort.uuid, exam.uuid]) in page
    assert "Personne par personne" in page


def test_a_page_of_rows_costs_the_same_whatever_it_holds(
    cohort: Cohort, exam: Activity, assert_sql_budget: Callable[..., Any]
) -> None:
    def read() -> int:
        return len(list(results.people_results(cohort, exam).rows)) + len(list(results.answer_rows(cohort, exam)))

    attempt(member(cohort), exam, ["b"], ["b"])
    assert assert_sql_budget(11, read) == 3
    for _ in range(20):
        attempt(member(cohort), exam, ["b"], ["b"])
    assert assert_sql_budget(11, read) == 63


def test_nobody_having_tried_leaves_a_file_with_headings_alone(cohort: Cohort, exam: Activity) -> None:
    assert len(lines(taken(cohort, exam, "quiz_people_csv"))) == 1
    assert len(lines(taken(cohort, exam, "quiz_answers_csv"))) == 1
