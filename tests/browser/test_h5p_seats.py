"""H5P on shared computers: work found again on another seat, nothing of one person for the next, one at a time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from assessments.attempts.models import Attempt, Outcome, Statement
from assessments.h5p.models import H5PState
from assessments.h5p.records import H5PItemResult
from tests.browser.h5p_desk import Desk, sits_down
from tests.browser.test_h5p import half_way
from tests.factories.h5p import DECK_PARTS, FOLDER, deck_package, h5p_package
from tests.factories.outline import EnrolmentFactory
from tests.factories.people import learner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.h5p_urls")]
MakeDesk = Callable[[Any], Desk]


def is_saved(seat: Desk) -> None:
    """Wait until nothing is on its way any more."""
    seat.page.wait_for_timeout(2500)
    seat.page.wait_for_load_state("networkidle")


def test_the_parts_of_an_exercise_report_are_recorded_and_found_again_on_another_seat(
    desk: MakeDesk,
) -> None:
    seat = desk(deck_package())
    seat.start()
    seat.frame.get_by_role("button", name="Juste").nth(0).click()
    is_saved(seat)
    with seat.elsewhere() as there:
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
    assert seat.faults == []


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
    sits_down(seat.page, after, seat.address)
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
