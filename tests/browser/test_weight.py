"""What a page costs on a slow line: bytes as they travel and requests, on a computer that has never been here.

Counted: everything a page fetches, with its headers. Left out: the lesson's own pictures and recordings, which
load when they are looked at, and the small "seen" that a lesson sends, which nothing waits for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser import learning
from tests.browser.conftest import Seat, Site

COLD_BYTES, COLD_REQUESTS = 20_000, 3
WARM_BYTES, WARM_REQUESTS = 6_000, 1


@dataclass
class Load:
    """What one page fetched over the line, by address."""

    fetched: dict[str, int] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        return sum(self.fetched.values())

    def assert_at_most(self, size: int, requests: int, what: str) -> None:
        told = f"{what}: {self.bytes} bytes in {len(self.fetched)} requests: {self.fetched}"
        assert self.bytes <= size, told
        assert len(self.fetched) <= requests, told


def load(context: BrowserContext, address: str) -> Load:
    """Open the address in a new tab and weigh what came."""
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    asked: dict[str, str] = {}
    cached: set[str] = set()
    weighed = Load()

    def on_request(event: dict[str, Any]) -> None:
        request = event["request"]
        own_media = "/media/" in request["url"] or request["url"].startswith("data:")
        if request["method"] == "GET" and not own_media:
            asked[event["requestId"]] = request["url"]

    def on_finished(event: dict[str, Any]) -> None:
        if (name := event["requestId"]) in asked and name not in cached and event["encodedDataLength"]:
            weighed.fetched[asked[name]] = round(event["encodedDataLength"])

    line.on("Network.requestWillBeSent", on_request)
    line.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))
    line.on("Network.loadingFinished", on_finished)
    page.goto(address, wait_until="networkidle")
    page.close()
    return weighed


@pytest.fixture
def signed_in(take_seat: Callable[..., Seat]) -> dict[str, Seat]:
    """Two learners at their computers: one in the middle of a quiz, one who has finished."""
    seats = {name: take_seat() for name in ("Ousmane E.", "Jean-Claude A.")}
    for name, seat in seats.items():
        seat.sign_in_with_card(learning.card_of(name))
        expect(seat.page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    return seats


def test_a_page_of_learners_weighs_little_on_a_computer_that_never_saw_it(
    signed_in: dict[str, Seat], site: Site, browser: Browser
):
    urls = site.accounts["urls"]
    busy, done = signed_in["Ousmane E."], signed_in["Jean-Claude A."]
    busy.page.get_by_role("link", name="Continuer").click()
    expect(busy.page.locator("h1.step")).to_be_visible()
    done.go(urls["quiz"])
    done.page.get_by_role("link", name="Voir mon résultat").click()
    screens = {
        "sign in": (None, urls["sign_in"]),
        "home": (busy, urls["home"]),
        "course": (busy, urls["course"]),
        "lesson": (busy, urls["lesson"]),
        "question": (busy, busy.page.url),
        "result": (done, done.page.url),
        "certificates": (done, f"{site.url}/mes-certificats/"),
        "check of a certificate": (None, urls["verify"]),
    }
    loads = {}
    for name, (seat, address) in screens.items():
        context = browser.new_context(locale="fr-FR", storage_state=seat.context.storage_state() if seat else None)
        loads[name] = load(context, address)
        context.close()
    for name, weighed in loads.items():
        assert weighed.fetched, name
        weighed.assert_at_most(COLD_BYTES, COLD_REQUESTS, name)


def test_the_next_lesson_costs_its_words_only(signed_in: dict[str, Seat], site: Site):
    seat = signed_in["Jean-Claude A."]
    load(seat.context, site.accounts["urls"]["lesson"])
    seat.go(site.accounts["urls"]["lesson"])
    following = seat.page.get_by_role("link", name="Leçon suivante").get_attribute("href")
    load(seat.context, f"{site.url}{following}").assert_at_most(WARM_BYTES, WARM_REQUESTS, "next lesson")
