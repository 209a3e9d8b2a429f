"""« Mes réglages » and lessons piece by piece, at any seat, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat, Site
from tests.browser.newcomers import newcomer, until
from tests.browser.test_learner_journey import _tab_to

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]
WAIT = 20_000  # milliseconds: signing in is slow on purpose
READ = """() => {
  window.read = [];
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  speechSynthesis.getVoices = () => [{ lang: "fr-FR", localService: true }];
  speechSynthesis.speak = (line) => { read.push(line.text); setTimeout(() => line.onend(), 5); };
  speechSynthesis.dispatchEvent(new Event("voiceschanged"));
}"""


def _come_in(seat: Seat, learner: dict[str, str]) -> None:
    seat.sign_in_with_card(learner)
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text(learner["name"], timeout=WAIT)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_lesson_piece_by_piece(take_seat: TakeSeat, site: Site, keep_screenshot: Keep, javascript: bool) -> None:
    learner, lessons = newcomer(site, "Moussa", course="D04", display={"view": "simple"})
    seat = take_seat(javascript=javascript, reduced_motion="reduce", width=800)
    page = seat.page
    _come_in(seat, learner)
    asked: list[str] = []
    seat.go(lessons[0])
    page.on("request", lambda request: asked.append(request.url) if "/media/" not in request.url else None)
    pieces = page.locator(".screen")
    count = pieces.count()
    assert count == 9  # eight blocks, then the end
    expect(page.get_by_text(f"1 sur {count}")).to_be_visible()
    keep_screenshot(page, "1")
    if javascript:  # axe is a script; test_settings_axe.py reads pages laid out without theirs
        seat.assert_accessible()
    for number in range(1, count + 1):
        expect(page.locator(".screen:visible")).to_have_count(1)
        expect(page.locator(f"#ecran-{number}")).to_be_visible()
        if number < count:
            _tab_to(page, f"#ecran-{number} a[href='#ecran-{number + 1}']")
            page.keyboard.press("Enter")
            expect(page.locator(f"#ecran-{number + 1}")).to_be_visible()
    assert not asked
    if javascript:
        seat.assert_accessible()
    keep_screenshot(page, "2-fin")
    page.get_by_role("link", name="Retour", exact=True).click()
    expect(page.locator(f"#ecran-{count - 1}")).to_be_visible()
    seat.go(f"{lessons[0]}#end")
    expect(page.locator("#end")).to_be_visible()
    expect(page.locator(".screen:visible")).to_have_count(1)
    page.emulate_media(media="print")
    expect(page.locator(".screen:visible")).to_have_count(count)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    keep_screenshot(page, "3-petit")
    seat.assert_no_fault()


def test_only_the_piece_on_the_screen_is_read(take_seat: TakeSeat, site: Site) -> None:
    learner, lessons = newcomer(site, "Rita", course="D01", display={"view": "simple"})
    seat = take_seat(reduced_motion="reduce")
    _come_in(seat, learner)
    seat.go(lessons[0])
    seat.page.get_by_role("link", name="Suite", exact=True).click()
    shown = seat.page.locator("#ecran-2")
    expect(shown).to_be_focused()
    seat.page.evaluate(READ)
    seat.page.get_by_role("button", name="Écouter").click()
    until(seat.page, "read.length && !document.querySelector('[data-on]')")
    said = seat.page.evaluate("read")
    words = " ".join(shown.inner_text().split())
    assert all(" ".join(each.split()) in words for each in said), said


def test_settings_are_seen_at_once_kept_and_taken_back(take_seat: TakeSeat, site: Site, keep_screenshot: Keep) -> None:
    learner, _lessons = newcomer(site, "Ibrahim", course="D01")
    seat = take_seat(reduced_motion="reduce", width=900)
    page, root = seat.page, seat.page.locator("html")
    _come_in(seat, learner)
    seat.go("/mes-reglages/")
    small = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    page.get_by_label("Deux fois plus grande").check()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") == 2 * small
    page.get_by_label("Aucun son que je n’ai pas demandé").check()
    page.get_by_label("Morceau par morceau").check()
    page.get_by_role("button", name="Garder ces réglages").click()
    expect(page.get_by_role("status").filter(has_text="réglages")).to_be_visible()
    for name, value in {"text-size": "largest", "sound": "off", "view": "simple"}.items():
        expect(root).to_have_attribute(f"data-{name}", value)
    seat.assert_accessible()
    keep_screenshot(page, "deux-fois")

    other = take_seat(javascript=False, width=320)
    _come_in(other, learner)
    other.go("/mes-reglages/")
    expect(other.page.locator("html")).to_have_attribute("data-text-size", "largest")
    assert other.page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(other.page.locator("[data-listen]")).to_be_hidden()
    keep_screenshot(other.page, "sans-script-320")
    other.page.get_by_role("button", name="Revenir aux réglages habituels").click()
    expect(other.page.get_by_text("Les réglages habituels sont revenus.")).to_be_visible()
    assert other.page.locator("html").get_attribute("data-text-size") is None
    for each in (seat, other):
        each.assert_no_fault()


SETTINGS = [
    {"contrast": "more"},
    {"contrast": "black"},
    {"theme": "dark"},
    {"spacing": "wide"},
    {"font": "dyslexic"},
    {"font": "hyperlegible", "text_size": "largest", "view": "simple"},
]


def test_every_setting_is_accessible_on_a_lesson(take_seat: TakeSeat, site: Site, keep_screenshot: Keep) -> None:
    learner, lessons = newcomer(site, "Sarah", course="D01")
    seat = take_seat(reduced_motion="reduce", width=1000)
    _come_in(seat, learner)
    for number, chosen in enumerate(SETTINGS):
        seat.go("/mes-reglages/")
        seat.page.get_by_role("button", name="Revenir aux réglages habituels").click()
        for name, value in chosen.items():
            seat.page.locator(f"input[name={name}][value={value}]").check()
        seat.page.get_by_role("button", name="Garder ces réglages").click()
        expect(seat.page.locator("html")).to_have_attribute(
            f"data-{next(iter(chosen)).replace('_', '-')}", chosen[next(iter(chosen))]
        )
        seat.assert_accessible()
        seat.go(lessons[0])
        seat.assert_accessible()
        keep_screenshot(seat.page, f"{number}-{'-'.join(chosen.values())}")
    seat.assert_no_fault()
