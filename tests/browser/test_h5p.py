"""H5P in a real browser: an exercise played in its frame, its result recorded, its work resumed, its harm contained."""

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Frame, Page, TimeoutError, expect

from assessments.attempts.models import Attempt, Outcome
from assessments.h5p import services
from assessments.h5p.models import H5PLibrary, H5PState
from cms.demo.package import h5p_package as demo_package
from courses.outline.models import Lesson, LessonActivity
from lms.accounts.models import User
from tests.factories.h5p import FOLDER, SCRIPT, h5p_package
from tests.factories.outline import EnrolmentFactory, LessonFactory
from tests.factories.people import learner, trainer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.h5p_urls")]


@dataclass
class Desk:
    """A learner at a computer, with a lesson that holds one exercise."""

    page: Page
    address: str
    user: User
    lesson: Lesson
    faults: list[str]

    @property
    def frame(self) -> Frame:
        """The exercise's frame, once it is there."""
        expect(self.page.locator("iframe")).to_have_count(1)
        return self.page.frames[1]

    def start(self) -> None:
        self.page.goto(self.address)
        self.page.get_by_role("button", name="Commencer").click()
        expect(self.page.locator("iframe")).to_have_count(1)


@pytest.fixture(autouse=True, scope="session")
def _orm_beside_the_browser() -> None:
    # Playwright keeps an event loop in this thread, though nothing here runs inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture
def desk(browser: Browser, live_server: Any) -> Iterator[Callable[[io.IOBase], Desk]]:
    """`desk(package)`: the package received, its libraries approved, a learner enrolled and signed in."""
    contexts = []

    def prepare(package: Any) -> Desk:
        lesson: Lesson = LessonFactory.create()
        author = trainer(lesson.course.structure)
        received = services.receive_package(
            file=package, name="essai.h5p", structure=lesson.course.structure, by=author, now=timezone.now()
        )
        for library in H5PLibrary.objects.order_by("pk"):
            services.approve_library(library=library, by=author, now=timezone.now())
        LessonActivity.objects.create(lesson=lesson, activity=received.content.activity)
        user = learner(lesson.course.structure)
        EnrolmentFactory.create(user=user, course=lesson.course)
        context = browser.new_context(locale="fr-FR")
        contexts.append(context)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 500 else None)
        address = f"{live_server.url}/essai/{received.content.activity.uuid}/{lesson.uuid}/"
        return Desk(page, address, user, lesson, faults)

    yield prepare
    for context in contexts:
        context.close()


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_an_exercise_is_played_recorded_and_resumed(desk: Callable[[Any], Desk]) -> None:
    seat = desk(h5p_package())
    seat.start()
    seat.frame.get_by_role("button", name="Faux").click()
    expect(seat.page.get_by_role("status")).to_have_text("Enregistré\u00a0: 0 sur 2 (auto-évaluation).")
    seat.frame.get_by_role("button", name="Juste").click()
    expect(seat.page.get_by_role("status")).to_have_text("Enregistré\u00a0: 2 sur 2 (auto-évaluation).")
    outcomes = Outcome.objects.order_by("pk")
    assert [(each.score_raw, each.self_assessed) for each in outcomes] == [(0, True), (2, True)]
    assert {each.user for each in Attempt.objects.order_by("pk")} == {seat.user}
    assert seat.faults == []


def test_unfinished_work_is_there_again_on_another_page(desk: Callable[[Any], Desk]) -> None:
    script = h5p_package(**{f"{FOLDER}/card.js": half_way()})
    seat = desk(script)
    seat.start()
    seat.frame.get_by_role("button", name="Juste").click()
    with seat.page.expect_response(lambda answer: answer.request.method == "PUT"):
        pass
    assert "right" in H5PState.objects.get().value
    seat.start()
    expect(seat.frame.locator(".declic-state")).to_have_text("right")


def half_way() -> str:
    """Our content type, which only says that it goes on."""
    return SCRIPT.replace("'answered'", "'interacted'")


def test_the_page_says_so_without_javascript(desk: Callable[[Any], Desk], browser: Browser) -> None:
    seat = desk(h5p_package())
    cookies = seat.page.context.cookies()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(seat.address)
    expect(page.get_by_text("Cet exercice a besoin de JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Commencer")).to_have_count(0)
    context.close()


