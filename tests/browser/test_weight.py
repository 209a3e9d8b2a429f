"""What a page costs on a slow line: bytes as they travel and requests, on a computer that has never been here.

Budgets are close to what was measured, so that growth is noticed: change one only knowingly.
"""

from collections.abc import Callable

import brotli
import pytest
from playwright.sync_api import Browser, expect

from lms.settings.base import VENDOR_DIR
from tests.browser import learning
from tests.browser.conftest import Seat, Site
from tests.browser.weighing import Load, listen, load

# The document, its script, and its sheet for paper, which nothing waits for.
COLD_BYTES, COLD_REQUESTS = 20_000, 3
# A page reached by a link of another: its words only.
WARM_BYTES, WARM_REQUESTS = 6_000, 1
# All that learners' pages may run, as it travels.
SCRIPT_BYTES = 15_000


@pytest.fixture
def signed_in(take_seat: Callable[..., Seat]) -> dict[str, Seat]:
    """Two learners at their computers: one in the middle of a quiz, one who has finished."""
    seats = {name: take_seat() for name in ("Ousmane E.", "Jean-Claude A.")}
    for name, seat in seats.items():
        seat.sign_in_with_card(learning.card_of(name))
        expect(seat.page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    return seats


@pytest.fixture
def screens(signed_in: dict[str, Seat], site: Site) -> dict[str, tuple[Seat | None, str]]:
    """Who sees it, and its address."""
    urls = site.accounts["urls"]
    busy, done = signed_in["Ousmane E."], signed_in["Jean-Claude A."]
    busy.page.get_by_role("link", name="Continuer", exact=True).click()
    expect(busy.page.locator("h1.step")).to_be_visible()
    done.go(urls["quiz"])
    done.page.get_by_role("link", name="Voir mon résultat").click()
    return {
        "sign in": (None, urls["sign_in"]),
        "home": (busy, urls["home"]),
        "course": (busy, urls["course"]),
        "lesson": (busy, urls["lesson"]),
        "question": (busy, busy.page.url),
        "result": (done, done.page.url),
        "certificates": (done, f"{site.url}/mes-certificats/"),
        "check of a certificate": (None, urls["verify"]),
    }


def test_a_page_of_learners_weighs_little_on_a_computer_that_never_saw_it(
    screens: dict[str, tuple[Seat | None, str]], browser: Browser
):
    loads: dict[str, Load] = {}
    for name, (seat, address) in screens.items():
        state = seat.context.storage_state() if seat else None
        context = browser.new_context(locale="fr-FR", storage_state=state)
        loads[name] = load(context, address)
        context.close()
    for name, weighed in loads.items():
        assert weighed.fetched, name
        weighed.assert_at_most(COLD_BYTES, COLD_REQUESTS, name)
        assert not [address for address in weighed.fetched if ".woff" in address], f"{name}: a web font nobody chose"


def test_the_next_lesson_costs_its_words_only(signed_in: dict[str, Seat], site: Site):
    page = signed_in["Jean-Claude A."].page
    page.goto(site.accounts["urls"]["lesson"], wait_until="networkidle")
    following = page.get_by_role("link", name="Leçon suivante").first
    weighed = listen(page.context.new_cdp_session(page))
    following.click()
    page.wait_for_load_state("networkidle")
    weighed.assert_at_most(WARM_BYTES, WARM_REQUESTS, "next lesson")
    assert weighed.fetched


def test_all_the_scripts_of_learners_travel_in_little():
    script = (VENDOR_DIR / "declic.js").read_bytes()
    assert len(brotli.compress(script)) <= SCRIPT_BYTES


def test_every_script_waits_for_the_words(screens: dict[str, tuple[Seat | None, str]], browser: Browser):
    """No script stands between a person and the first words: each is deferred, and comes from us."""
    for name, (seat, address) in screens.items():
        context = browser.new_context(locale="fr-FR", storage_state=seat.context.storage_state() if seat else None)
        page = context.new_page()
        page.goto(address)
        eager = page.locator("script:not([defer]):not([type='module']):not([type='application/json'])")
        assert eager.count() == 0, f"{name}: {eager.first.evaluate('script => script.outerHTML')}"
        context.close()


def test_static_files_are_packed_and_never_asked_for_twice(site: Site, take_seat: Callable[..., Seat]):
    seat = take_seat()
    with seat.page.expect_response(lambda answer: "declic." in answer.url and answer.url.endswith(".js")) as script:
        seat.go("/entrer/")
    headers = script.value.headers
    assert headers["content-encoding"] == "br"
    assert "immutable" in headers["cache-control"]
