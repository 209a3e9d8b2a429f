"""An attempt begins once what comes first is done; one under way goes on whatever happens."""

import datetime

import pytest

from assessments.activities.models import Activity, Prerequisite
from assessments.attempts import services
from assessments.attempts.models import Attempt, Outcome
from assessments.attempts.prerequisites import first_steps, unmet
from lms.accounts.models import User
from tests.factories.outline import ActivityFactory, EnrolmentFactory, LessonFactory
from tests.factories.people import learner
from tests.factories.progress import holding, outcome

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 10, 0, tzinfo=datetime.UTC)
PASSED, DONE = Prerequisite.Wanted.PASSED, Prerequisite.Wanted.DONE


@pytest.fixture
def person() -> User:
    return learner()


@pytest.fixture
def first() -> Activity:
    made: Activity = ActivityFactory.create(title="La souris")
    return made


@pytest.fixture
def exam(first: Activity) -> Activity:
    """A quiz that asks the other one to be passed."""
    made: Activity = ActivityFactory.create(structure=first.structure)
    Prerequisite.objects.create(activity=made, required=first)
    return made


def start(person: User, exam: Activity) -> Attempt:
    return services.start_attempt(user=person, activity=exam, plan=[], context=None, now=NOW)


def test_nothing_begins_before_it_is_passed(person: User, first: Activity, exam: Activity) -> None:
    with pytest.raises(services.PrerequisitesMissing):
        start(person, exam)
    outcome(person, first, at=NOW, success=False)
    outcome(learner(), first, at=NOW)
    with pytest.raises(services.PrerequisitesMissing):
        start(person, exam)
    outcome(person, first, at=NOW)
    assert start(person, exam).state == Attempt.State.OPEN


def test_a_later_failure_takes_nothing_away(person: User, first: Activity, exam: Activity) -> None:
    outcome(person, first, at=NOW)
    outcome(person, first, at=NOW, success=False)
    assert start(person, exam)


def test_a_cancelled_success_counts_for_nothing(person: User, first: Activity, exam: Activity) -> None:
    outcome(person, first, at=NOW, state="voided", told=False)
    with pytest.raises(services.PrerequisitesMissing):
        start(person, exam)


def test_where_it_is_enough_to_have_gone_to_the_end_the_result_does_not_matter(
    person: User, first: Activity, exam: Activity
) -> None:
    Prerequisite.objects.update(wanted=DONE)
    outcome(person, first, at=NOW, success=False, completion=False)
    with pytest.raises(services.PrerequisitesMissing):
        start(person, exam)
    outcome(person, first, at=NOW, success=False, completion=True)
    assert start(person, exam)


def test_what_is_no_longer_offered_is_asked_of_nobody(person: User, first: Activity, exam: Activity) -> None:
    Activity.objects.filter(pk=first.pk).update(retired_at=NOW)
    assert start(person, exam)


def test_an_attempt_under_way_goes_on_when_a_success_is_taken_back_or_something_is_asked_since(
    person: User, first: Activity, exam: Activity
) -> None:
    had = outcome(person, first, at=NOW)
    attempt = start(person, exam)
    Outcome.objects.filter(pk=had.pk).update(success=False)
    Prerequisite.objects.create(activity=exam, required=ActivityFactory.create(structure=exam.structure))
    assert start(person, exam) == attempt
    services.submit_attempt(attempt=attempt, now=NOW)
    with pytest.raises(services.PrerequisitesMissing):
        start(person, exam)


def test_each_step_leads_to_the_first_lesson_that_the_person_may_open(
    person: User, first: Activity, exam: Activity
) -> None:
    assert [(step.title, step.url) for step in first_steps(person, [exam.pk])[exam.pk]] == [("La souris", "")]
    lesson, elsewhere = LessonFactory.create(course__structure=first.structure), LessonFactory.create()
    for each in (elsewhere, lesson):
        each.lesson_activities.create(activity=first)
    EnrolmentFactory.create(user=person, course=lesson.course)
    (step,) = first_steps(person, [exam.pk])[exam.pk]
    assert str(first.uuid) in step.url
    assert str(lesson.uuid) in step.url
    assert step.must_pass


def test_an_exercise_of_h5p_may_come_first_too(person: User) -> None:
    lesson = LessonFactory.create()
    exercise, exam = holding(lesson, kind=Activity.Kind.H5P), holding(lesson)
    Prerequisite.objects.create(activity=exam, required=exercise, wanted=DONE)
    assert unmet(person.pk).filter(activity=exam).exists()
    outcome(person, exercise, at=NOW, success=False)
    assert start(person, exam)
