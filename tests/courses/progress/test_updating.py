"""Evidence moves progress, mastery and certificates; recomputing from evidence finds nothing to add."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.activities.models import Activity
from assessments.attempts.models import Attempt
from assessments.credentials.models import Credential
from assessments.skills.models import Framework, Skill
from courses.outline.models import Alignment, Course, Lesson
from courses.outline.services import retire
from courses.progress import services
from courses.progress.models import CourseProgress, LessonEvent, LessonProgress, Mastery
from courses.progress.recomputation import recompute
from lms.accounts.models import User
from lms.jobs.services import run_due
from tests.factories.credentials import AchievementFactory, AchievementVersionFactory
from tests.factories.outline import CourseFactory, EnrolmentFactory, LessonActivityFactory, LessonFactory
from tests.factories.people import learner
from tests.factories.progress import holding, outcome

NOW = datetime.datetime(2025, 11, 18, 10, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(minutes=20)
pytestmark = pytest.mark.django_db


def certified_course(*, kind: str = Activity.Kind.QUIZ, lessons: int = 1) -> tuple[Course, list[Activity]]:
    achievement = AchievementVersionFactory.create(achievement=AchievementFactory.create()).achievement
    course = CourseFactory.create(achievement=achievement)
    return course, [holding(LessonFactory.create(course=course), kind=kind) for _ in range(lessons)]


def follower(course: Course) -> User:
    return EnrolmentFactory.create(user=learner(), course=course).user


def skill(code: str) -> Skill:
    framework, _ = Framework.objects.get_or_create(slug="essai", defaults={"title": "Essai"})
    return Skill.objects.create(framework=framework, code=code, label=code)


def differences() -> list[str]:
    return recompute(courses=Course.objects.order_by("pk"), apply=False, now=NOW)


def test_opening_a_lesson_twice_a_day_is_kept_once_and_the_next_day_again() -> None:
    user, lesson = learner(), LessonFactory.create()
    assert services.record_seen(user=user, lesson=lesson, now=NOW)
    assert not services.record_seen(user=user, lesson=lesson, now=LATER)
    assert services.record_seen(user=user, lesson=lesson, now=NOW + datetime.timedelta(days=1))
    assert LessonEvent.objects.count() == 2
    assert LessonProgress.objects.get().state == LessonProgress.State.STARTED


def test_a_lesson_declared_finished_is_done_at_the_first_word() -> None:
    user, lesson = learner(), LessonFactory.create()
    assert services.declare_finished(user=user, lesson=lesson, now=NOW)
    assert not services.declare_finished(user=user, lesson=lesson, now=LATER)
    assert LessonProgress.objects.get().done_at == NOW
    assert CourseProgress.objects.get().completed_at == NOW


def test_an_outcome_moves_every_course_that_holds_the_activity() -> None:
    user, lesson = learner(), LessonFactory.create()
    activity = holding(lesson)
    LessonActivityFactory.create(lesson=LessonFactory.create(), activity=activity)
    outcome(user, activity, at=NOW)
    assert CourseProgress.objects.filter(user=user, lessons_done=1).count() == 2


def test_finishing_a_course_awards_its_certificate_once() -> None:
    course, activities = certified_course(lessons=2)
    user = follower(course)
    outcome(user, activities[0], at=NOW)
    assert not Credential.objects.exists()
    proof = outcome(user, activities[1], at=LATER)
    outcome(user, activities[1], at=LATER)
    credential = Credential.objects.get()
    assert (credential.learner, credential.awarded_at) == (user, LATER)
    assert credential.evidence[0] == f"course:{course.uuid}"
    assert f"attempt:{proof.attempt.uuid}" in credential.evidence


def test_games_alone_never_certify() -> None:
    course, activities = certified_course(kind=Activity.Kind.H5P)
    outcome(follower(course), activities[0], at=NOW)
    assert CourseProgress.objects.get().completed_at == NOW
    assert not Credential.objects.exists()


def test_who_only_tries_a_course_out_gets_no_certificate() -> None:
    _course, activities = certified_course()
    outcome(learner(), activities[0], at=NOW)
    assert not Credential.objects.exists()


def test_a_certificate_taken_back_by_its_author_is_no_longer_awarded() -> None:
    course, activities = certified_course()
    course.achievement.retired_at = NOW  # type: ignore[union-attr]
    course.achievement.save()  # type: ignore[union-attr]
    outcome(follower(course), activities[0], at=NOW)
    assert not Credential.objects.exists()


def test_a_revoked_certificate_is_not_given_again() -> None:
    course, activities = certified_course()
    user = follower(course)
    outcome(user, activities[0], at=NOW)
    Credential.objects.update(state=Credential.State.REVOKED, revoked_at=NOW)
    outcome(user, activities[0], at=LATER)
    assert Credential.objects.get().state == Credential.State.REVOKED


def test_mastery_is_the_share_of_measured_lessons_proved_in_courses_begun() -> None:
    user, course, one = learner(), CourseFactory.create(), skill("1")
    passed, failed, reading, elsewhere = (LessonFactory.create(course=course) for _ in range(4))
    elsewhere.course = CourseFactory.create()
    elsewhere.save()
    for lesson in (passed, failed, reading, elsewhere):
        Alignment.objects.create(lesson=lesson, skill=one)
    first, second, _never = holding(passed), holding(failed), holding(elsewhere)
    outcome(user, second, at=NOW, success=False)
    assert not Mastery.objects.exists()
    outcome(user, first, at=NOW)
    assert list(Mastery.objects.values_list("skill__code", "level", "evidence_count")) == [("1", 0.5, 1)]


def test_a_game_proves_no_mastery() -> None:
    lesson = LessonFactory.create()
    Alignment.objects.create(lesson=lesson, skill=skill("1"))
    outcome(learner(), holding(lesson, kind=Activity.Kind.H5P), at=NOW)
    assert not Mastery.objects.exists()


def test_retiring_a_lesson_takes_nobody_s_skill_away() -> None:
    user, course, one = learner(), CourseFactory.create(), skill("1")
    lessons = [LessonFactory.create(course=course) for _ in range(2)]
    activities = [holding(lesson) for lesson in lessons]
    for lesson in lessons:
        Alignment.objects.create(lesson=lesson, skill=one)
    outcome(user, activities[0], at=NOW)
    retire(uuids=[lessons[0].uuid], by=None, now=NOW)
    run_due(now=timezone.now())
    outcome(user, activities[1], at=LATER)
    assert Mastery.objects.get().level == 1
    assert not differences()


def test_a_course_that_loses_its_last_missing_lesson_is_completed_and_certified_by_the_job() -> None:
    course, activities = certified_course(lessons=2)
    user = follower(course)
    outcome(user, activities[0], at=NOW)
    retire(uuids=[course.lessons.order_by("-position")[0].uuid], by=None, now=LATER)
    assert len(differences()) == 2
    run_due(now=timezone.now())
    assert CourseProgress.objects.get().completed_at == NOW
    assert Credential.objects.get().learner == user
    assert not differences()


def test_a_voided_attempt_counts_no_more() -> None:
    user, lesson = learner(), LessonFactory.create()
    made = outcome(user, holding(lesson), at=NOW)
    Attempt.objects.filter(pk=made.attempt_id).update(state=Attempt.State.VOIDED)
    services.update_after(attempt=made.attempt, now=LATER)
    assert not LessonProgress.objects.exists()
    assert not CourseProgress.objects.exists()


def test_the_command_reports_what_differs_and_puts_it_right(capsys: pytest.CaptureFixture[str]) -> None:
    course, activities = certified_course()
    user = follower(course)
    outcome(user, activities[0], at=NOW, told=False)
    call_command("recompute_progress")
    assert "3 difference(s) found." in capsys.readouterr().out
    assert not CourseProgress.objects.exists()
    call_command("recompute_progress", "--apply")
    assert Credential.objects.get().learner == user
    capsys.readouterr()
    call_command("recompute_progress")
    assert capsys.readouterr().out == "0 difference(s) found.\n"


def test_recomputing_a_class_takes_as_many_queries_as_recomputing_one(capture_sql: Any) -> None:
    course, activities = certified_course(lessons=2)
    outcome(follower(course), activities[0], at=NOW)
    with capture_sql() as alone:
        differences()
    for _ in range(5):
        outcome(follower(course), activities[0], at=NOW)
    with capture_sql() as many:
        assert not differences()
    assert len(many) == len(alone)


acts = st.lists(
    st.tuples(
        st.sampled_from(["seen", "declared", "pass", "fail", "play", "retire"]),
        st.integers(0, 3),  # which lesson or activity
        st.integers(0, 1),  # who
        st.integers(0, 5000),  # minutes
    ),
    max_size=12,
)


class Recomputed(TestCase):
    """Whatever people do, in whatever order, what is kept is what evidence gives."""

    @settings(max_examples=25)
    @given(acts)
    def test_incremental_progress_equals_recomputed_progress(self, story: list[tuple[str, int, int, int]]) -> None:
        course, activities = certified_course(lessons=2)
        shared = LessonFactory.create(course=course)
        LessonActivityFactory.create(lesson=shared, activity=activities[0])
        game = holding(LessonFactory.create(course=CourseFactory.create()), kind=Activity.Kind.H5P)
        LessonActivityFactory.create(lesson=shared, activity=game)
        one = skill("1")
        lessons = list(Lesson.objects.order_by("pk"))
        for lesson in lessons:
            Alignment.objects.create(lesson=lesson, skill=one)
        people = [follower(course), learner()]
        tried = [*activities, game, game]
        for act, which, who, minutes in story:
            now = NOW + datetime.timedelta(minutes=minutes)
            match act:
                case "seen":
                    services.record_seen(user=people[who], lesson=lessons[which], now=now)
                case "declared":
                    services.declare_finished(user=people[who], lesson=lessons[which], now=now)
                case "retire":
                    retire(uuids=[lessons[which].uuid], by=None, now=now)
                    run_due(now=timezone.now())
                case _:
                    outcome(people[who], tried[which], at=now, success=act == "pass")
        assert not differences()
