"""Work that waits for a trainer: the person goes on, and nothing is earned yet."""

import datetime
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from assessments.attempts.models import Attempt
from courses.progress.derivation import CountingRule, HandedIn, counted
from courses.progress.models import LessonProgress, Mastery
from courses.progress.queries import home_page, lesson_state
from courses.progress.recomputation import recompute
from tests.courses.progress.test_derivation import QUIZ, at, quiz_lesson, result, standing
from tests.courses.progress.test_places import course, place
from tests.factories.outline import CourseFactory, EnrolmentFactory, LessonActivityFactory, LessonFactory
from tests.factories.people import learner, trainer
from tests.factories.work import handed_in, mark, quiz_with_writing, waiting

NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=2)
WAITS = HandedIn(activity_id=QUIZ, at=at(2))


def test_a_lesson_is_handed_in_when_only_a_trainer_has_something_to_do() -> None:
    (lesson,) = standing([quiz_lesson()], [], [], [WAITS]).lessons
    assert (lesson.handed_in, lesson.done_at, lesson.proved, lesson.best_scaled) == (True, None, False, None)
    assert (lesson.started_at, lesson.last_at) == (at(2), at(2))
    two = replace(quiz_lesson(), activities=frozenset({QUIZ, 11}), required=frozenset({QUIZ, 11}))
    assert not standing([two], [], [], [WAITS]).lessons[0].handed_in
    assert standing([two], [], [result(11, 1)], [WAITS]).lessons[0].handed_in


def test_nothing_earned_before_is_lost_while_another_try_waits() -> None:
    (lesson,) = standing([quiz_lesson()], [], [result(minutes=1)], [WAITS]).lessons
    assert (lesson.handed_in, lesson.done_at) == (False, at(1))
    assert lesson.proved


def test_a_first_try_that_waits_keeps_its_place() -> None:
    second = result(minutes=5)
    first_counts = {QUIZ: CountingRule(activity_id=QUIZ, which="first", pass_mark=60)}
    assert counted([second], first_counts, [WAITS]) == []
    late = replace(result(minutes=9, success=False), handed_in_at=at(2))  # looked at after the second one
    assert counted([second, late], first_counts) == [late]
    assert counted([second, late], {QUIZ: replace(first_counts[QUIZ], which="last")}) == [second]


def test_one_goes_on_after_a_lesson_handed_in() -> None:
    assert place(course("handed-in:5", "")).number == 2


@pytest.mark.django_db
def test_from_the_hand_in_to_the_mark_the_lesson_says_where_it_is(client: Client) -> None:
    held = CourseFactory.create()
    lesson = LessonFactory.create(course=held)
    made, person = quiz_with_writing(items=1), learner()
    LessonActivityFactory.create(lesson=lesson, activity=made.activity)
    EnrolmentFactory.create(user=person, course=held)
    attempt = handed_in(made, by=person, at=NOW)
    kept = LessonProgress.objects.get(user=person)
    assert (kept.state, kept.done_at) == ("handed-in", None)
    state = lesson_state(person, lesson.uuid)
    assert state is not None
    assert (state.is_done, state.is_handed_in, state.to_do) == (False, True, [])
    assert home_page(person).waits
    client.force_login(person)
    assert "va regarder votre travail" in client.get(reverse("home")).content.decode()
    assert recompute(courses=[held], apply=False, now=LATER) == []
    (response,) = waiting(attempt)
    mark(response, by=trainer(), at=LATER)
    kept.refresh_from_db()
    assert (kept.state, kept.done_at) == ("done", LATER)
    assert not home_page(person).waits
    assert recompute(courses=[held], apply=False, now=LATER) == []


@pytest.mark.django_db
def test_work_that_was_not_good_enough_comes_back_to_be_done(client: Client) -> None:
    lesson = LessonFactory.create()
    made, person = quiz_with_writing(items=0), learner()
    LessonActivityFactory.create(lesson=lesson, activity=made.activity)
    EnrolmentFactory.create(user=person, course=lesson.course)
    (response,) = waiting(handed_in(made, by=person, at=NOW))
    mark(response, "Non", "Non", by=trainer(), at=LATER)
    state = lesson_state(person, lesson.uuid)
    assert state is not None
    assert [activity.is_tried for activity in state.to_do] == [True]
    assert Attempt.objects.get().state == "marked"
    assert not Mastery.objects.exists()
