"""What an exercise costs on the line: bytes as they travel, with their headers, from « Commencer » on.

Budgets are those of the client for a question with a picture, the picture apart; measured figures: docs/h5p.md.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Request, expect

from tests.browser.h5p_desk import Desk
from tests.factories.h5p import h5p_package

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.h5p_urls")]

COLD_REQUESTS, COLD_BYTES = 8, 180_000
OWN_BYTES = 75_000  # our own small type: H5P's core, jQuery in it, makes nearly all
WARM_BYTES = 2_600  # with headers and the exercise's own words
WARM_BODIES = 2_000
PICTURES, SHELL, SCRIPT = "/h5p/f/", "/h5p/shell/", "js/h5p-player.js"
OF_THE_PLAYER = ("/h5p/", "h5p-player")


class Scale:
    """What came over the line for the player, by address: bytes with headers, bytes of the body."""

    def __init__(self, page: Page) -> None:
        self.whole: dict[str, int] = {}
        self.bodies: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._heads: dict[str, int] = {}
        self._line = page.context.new_cdp_session(page)
        self._line.send("Network.enable")
        self._line.on("Network.requestWillBeSent", self._asked)
        self._line.on("Network.responseReceived", self._answered)
        self._line.on("Network.loadingFinished", self._finished)
        page.on("requestfinished", self._of_the_frame)

    def _asked(self, event: dict[str, Any]) -> None:
        self._names[event["requestId"]] = event["request"]["url"]

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        self._heads[event["requestId"]] = 0 if answer.get("fromDiskCache") else round(answer["encodedDataLength"])

    def _finished(self, event: dict[str, Any]) -> None:
        address, size = self._names.get(event["requestId"], ""), round(event["encodedDataLength"])
        if size and any(part in address for part in OF_THE_PLAYER) and "statements" not in address:
            self._add(address, size, size - self._heads.get(event["requestId"], 0))

    def _of_the_frame(self, request: Request) -> None:
        """The frame is a page apart for the browser: its shell and its pictures."""
        if any(part in request.url for part in (SHELL, PICTURES)):
            sizes = request.sizes()
            body = sizes["responseBodySize"]
            self._add(request.url, body + sizes["responseHeadersSize"], body)

    def _add(self, address: str, whole: int, body: int) -> None:
        if SCRIPT in address:  # the test's server does not pack static files, ours does
            packed = len(brotli.compress(Path(finders.find(SCRIPT)).read_bytes()))
            whole, body = whole - body + packed, packed
        self.whole[address], self.bodies[address] = whole, body

    def without_pictures(self) -> dict[str, int]:
        return {address: size for address, size in self.whole.items() if PICTURES not in address}

    def bodies_without_pictures(self) -> dict[str, int]:
        return {address: size for address, size in self.bodies.items() if PICTURES not in address}


def opened(seat: Desk, *, landmark: str) -> Scale:
    """The lesson opened and the exercise started, until nothing comes any more."""
    scale = Scale(seat.page)
    seat.start()
    expect(seat.frame.locator(landmark).first).to_be_visible()
    seat.page.wait_for_load_state("networkidle")
    seat.page.wait_for_timeout(800)  # fonts follow what is drawn
    return scale


def again(seat: Desk, *, landmark: str) -> Scale:
    seat.page.goto("about:blank")
    return opened(seat, landmark=landmark)


def test_an_exercise_of_our_own_type_is_light(desk: Callable[[Any], Desk]) -> None:
    seat = desk(h5p_package())
    cold = opened(seat, landmark=".declic-state >> nth=0 >> xpath=..")
    assert sum(cold.without_pictures().values()) <= OWN_BYTES, cold.whole
    assert len(cold.without_pictures()) <= 5, cold.whole
    warm = again(seat, landmark=".declic-state >> nth=0 >> xpath=..")
    assert sum(warm.bodies_without_pictures().values()) <= WARM_BODIES, warm.bodies
    assert sum(warm.without_pictures().values()) <= WARM_BYTES, warm.whole
    assert seat.faults == []


def test_a_real_multiple_choice_keeps_within_the_client_s_budget(
    desk: Callable[[Any], Desk], h5p_packages_dir: Path
) -> None:
    with (h5p_packages_dir / "LumiH5PIDMultiChoiceTest.h5p").open("rb") as package:
        seat = desk(package)
    cold = opened(seat, landmark=".h5p-answer")
    print("cold", cold.whole, sum(cold.without_pictures().values()))
    assert len(cold.without_pictures()) <= COLD_REQUESTS, cold.whole
    assert sum(cold.without_pictures().values()) <= COLD_BYTES, cold.whole
    assert any(address.endswith(".woff2") for address in cold.whole), "the font that its boxes are drawn with"
    fonts = seat.frame.evaluate("[...document.fonts].filter(face => face.status === 'loaded').map(face => face.family)")
    assert any("FontAwesome" in family for family in fonts), fonts
    warm = again(seat, landmark=".h5p-answer")
    print("warm", warm.whole, warm.bodies)
    assert sum(warm.bodies_without_pictures().values()) <= WARM_BODIES, warm.bodies
    assert sum(warm.without_pictures().values()) <= WARM_BYTES, warm.whole
    assert seat.faults == []
