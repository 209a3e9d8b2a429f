"""H5P on shared computers: work found again on another seat, nothing of one person for the next, one at a time."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Frame, Page, expect

from assessments.attempts.models import Attempt, Outcome, Statement
from assessments.h5p.models import H5PState
from assessments.h5p.records import H5PItemResult
from lms.accounts.models import User
from tests.browser.test_h5p import Desk, _orm_beside_the_browser, desk, half_way, session_of
from tests.factories.h5p import DECK_PARTS, FOLDER, deck_package, h5p_package
from tests.factories.outline import EnrolmentFactory
from tests.factories.people import learner

__all__ = ["_orm_beside_the_browser", "desk"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.h5p_urls")]
MakeDesk = Callable[[Any], Desk]

STATE_OF = "JSON.stringify(H5P.instances[0].getCurrentState() ?? null)"


def is_saved(seat: Desk) -> None:
    """Wait until nothing is on its way any more."""
    seat.page.wait_for_timeout(2500)
    seat.page.wait_for_load_state("networkidle")


def sits_down(page: Page, user: User) -> None:
    """The session of this browser is this person's from now on."""
    address = page.url if page.url.startswith("http") else "http://localhost"
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": address}])


def elsewhere(seat: Desk, browser: Browser) -> Desk:
    """The same person at another computer, where somebody else has just done the same exercise."""
    other = learner(seat.lesson.course.structure)
    EnrolmentFactory.create(user=other, course=seat.lesson.course)
    page = browser.new_context(locale="fr-FR").new_page()
    page.set_default_timeout(15_000)
    page.goto(seat.address.split("/essai/")[0] + "/healthz")
    there = Desk(page, seat.address, seat.user, seat.lesson, [])
    page.on("pageerror", lambda error: there.faults.append(str(error)))
    sits_down(page, other)
    there.start()
    expect(there.frame.locator("body > *").first).to_be_attached()
    sits_down(page, seat.user)
    return there


def test_the_parts_of_an_exercise_report_are_recorded_and_found_again_on_another_seat(
    desk: MakeDesk, browser: Browser
) -> None:
    seat = desk(deck_package())
    seat.start()
    seat.frame.get_by_role("button", name="Juste").nth(0).click()
    is_saved(seat)
    there = elsewhere(seat, browser)
    there.start()
    expect(there.frame.locator(".declic-state").first).to_have_text("right")
    there.frame.get_by_role("button", name="Faux").nth(0).click()
    there.frame.get_by_role("button", name="Juste").nth(1).click()
    expect(there.page.get_by_role("status")).to_have_text("Enregistré\u00a0: 2 sur 4 (auto-évaluation).")
    items = H5PItemResult.objects.filter(attempt__user=seat.user).order_by("pk")
    assert [(item.sub_content_id, item.description, item.response, item.score_raw) for item in items] == [
        (DECK_PARTS[0], "Question 1", "Faux", 0),
        (DECK_PARTS[1], "Question 2", "Juste", 2),
    ]
    assert Outcome.objects.get().attempt.user == seat.user
    assert seat.faults == there.faults == []
    there.page.context.close()


def tick(selector: str) -> Callable[[Frame], None]:
    return lambda frame: frame.locator(selector).first.click()


def write(selector: str) -> Callable[[Frame], None]:
    def act(frame: Frame) -> None:
        frame.locator(selector).first.fill("souris")
        frame.locator(selector).first.press("Tab")

    return act


def drag(frame: Frame) -> None:
    frame.locator(".ui-draggable").first.drag_to(frame.locator(".ui-droppable").first)


SAVED = {
    "LumiH5PIDMultiChoiceTest.h5p": tick(".h5p-answer"),
    "H5P.TrueFalse-1.8.h5p": tick(".h5p-true-false-answer"),
    "example-content-fill-in-the-blanks-64614.h5p": write(".h5p-text-input"),
    "single-choice-set-1515.h5p": tick(".h5p-sc-alternative"),
    "mark-the-words-2-1408.h5p": tick("[role=option]"),
    "summary-714.h5p": tick(".summary-claim-unclicked"),
    "essay-4-166755.h5p": write("textarea"),
    "dialog-cards-620.h5p": tick(".h5p-dialogcards-next"),
    "ASSEMBLED__course-presentation-website-development.h5p": tick(".h5p-footer-next-slide"),
    "drag-the-words-1399.h5p": drag,
    "column-test-5-55329.h5p": tick(".h5p-answer, .h5p-true-false-answer, .h5p-sc-alternative"),
    "question-set-616.h5p": tick(".h5p-answer, .h5p-true-false-answer"),
}


@pytest.mark.parametrize("name", SAVED)
def test_a_real_exercise_is_found_again_on_another_seat_as_it_was_left(
    desk: MakeDesk, browser: Browser, h5p_packages_dir: Path, name: str
) -> None:
    with (h5p_packages_dir / name).open("rb") as package:
        seat = desk(package)
    seat.start()
    seat.frame.wait_for_function("window.H5P && H5P.instances && H5P.instances.length > 0")
    seat.page.wait_for_timeout(500)
    untouched = seat.frame.evaluate(STATE_OF)
    SAVED[name](seat.frame)
    is_saved(seat)
    for _second in range(8):  # some show what was done once a movement is over
        left, kept = seat.frame.evaluate(STATE_OF), H5PState.objects.filter(user=seat.user, sub_content_id="").first()
        if left != untouched and kept and json.loads(kept.value) == json.loads(left):
            break
        seat.page.wait_for_timeout(1000)
    else:
        pytest.fail(f"not saved: {left}, but {kept and kept.value}")
    there = elsewhere(seat, browser)
    there.start()
    there.frame.wait_for_function("window.H5P && H5P.instances && H5P.instances.length > 0")
    there.page.wait_for_timeout(800)
    assert same(there.frame.evaluate(STATE_OF)) == same(left)
    assert seat.faults == there.faults == []
    there.page.context.close()