def test_a_real_true_false_question_is_answered(desk: Callable[[Any], Desk], h5p_packages_dir: Path) -> None:
    with (h5p_packages_dir / "H5P.TrueFalse-1.8.h5p").open("rb") as package:
        seat = desk(package)
    seat.start()
    seat.frame.locator(".h5p-true-false-answer").first.click()
    seat.frame.locator(".h5p-question-check-answer").click()
    expect(seat.page.get_by_role("status")).to_contain_text("sur 1 (auto-évaluation)")
    assert Outcome.objects.get().score_max == 1
    picture = seat.frame.locator("img").first
    assert picture.evaluate("image => image.naturalWidth") > 0, "pictures come through the signed address"
    assert seat.page.locator("iframe").evaluate("frame => frame.height") != "300", "the frame grows with its contents"
    assert seat.faults == []


def test_a_real_multiple_choice_is_answered_right(desk: Callable[[Any], Desk], h5p_packages_dir: Path) -> None:
    with (h5p_packages_dir / "LumiH5PIDMultiChoiceTest.h5p").open("rb") as package:
        seat = desk(package)
    seat.start()
    expect(seat.frame.locator(".h5p-question-check-answer")).to_be_visible()
    params = seat.frame.evaluate("JSON.parse(H5PIntegration.contents['cid-1'].jsonContent).answers")
    for answer in params:
        if answer["correct"]:
            text = seat.frame.evaluate("html => { const box = document.createElement('div'); box.innerHTML = html;"
                                       " return box.textContent.trim(); }", answer["text"])  # fmt: skip
            seat.frame.locator(".h5p-answer", has_text=text).first.click()
    seat.frame.locator(".h5p-question-check-answer").click()
    expect(seat.page.get_by_role("status")).to_contain_text("3 sur 3")
    assert Outcome.objects.get().success


def test_the_exercise_of_the_demo_is_done_with_the_keyboard(desk: Callable[[Any], Desk]) -> None:
    seat = desk(io.BytesIO(demo_package()))
    seat.start()
    lists = seat.frame.locator("select")
    expect(lists.first).to_be_visible()
    pairs = seat.frame.evaluate("JSON.parse(H5PIntegration.contents['cid-1'].jsonContent).pairs")
    for index, pair in enumerate(pairs):
        lists.nth(index).focus()
        lists.nth(index).select_option(pair["word"])
    seat.page.keyboard.press("Tab")
    seat.page.keyboard.press("Enter")
    expect(seat.page.get_by_role("status")).to_contain_text(f"{len(pairs)} sur {len(pairs)}")
    assert Outcome.objects.get().success


PLAYABLE = {
    "ASSEMBLED__course-presentation-website-development.h5p": ".h5p-presentation-wrapper",
    "accordion-6-7138.h5p": ".h5p-panel-button",
    "column-test-5-55329.h5p": ".h5p-column-content",
    "dialog-cards-620.h5p": ".h5p-dialogcards-card-content",
    "drag-and-drop-712.h5p": ".h5p-draggable",
    "drag-the-words-1399.h5p": ".h5p-drag-text",
    "essay-4-166755.h5p": "textarea",
    "example-content-fill-in-the-blanks-64614.h5p": ".h5p-text-input",
    "example-content-flashcards-language-learning-example-111823.h5p": ".h5p-flashcards",
    "image-hotspots-2-825.h5p": ".h5p-image-hotspot",
    "mark-the-words-2-1408.h5p": ".h5p-word-selectable-words",
    "question-set-616.h5p": ".questionset",
    "single-choice-set-1515.h5p": ".h5p-sc-alternative",
    "summary-714.h5p": ".summary-claim-unclicked",
    "timeline-3-716.h5p": ".h5p-timeline",
    "vietnamese-story.h5p": ".h5p-interactive-book-main",
}


def test_real_exercises_of_many_types_are_drawn_in_the_frame(
    desk: Callable[[Any], Desk], h5p_packages_dir: Path
) -> None:
    failed = {}
    for name, landmark in PLAYABLE.items():
        with (h5p_packages_dir / name).open("rb") as package:
            seat = desk(package)
        seat.start()
        try:
            seat.frame.locator(landmark).first.wait_for(state="attached", timeout=12_000)
        except TimeoutError as error:
            failed[name] = str(error)
        if seat.faults:
            failed[name] = "; ".join(seat.faults)
        seat.page.close()
    assert failed == {}
