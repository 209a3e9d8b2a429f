"""Which try counts when somebody tries again: one rule, for the mark, for what is done and for what is proved."""

import datetime
from random import Random

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.activities.models import Activity
from assessments.activities.services import set_counting
from cms.authoring.services import create_structure
from courses.outline.services import derive_again
from courses.progress.derivation import CountingRule, Result, counted
from courses.progress.models import LessonProgress
from lms.jobs.services import run_due
from lms.structures.models import Role
from lms.structures.services import give_membership
from tests.courses.progress.test_derivation import QUIZ, at, quiz_lesson, result, standing
from tests.factories.outline import EnrolmentFactory, LessonFactory, quiz
from tests.factories.people import UserFactory, learner
from tests.factories.progress import holding, outcome

NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
TRIES = [result(minutes=1, success=False, scaled=0.2), result(minutes=2, scaled=0.9), result(minutes=3, scaled=0.7)]


def rule(which: str, pass_mark: int = 60) -> CountingRule:
    return CountingRule(activity_id=QUIZ, which=which, pass_mark=pass_mark)


@pytest.mark.parametrize(
    ("which", "mark", "done_at"),
    [("first", 0.2, None), ("last", 0.7, at(3)), ("average", 0.6, at(3)), (None, 0.9, at(2))],
)
def test_the_mark_and_what_is_done_follow_the_try_that_counts(
    which: str | None, mark: float, done_at: datetime.datetime | None
) -> None:
    shape = quiz_lesson()
    rules = (rule(which),) if which else ()
    ruled = type(shape)(id=1, activities=shape.activities, required=shape.required, marked=shape.marked, rules=rules)
    made = standing([ruled], [], TRIES)
    lesson = made.lessons[0]
    assert lesson.best_scaled == pytest.approx(mark)
    assert (lesson.done_at, lesson.proved, made.certifies) == (done_at, done_at is not None, done_at is not None)
    assert (lesson.started_at, lesson.last_at) == (at(1), at(3))


def test_a_worse_last_try_takes_the_success_back() -> None:
    worse = [*TRIES, result(minutes=4, success=False, scaled=0.1)]
    assert [each.success for each in counted(worse, {QUIZ: rule("last")})] == [False]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.sampled_from(["first", "last", "average"]), st.randoms())
def test_one_result_counts_within_the_marks_given_whatever_their_order(
    scores: list[float], which: str, chance: Random
) -> None:
    tries: list[Result] = [result(minutes=n, scaled=score) for n, score in enumerate(scores)]
    mixed = list(tries)
    chance.shuffle(mixed)
    (one,) = counted(mixed, {QUIZ: rule(which)})
    assert one == counted(tries, {QUIZ: rule(which)})[0]
    assert min(scores) - 1e-9 <= one.scaled <= max(scores) + 1e-9


@pytest.mark.django_db
def test_changing_the_rule_has_progress_derived_again() -> None:
    user, lesson = learner(), LessonFactory.create()
    activity = holding(lesson)
    EnrolmentFactory.create(user=user, course=lesson.course)
    outcome(user, activity, at=NOW, scaled=0.9)
    outcome(user, activity, at=NOW + MINUTE, success=False, scaled=0.3)
    assert LessonProgress.objects.get().best_scaled == 0.9
    assert set_counting(activity=activity, counting=Activity.Counting.LAST, by=None, now=NOW)
    assert not set_counting(activity=activity, counting=Activity.Counting.LAST, by=None, now=NOW)
    derive_again(activity=activity, now=NOW)
    run_due(now=timezone.now())
    kept = LessonProgress.objects.get()
    assert (kept.best_scaled, kept.state, kept.proved) == (0.3, LessonProgress.State.STARTED, False)


@pytest.mark.django_db
def test_an_author_says_which_try_counts_and_the_learner_reads_it(client: Client) -> None:
    place = create_structure(name="Centre social", slug="centre", by=None, now=timezone.now()).structure
    karim = UserFactory.create()
    give_membership(user=karim, structure=place, role=Role.TRAINER, by=None, now=timezone.now())
    made, lesson, fatima = quiz(items=1, structure=place), LessonFactory.create(), learner()
    lesson.lesson_activities.create(activity=made.activity)
    EnrolmentFactory.create(user=fatima, course=lesson.course)
    client.force_login(karim)
    sent = {
        "title": "Q", "pass_mark": "60", "attempts_allowed": "0", "feedback": "immediate", "counting": "last",
        "draws-TOTAL_FORMS": "0", "draws-INITIAL_FORMS": "0", f"place_{made.quiz_items.get().item_id}": "1",
    }  # fmt: skip
    assert client.post(reverse("studio_quiz", args=[made.activity.uuid]), sent).status_code == 302
    assert Activity.objects.get(pk=made.pk).counting == "last"
    client.force_login(fatima, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("quiz", args=[made.activity.uuid, lesson.uuid])).content.decode()
    assert "c’est votre dernier essai qui compte" in page
