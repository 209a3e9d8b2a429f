"""One computer, two people: what the first leaves behind when she has finished, and what the second finds."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser import learning
from tests.browser.conftest import CHROMIUM_ARGS, Seat, Site, chromium_path

TakeSeat = Callable[..., Seat]

FIRST = learning.card_of("Ousmane E.")
SECOND = learning.card_of("Yvette G.")
STORED = """async () => [localStorage.length, sessionStorage.length, document.cookie.length,
  (await caches.keys()).length, (await indexedDB.databases()).length,
  (await navigator.serviceWorker.getRegistrations()).length]"""


@pytest.fixture
def remembering_page(playwright_running: Playwright) -> Iterator[Page]:
    """A page of a browser that keeps whole pages for its Back button, as people's browsers do."""
    browser = playwright_running.chromium.launch(
        executable_path=chromium_path(),
        args=CHROMIUM_ARGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser.new_context(locale="fr-FR").new_page()
    browser.close()


def _first_name(card: dict[str, str]) -> str:
    return card["name"].split()[0]


def _assert_nothing_of(card: dict[str, str], page: Page) -> None:
    page.wait_for_load_state()
    expect(page.locator("html")).to_be_visible()
    expect(page.locator("[data-signed-in]")).to_have_count(0)
    assert _first_name(card) not in page.content(), f"{card['name']} is still on {page.url}"


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="J’ai fini", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est fini")


def test_after_she_has_finished_back_forward_and_reload_show_nothing_of_her(remembering_page: Page, site: Site):
    page = remembering_page
    seat = Seat(page.context, page, site.url, [])
    seat.sign_in_with_card(FIRST)
    expect(page.get_by_role("heading", level=1)).to_contain_text(_first_name(FIRST))
    seat.go("/mes-reglages/")
    seat.go(site.accounts["urls"]["lesson"])
    seat.go("/accueil/")
    _sign_out(page)
    assert page.evaluate(STORED) == [0] * 6
    assert page.context.cookies() == []
    for move in (page.go_back, page.go_back, page.go_back, page.go_forward, page.reload, page.go_forward):
        move()
        _assert_nothing_of(FIRST, page)

    seat.sign_in_with_card(SECOND)
    expect(page.get_by_role("heading", level=1)).to_contain_text(_first_name(SECOND))
    for path in ("/accueil/", "/mes-certificats/", "/mes-reglages/", "/qui-peut-voir-mon-parcours/"):
        seat.go(path)
        assert _first_name(FIRST) not in page.content()
    for _ in range(3):
        page.go_back()
        assert _first_name(FIRST) not in page.content()


def _open_question(context: BrowserContext, seat: Seat) -> Page:
    """In another tab, the question where the first person stands."""
    tab = context.new_page()
    tab.goto(f"{seat.url}/accueil/")
    tab.get_by_role("link", name="Continuer", exact=True).click()
    expect(tab.locator("h1.step")).to_be_visible()
    return tab


COUNT = "from assessments.attempts.models import Response; print('answers', Response.objects.count())"


def test_an_answer_left_in_a_tab_of_the_first_is_refused_and_counts_for_nobody(take_seat: TakeSeat, site: Site):
    """Without JavaScript, where nothing can tell the forgotten tab that its person has gone."""
    seat = take_seat(javascript=False)
    seat.sign_in_with_card(FIRST)
    stale = _open_question(seat.context, seat)
    _sign_out(seat.page)
    seat.sign_in_with_card(SECOND)
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text(_first_name(SECOND))
    before = site.python(COUNT)
    for field in learning.right_fields(stale):
        field.check()
    if accepted := learning.asked(stale).accepted:
        stale.locator("input#answer").fill(accepted[0])
    stale.get_by_role("button", name=learning.ANSWER).click()
    expect(stale.get_by_role("heading", level=1)).to_have_text("Cette page était ouverte depuis trop longtemps")
    assert _first_name(FIRST) not in stale.content()
    assert site.python(COUNT) == before
    stale.get_by_role("link", name="Revenir au début").click()
    expect(stale.get_by_role("heading", level=1)).to_contain_text(_first_name(SECOND))


def test_with_javascript_the_forgotten_tab_is_blanked(take_seat: TakeSeat):
    seat = take_seat()
    seat.sign_in_with_card(FIRST)
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text(_first_name(FIRST))
    forgotten = _open_question(seat.context, seat)
    _sign_out(seat.page)
    expect(forgotten.locator("h1.step")).to_be_hidden()
    expect(forgotten.get_by_label("Le code de la carte")).to_be_visible()
    _assert_nothing_of(FIRST, forgotten)