def same(state: str) -> Any:
    """A state, whatever the order of what it lists (DragText lists its drops in the order they were made)."""

    def sorted_out(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: sorted_out(each) for name, each in value.items()}
        return sorted((sorted_out(each) for each in value), key=repr) if isinstance(value, list) else value

    return sorted_out(json.loads(state))


LEFT = """async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
  (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]"""


def test_nothing_of_an_exercise_stays_in_the_browser(desk: MakeDesk) -> None:
    seat = desk(h5p_package())
    with seat.page.expect_response(lambda answer: answer.url.endswith("/play/")) as played:
        seat.start()
    assert "no-store" in played.value.headers["cache-control"]
    seat.frame.evaluate("localStorage.setItem('who', 'me'); sessionStorage.who = 'me'; document.cookie = 'who=me'")
    assert seat.frame.evaluate("localStorage.getItem('who') + sessionStorage.who") == "meme"
    seat.frame.get_by_role("button", name="Juste").click()
    expect(seat.page.get_by_role("status")).to_contain_text("2 sur 2")
    assert seat.page.evaluate(LEFT) == [0, 0, 0, 0, 0]
    assert "who" not in {cookie["name"] for cookie in seat.page.context.cookies()}
    seat.start()
    assert seat.frame.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_a_page_left_open_by_one_person_sends_nothing_for_the_next(desk: MakeDesk) -> None:
    seat = desk(h5p_package())
    seat.start()
    after = learner(seat.lesson.course.structure)
    EnrolmentFactory.create(user=after, course=seat.lesson.course)
    sits_down(seat.page, after)
    with seat.page.expect_response(lambda answer: answer.url.endswith("/statements/")) as refused:
        seat.frame.get_by_role("button", name="Juste").click()
    assert refused.value.status in (401, 403, 404)
    expect(seat.page.get_by_role("status")).to_contain_text("n’est plus valable")
    expect(seat.page.locator("iframe")).to_have_count(0)
    sent: list[str] = []
    seat.page.on("request", lambda request: sent.append(request.url))
    seat.page.wait_for_timeout(3000)
    assert sent == [], "what was kept for the one before is forgotten, not tried again"
    rows = [model.objects.count() for model in (Statement, Outcome, H5PState, H5PItemResult)]
    assert rows == [0, 0, 0, 0]
    assert {attempt.user for attempt in Attempt.objects.order_by("pk")} == {seat.user}


def test_a_line_that_was_cut_loses_nothing_and_repeats_nothing(desk: MakeDesk) -> None:
    seat = desk(deck_package())
    seat.start()
    seat.page.context.set_offline(True)
    for index in (0, 1):
        seat.frame.get_by_role("button", name="Juste").nth(index).click()
    expect(seat.page.get_by_role("status")).to_contain_text("Pas de réseau")
    seat.page.context.set_offline(False)
    expect(seat.page.get_by_role("status")).to_contain_text("4 sur 4", timeout=30_000)
    assert [row.verb for row in Statement.objects.filter(verb__in=["answered", "completed"]).order_by("pk")] == [
        "answered", "completed", "answered",
    ], "in the order of the exercise: the last card says its answer after the whole"  # fmt: skip


def test_the_exercise_fills_the_screen_and_leaves_it(desk: MakeDesk) -> None:
    seat = desk(h5p_package())
    seat.start()
    assert seat.frame.evaluate("document.fullscreenEnabled") is False, "only the page's own button, which leads out"
    button = seat.page.get_by_role("button", name="Plein écran")
    button.click()
    out = seat.page.get_by_role("button", name="Quitter le plein écran")
    expect(out).to_be_visible()
    assert seat.page.evaluate("document.fullscreenElement.contains(document.querySelector('iframe'))")
    seat.frame.get_by_role("button", name="Juste").click()
    out.click()
    expect(button).to_be_visible()
    assert seat.page.evaluate("document.fullscreenElement") is None


def test_one_exercise_plays_at_a_time(desk: MakeDesk) -> None:
    seat = desk(h5p_package(**{f"{FOLDER}/card.js": half_way()}))
    seat.page.goto(f"{seat.address}?twice")
    for _ in range(2):
        seat.page.get_by_role("button", name="Commencer").first.click()
        expect(seat.page.locator("iframe")).to_have_count(1)
    seat.page.get_by_role("button", name="Commencer").click()
    expect(seat.page.locator("iframe")).to_have_count(1)
    expect(seat.page.get_by_role("button", name="Commencer")).to_have_count(1)


def test_the_page_is_a_help_and_no_trap_without_javascript(desk: MakeDesk, browser: Browser) -> None:
    seat = desk(h5p_package())
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(seat.page.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(seat.address)
    link = page.get_by_role("link", name="Une autre façon de faire cet exercice")
    activity = Attempt._meta.get_field("activity").related_model.objects.get()
    assert link.get_attribute("href") == f"{reverse('h5p_otherwise', args=[activity.uuid])}?lesson={seat.lesson.uuid}"
    context.close()
