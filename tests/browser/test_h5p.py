"""H5P in a real browser: an exercise played in its frame, its result recorded, its work resumed, its harm contained."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from assessments.attempts.models import Attempt, Outcome
from assessments.h5p.models import H5PState
from cms.demo.package import h5p_package as demo_package
from tests.browser.h5p_desk import Desk
from tests.factories.h5p import FOLDER, SCRIPT, h5p_package

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.h5p_urls")]


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
