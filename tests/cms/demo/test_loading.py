"""The demo as loaded: whole, through the product's own services, the same when loaded again."""

import datetime
import io
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Max
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from assessments import tasks as _jobs_of_the_floor  # noqa: F401 - registers what makes the certificates' files
from assessments.attempts.models import Attempt, Response
from assessments.bank.models import Item, ItemMedia, ItemVersion
from assessments.credentials.models import Credential
from cms.demo import history, loading
from cms.demo.accounts import accounts
from cms.demo.audio import recordings
from cms.demo.cast import COHORTS, DEMO_LEARNER
from cms.media.models import Image
from cms.pages.models import LessonPage
from courses.outline.models import Course, Lesson
from courses.progress.models import LessonEvent, LessonProgress
from courses.progress.recomputation import recompute
from lms.accounts.models import User
from lms.cohorts.models import ClassSession
from lms.jobs.services import run_due
from tests.doors import show_card

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 6, 5, 18, tzinfo=ZoneInfo("Europe/Paris"))
EVERYONE = [learner for cohort in COHORTS for learner in cohort.learners]


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One load for all these tests, taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert loading.load(now=NOW)
        run_due(now=NOW)
        yield
        transaction.set_rollback(True)


def person(name: str) -> User:
    first, last = name.rsplit(" ", 1)
    return User.objects.get(first_name=first, last_name=last)


def counts() -> dict[str, int]:
    models = (User, Item, ItemVersion, Lesson, Image, Attempt, Response, LessonEvent, Credential, ClassSession)
    return {model.__name__: model._default_manager.count() for model in models}


def test_loading_again_doubles_and_loses_nothing() -> None:
    before = counts()
    assert not loading.load(now=NOW + datetime.timedelta(days=3))
    assert counts() == before


def test_the_outline_holds_the_courses_as_written() -> None:
    courses = Course.objects.current().order_by("code")
    assert {course.code: course.lessons.count() for course in courses} == {"D01": 6, "D04": 7, "EW2": 2, "RN1": 2}
    assert {course.code: course.minutes for course in courses}["D01"] == 155
    assert all(course.achievement_id for course in courses)


def test_lessons_are_published_with_figure_quiz_and_skills() -> None:
    for page in LessonPage.objects.live().order_by("path"):
        kinds = [block.block_type for block in page.body]
        assert kinds.count("image") == 1
        assert kinds[-1] == "activity"
        assert page.lesson_skills.exists()
    assert Image.objects.exclude(description="").count() == 17


@pytest.mark.parametrize("learner", EVERYONE, ids=lambda learner: learner.name)
def test_each_person_finished_as_many_lessons_as_cast(learner: Any) -> None:
    done = LessonProgress.objects.filter(user=person(learner.name), state=LessonProgress.State.DONE)
    assert done.count() == learner.lessons


def test_what_is_derived_agrees_with_the_evidence() -> None:
    assert recompute(courses=Course.objects.current(), apply=False, now=NOW) == []


def test_who_finished_a_course_has_its_certificate_and_its_file() -> None:
    held = sorted(f"{credential.learner} {credential.version.name}" for credential in Credential.objects.all())
    assert "Jean-Claude A. Ma boîte mail" in held
    assert len(held) == 15
    assert set(Credential.objects.values_list("state", flat=True)) == {Credential.State.ISSUED}


def test_some_people_have_not_been_seen_for_two_weeks() -> None:
    seen = User.objects.filter(lesson_events__isnull=False).annotate(last=Max("lesson_events__at"))
    unseen = seen.filter(last__lt=NOW - datetime.timedelta(days=14)).values_list("first_name", flat=True)
    assert {"Dragan", "Monique", "René"} <= set(unseen)


def test_the_learner_of_the_demo_stopped_in_the_middle_of_a_quiz() -> None:
    attempt = Attempt.objects.get(user=person(DEMO_LEARNER), state=Attempt.State.OPEN)
    assert attempt.responses.count() == 2


def test_nothing_happened_after_the_moment_of_loading() -> None:
    assert Response.objects.filter(recorded_at__gt=NOW).count() == 0
    assert not ClassSession.objects.filter(closed_at=None).exists()
    assert ClassSession.objects.aggregate(last=Max("closed_at"))["last"] <= NOW


def test_sessions_are_the_same_whatever_the_hour_of_loading() -> None:
    role = COHORTS[0]
    held = history.sessions(role, now=NOW)
    assert len(held) == 9
    later = history.sessions(role, now=NOW + datetime.timedelta(hours=5))
    assert [session.opens_at for session in later] == [session.opens_at for session in held]
    assert history.attended(role.learners[0], later) == history.attended(role.learners[0], held)


def test_lesson_d04_l1_can_be_heard_whole() -> None:
    page = LessonPage.objects.get(code="D04-L1")
    assert page.title_voice is not None
    assert page.objective_voice is not None
    assert all(block.value["voice"] for block in page.body)
    sounds = ItemMedia.objects.filter(version__item__title__startswith="D04-L1", kind=ItemMedia.Kind.AUDIO)
    spoken = [key for key in recordings("D04-L1") if key.startswith(("question:", "choice:", "feedback:"))]
    assert sounds.count() == len(spoken)


def printed() -> str:
    out = io.StringIO()
    call_command("demo_accounts", "--json", stdout=out)
    return out.getvalue()


def test_accounts_are_told_in_json_and_stay_the_same() -> None:
    told = json.loads(printed())
    assert set(told) == {"urls", "learner", "newcomer", "trainer", "counsellor", "admin"}
    assert {"sign_in", "home", "course", "lesson", "quiz", "h5p", "caseload", "cohort", "verify"} <= set(told["urls"])
    assert all(told["urls"].values())
    assert set(told["learner"]) >= {"card", "pin"}
    assert set(told["admin"]) >= {"username", "password"}
    loading.load(now=NOW + datetime.timedelta(days=1))
    assert json.loads(printed()) == told


def test_accounts_are_told_to_people_in_french() -> None:
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    assert accounts()["learner"]["card"] in out.getvalue()
    assert "code secret" in out.getvalue()


def path_of(name: str) -> str:
    url: str = accounts()["urls"][name]
    return "/" + url.split("/", 3)[3]


@pytest.mark.parametrize("who", ["learner", "newcomer"])
def test_a_learner_signs_in_with_the_card_told_and_opens_what_is_theirs(who: str, client: Client) -> None:
    told = accounts()[who]
    assert show_card(client, code=told["card"], pin=told["pin"]).status_code == 302
    for name in ("home", "course", "lesson", "quiz", "h5p"):
        assert client.get(path_of(name)).status_code == 200, name


@pytest.mark.parametrize(("who", "name"), [("trainer", "cohort"), ("counsellor", "caseload"), ("admin", "cohort")])
def test_staff_sign_in_with_the_password_told(who: str, name: str, client: Client) -> None:
    told = accounts()[who]
    client.post("/connexion/equipe/", {"login": told["username"], "password": told["password"]})
    assert client.get(path_of(name)).status_code == 200


def test_anyone_may_check_the_certificate_told(client: Client) -> None:
    assert client.get(path_of("verify")).status_code == 200


@pytest.mark.parametrize("command", ["demo_load", "demo_accounts"])
def test_the_demo_refuses_settings_made_for_real_people(command: str, settings: Settings) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="Refusé"):
        call_command(command)


def test_a_database_without_the_demo_says_how_to_load_it() -> None:
    loading._loadings().delete()
    with pytest.raises(CommandError, match="demo_load"):
        call_command("demo_accounts")
