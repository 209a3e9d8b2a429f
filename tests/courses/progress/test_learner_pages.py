"""Home, module, track and lesson as a learner meets them."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assessments.attempts.models import Attempt, Response
from assessments.bank.models import ItemVersion
from courses.outline.models import Course, Lesson, LessonActivity, Prerequisite, TrackCourse
from courses.progress import queries, services
from courses.progress.models import LessonEvent
from lms.accounts.models import User
from tests.factories.credentials import AchievementFactory, issued
from tests.factories.outline import CourseFactory, EnrolmentFactory, LessonFactory, TrackFactory, quiz
from tests.factories.people import learner, trainer
from tests.factories.progress import AttemptFactory, holding, outcome

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 18, 10, 0, tzinfo=datetime.UTC)
Budget = Callable[..., Any]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reverse("home"))  # the first request of a session notes its kind
    return client


def follower(course: Course, **fields: object) -> User:
    return EnrolmentFactory.create(user=learner(**fields), course=course).user  # type: ignore[arg-type]


def words(response: Any) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def lesson() -> Lesson:
    return LessonFactory.create(title="La souris", course__title="Premiers pas")


def test_home_greets_and_leads_to_the_exact_question(lesson: Lesson) -> None:
    LessonFactory.create(course=lesson.course)
    user = follower(lesson.course, first_name="Fatima")
    exercise = quiz(items=3)
    LessonActivity.objects.create(lesson=lesson, activity=exercise.activity)
    versions = list(ItemVersion.objects.order_by("pk").values_list("pk", flat=True))
    attempt = AttemptFactory.create(
        user=user, activity=exercise.activity, context=lesson.uuid, plan=versions, state=Attempt.State.OPEN
    )
    for slot in (0, 1):
        Response.objects.create(
            attempt=attempt, version_id=versions[slot], slot=slot, sequence=1, submission=uuid4(), answer="b",
            score_raw=1, score_scaled=1, success=True, recorded_at=timezone.now(),
        )  # fmt: skip
    page = words(signed_in(user).get(reverse("home")))
    assert "Bonjour Fatima" in page
    assert "Leçon 1 sur 2, question 3" in page
    assert reverse("quiz", args=[exercise.activity.uuid, lesson.uuid]) in page
    assert "Continuer" in page


def test_home_says_progress_in_words_and_what_comes_after(lesson: Lesson) -> None:
    LessonFactory.create(course=lesson.course)
    user = follower(lesson.course)
    later = LessonFactory.create(course__title="Ma boîte mail").course
    Prerequisite.objects.create(course=later, required=lesson.course)
    EnrolmentFactory.create(user=user, course=later)
    services.declare_finished(user=user, lesson=lesson, now=NOW)
    page = words(signed_in(user).get(reverse("home")))
    assert "1 leçon sur 2 faite" in page
    assert "Après « Premiers pas »" in page


def test_a_newcomer_without_a_module_is_told_whom_to_ask() -> None:
    assert "Vous n’êtes inscrit à aucun module" in words(signed_in(learner()).get(reverse("home")))


def test_staff_are_led_to_their_own_first_page() -> None:
    response = signed_in(trainer()).get(reverse("home"))
    assert response.status_code == 302


def test_home_costs_the_same_however_much_one_follows(lesson: Lesson, assert_sql_budget: Budget) -> None:
    user = follower(lesson.course)
    issued(learner=user)
    client = signed_in(user)
    assert_sql_budget(6, client.get, reverse("home"))
    for _ in range(3):
        other = LessonFactory.create().course
        EnrolmentFactory.create(user=user, course=other)
        Prerequisite.objects.create(course=other, required=lesson.course)
        outcome(user, holding(LessonFactory.create(course=other)), at=NOW)
    assert_sql_budget(6, client.get, reverse("home"))


def test_an_open_quiz_costs_home_no_query_more(lesson: Lesson, assert_sql_budget: Budget) -> None:
    user = follower(lesson.course)
    AttemptFactory.create(user=user, activity=holding(lesson), context=lesson.uuid, plan=[1])
    assert_sql_budget(6, signed_in(user).get, reverse("home"))


def test_j_ai_termine_finishes_a_lesson_and_comes_back_to_it(lesson: Lesson) -> None:
    user = follower(lesson.course)
    response = signed_in(user).post(reverse("lesson_finished", args=[lesson.uuid]))
    assert response["Location"] == lesson.url
    state = queries.lesson_state(user, lesson.uuid)
    assert state is not None
    assert state.is_done


def test_a_lesson_with_an_exercise_left_is_declared_but_not_done(lesson: Lesson) -> None:
    user = follower(lesson.course)
    holding(lesson)
    signed_in(user).post(reverse("lesson_finished", args=[lesson.uuid]))
    state = queries.lesson_state(user, lesson.uuid)
    assert state is not None
    assert not state.is_done
    assert not state.may_declare
    assert [activity.words for activity in state.to_do]


def test_a_lesson_seen_is_evidence_and_answers_nothing(lesson: Lesson) -> None:
    client = signed_in(follower(lesson.course))
    assert client.post(reverse("lesson_seen", args=[lesson.uuid])).status_code == 204
    assert client.post(reverse("lesson_seen", args=[lesson.uuid])).status_code == 204
    assert LessonEvent.objects.get().kind == LessonEvent.Kind.SEEN


@pytest.mark.parametrize("name", ["lesson_seen", "lesson_finished"])
def test_a_lesson_one_may_not_open_does_not_exist(name: str, lesson: Lesson) -> None:
    client = signed_in(learner())
    assert client.post(reverse(name, args=[lesson.uuid])).status_code == 404
    assert client.post(reverse(name, args=[uuid4()])).status_code == 404
    assert client.get(reverse(name, args=[lesson.uuid])).status_code == 405
    assert not LessonEvent.objects.exists()


def test_a_lesson_s_state_takes_two_queries_for_its_learner(lesson: Lesson, assert_sql_budget: Budget) -> None:
    user = follower(lesson.course)
    for _ in range(3):
        outcome(user, holding(lesson), at=NOW)
        LessonFactory.create(course=lesson.course)
    state = assert_sql_budget(2, queries.lesson_state, user, lesson.uuid)
    assert (state.lesson.number, state.total, len(state.activities)) == (1, 4, 3)
    assert state.is_done
    assert state.next_url
    assert not state.previous_url


def test_a_lesson_has_no_state_for_who_may_not_open_it(lesson: Lesson) -> None:
    assert queries.lesson_state(learner(), lesson.uuid) is None
    assert queries.lesson_state(AnonymousUser(), lesson.uuid) is None
    assert queries.lesson_state(learner(), uuid4()) is None


def test_a_trainer_sees_a_lesson_without_following_it(lesson: Lesson) -> None:
    state = queries.lesson_state(trainer(lesson.course.structure), lesson.uuid)
    assert state is not None
    assert not state.follows


def test_an_activity_says_where_it_stands(lesson: Lesson) -> None:
    user = follower(lesson.course)
    passed, failed, begun, _new = (holding(lesson) for _ in range(4))
    outcome(user, passed, at=NOW)
    outcome(user, failed, at=NOW, success=False)
    AttemptFactory.create(user=user, activity=begun)
    with override("fr"):
        state = queries.lesson_state(user, lesson.uuid)
        assert state is not None
        assert [row.words for row in state.activities] == ["Réussi", "À refaire", "Commencé", "À faire"]


def test_a_course_is_shown_to_anybody_and_with_progress_to_who_follows_it(
    lesson: Lesson, assert_sql_budget: Budget
) -> None:
    user = follower(lesson.course)
    services.declare_finished(user=user, lesson=lesson, now=NOW)
    mine = assert_sql_budget(4, queries.course_overview, user, lesson.course.uuid)
    assert (mine.follows, mine.course.is_completed, mine.place) == (True, True, None)
    other = queries.course_overview(AnonymousUser(), lesson.course.uuid)
    assert other is not None
    assert (other.follows, other.opens, other.course.done) == (False, False, 0)
    teaching = queries.course_overview(trainer(lesson.course.structure), lesson.course.uuid)
    assert teaching is not None
    assert (teaching.follows, teaching.opens) == (False, True)
    assert queries.course_overview(user, uuid4()) is None


def test_a_finished_module_leads_to_its_certificate(lesson: Lesson) -> None:
    user = follower(lesson.course)
    services.declare_finished(user=user, lesson=lesson, now=NOW)

    def shown() -> str:
        overview = queries.course_overview(user, lesson.course.uuid)
        with override("fr"):
            return render_to_string("courses/_course_progress.html", {"overview": overview})

    assert reverse("home") in shown()
    lesson.course.achievement = AchievementFactory.create()
    lesson.course.save()
    assert reverse("my_certificates") in shown()


def test_a_course_without_lessons_is_shown_too() -> None:
    overview = queries.course_overview(learner(), CourseFactory.create(title="Vide").uuid)
    assert overview is not None
    assert (overview.course.title, overview.course.lessons) == ("Vide", ())


def test_a_track_shows_its_courses_then_those_it_refers_to(assert_sql_budget: Budget) -> None:
    track = TrackFactory.create(title="Référent")
    guest = LessonFactory.create(course__title="Invité", course__position=0).course
    home = LessonFactory.create(course__title="Chez soi", course__track=track).course
    TrackCourse.objects.create(track=track, course=guest)
    overview = assert_sql_budget(5, queries.track_overview, follower(home), track.uuid)
    assert [course.title for course in overview.courses] == ["Chez soi", "Invité"]
    assert overview.follows
    assert queries.track_overview(learner(), uuid4()) is None
