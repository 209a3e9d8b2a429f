"""A learner's path from the card to the checked certificate, first on a computer without JavaScript."""

import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from cms.demo import reader
from tests.browser import learning
from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]

COURSE = reader.course("D01")
FIRST = COURSE.lessons[0]
# Moving about a page with the keyboard ends somewhere: no page of ours has more stops than this.
STOPS = 60
# A choice shows the focus on its whole frame.
OUTLINED = """[document.activeElement, document.activeElement.closest("label") || document.activeElement]
  .some((element) => getComputedStyle(element).outlineStyle !== "none")"""


def _heading(page: Page) -> str:
    return learning.plain(page.locator("h1").inner_text())


def _question_number(page: Page) -> str:
    return learning.plain(page.locator("h1.step").inner_text())


def _finish(seat: Seat) -> None:
    seat.page.get_by_role("button", name="J’ai fini", exact=True).click()
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text("C’est fini")


def _do_the_lesson(page: Page) -> None:
    """From the lesson to the lesson again, its quiz succeeded."""
    page.get_by_role("link", name="Commencer l’exercice").click()
    page.get_by_role("button", name="Commencer").click()
    learning.answer_all_that_is_left(page)
    expect(page.get_by_text("vous avez réussi")).to_be_visible()
    page.get_by_role("link", name="Continuer", exact=True).click()
    if page.get_by_role("button", name="J’ai terminé cette leçon").count():
        page.get_by_role("button", name="J’ai terminé cette leçon").click()
    expect(page.get_by_role("heading", name="Cette leçon est terminée")).to_be_visible()


def _certificate(page: Page, *, seconds: float = 90) -> str:
    """The address of the PDF, which the worker makes a moment after the last lesson."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        page.goto(f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}/mes-certificats/")
        link = page.get_by_role("link", name="Voir et imprimer mon certificat")
        if link.count():
            return str(link.get_attribute("href"))
        expect(page.get_by_text("se prépare")).to_be_visible()
        time.sleep(1)
    pytest.fail("the certificate was not made")


def test_from_the_card_to_the_certificate_without_javascript(
    take_seat: TakeSeat, site: Site, keep_screenshot: Keep, tmp_path
):
    """One learner, one module of six lessons, two visits; then an employer who reads the certificate."""
    newcomer = site.accounts["newcomer"]
    seat, later, employer = (take_seat(javascript=False) for _ in range(3))
    _come_in_after_a_wrong_code(seat, newcomer, keep_screenshot)
    here = _begin_and_leave_in_the_middle(seat, keep_screenshot)
    later.sign_in_with_card(newcomer)
    _go_on_from(here, later.page, keep_screenshot)
    code, content = _read_the_certificate(later, newcomer["name"], keep_screenshot)
    _verify(employer, code, content, newcomer["name"], keep_screenshot, tmp_path)
    for each in (seat, later, employer):
        each.assert_no_fault()


def _come_in_after_a_wrong_code(seat: Seat, newcomer: dict[str, str], keep_screenshot: Keep) -> None:
    seat.go("/entrer/")
    keep_screenshot(seat.page, "01-entrer")
    seat.sign_in_with_card({**newcomer, "pin": "0000" if newcomer["pin"] != "0000" else "1111"})
    expect(seat.page.get_by_role("alert")).to_contain_text("ne sont pas bons")
    keep_screenshot(seat.page, "02-refus")
    seat.sign_in_with_card(newcomer)
    assert _heading(seat.page) == f"Bonjour {newcomer['name'].split()[0]}"
    keep_screenshot(seat.page, "03-accueil")


def _begin_and_leave_in_the_middle(seat: Seat, keep_screenshot: Keep) -> str:
    """The first question answered, the second on the screen. Returns what the screen calls that place."""
    page = seat.page
    page.get_by_role("link", name="Commencer").click()
    assert _heading(page) == learning.plain(FIRST.title)
    keep_screenshot(page, "04-lecon")
    page.get_by_role("link", name="Commencer l’exercice").click()
    keep_screenshot(page, "05-quiz")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("button", name=learning.ANSWER).click()
    expect(page.get_by_role("alert")).to_be_visible()  # nothing was chosen: it says what to do
    keep_screenshot(page, "06-sans-reponse")
    learning.answer(page)
    keep_screenshot(page, "07-juste")
    assert learning.to_the_next(page)
    here = _question_number(page)
    assert here.startswith("Question 2 ")
    _finish(seat)
    keep_screenshot(page, "08-fini")
    return here


def _go_on_from(here: str, page: Page, keep_screenshot: Keep) -> None:
    """The exact place, then every lesson to the end of the module."""
    expect(page.get_by_text("Vous en étiez là")).to_be_visible()
    keep_screenshot(page, "09-retour")
    page.get_by_role("link", name="Continuer", exact=True).click()
    assert _question_number(page) == here
    learning.answer_all_that_is_left(page)
    keep_screenshot(page, "10-resultat")
    page.get_by_role("link", name="Continuer", exact=True).click()
    expect(page.get_by_role("heading", name="Cette leçon est terminée")).to_be_visible()
    for lesson in COURSE.lessons[1:]:
        page.get_by_role("link", name="Leçon suivante").click()
        assert _heading(page) == learning.plain(lesson.title)
        _do_the_lesson(page)
    keep_screenshot(page, "11-derniere-lecon")
    page.get_by_role("link", name="Voir le module").click()
    keep_screenshot(page, "12-module")


def _read_the_certificate(seat: Seat, name: str, keep_screenshot: Keep) -> tuple[str, bytes]:
    """Its code and the bytes of its PDF, which are no longer there once the person has left."""
    page, asked = seat.page, seat.context.request
    address = seat.url + _certificate(page)
    keep_screenshot(page, "13-certificats")
    answer = asked.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    content = answer.body()
    assert content.startswith(b"%PDF")
    printed = learning.plain(PdfReader(io.BytesIO(content)).pages[0].extract_text())
    assert name in printed
    assert learning.plain(COURSE.title) in printed
    code = re.search(r"/v/([0-9A-Z]+)", _links(page))
    assert code
    assert code[1] in re.sub(r"[^0-9A-Z]", "", printed)
    _finish(seat)
    assert asked.get(address, max_redirects=0).status == 302
    return code[1], content


def _verify(employer: Seat, code: str, content: bytes, name: str, keep_screenshot: Keep, folder: Path) -> None:
    page = employer.page
    employer.go(f"/v/{code}")
    expect(page.get_by_text("Ce certificat est valable")).to_be_visible()
    expect(page.get_by_text(name)).to_be_visible()
    keep_screenshot(page, "14-verification")
    changed = content.replace(b"%%EOF", b"%%EOG")
    for file, sent, said in (
        ("recu.pdf", content, "Ce fichier est bien le certificat que nous avons délivré"),
        ("change.pdf", changed, "Ce fichier n’est pas le certificat que nous avons délivré"),
    ):
        (folder / file).write_bytes(sent)
        page.locator("input[type=file]").set_input_files(folder / file)
        page.get_by_role("button", name="Comparer ce fichier").click()
        expect(page.get_by_text(said)).to_be_visible()
    keep_screenshot(page, "15-fichier-change")


def _links(page: Page) -> str:
    return " ".join(str(link.get_attribute("href")) for link in page.locator("main a").all())


def _tab_to(page: Page, wanted: str) -> None:
    """Press Tab until what CSS selector `wanted` finds has the focus, which must be seen."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            assert page.evaluate(OUTLINED), f"the focus on {wanted} cannot be seen"
            return
    pytest.fail(f"the keyboard does not reach {wanted} on {page.url}")


def _pick_by_keyboard(page: Page) -> None:
    """Answer the question on the screen rightly, with keys alone."""
    if accepted := learning.asked(page).accepted:
        _tab_to(page, "#answer")
        page.keyboard.type(accepted[0])
        page.keyboard.press("Enter")
        return
    wanted = [str(field.get_attribute("id")) for field in learning.right_fields(page)]
    for name in wanted:
        if page.locator(f"#{name}").get_attribute("type") == "checkbox":
            _tab_to(page, f"#{name}")
            page.keyboard.press("Space")
        else:
            _tab_to(page, "input[name=answer]")
            page.keyboard.press("Space")
            for _ in range(page.locator("input[name=answer]").count()):
                if page.locator(f"#{name}").is_checked():
                    break
                page.keyboard.press("ArrowDown")
    _tab_to(page, "form[data-quiz] button.main")
    page.keyboard.press("Enter")


def _looked_at_in_every_way(seat: Seat) -> None:
    """axe in light and dark; nothing wider than a small phone; « Écouter » is there."""
    page = seat.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        seat.assert_accessible()
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    wider = page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
        " && !e.closest('.unseen, .scroll')).map(e => e.outerHTML.slice(0, 120)).slice(0, 3)"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{page.url}: {wider}"
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_role("button", name="Écouter")).to_be_visible()


def test_with_javascript_every_page_is_right_and_a_quiz_needs_the_keyboard_only(
    take_seat: TakeSeat, site: Site, keep_screenshot: Keep
):
    learner = learning.card_of("Tesfay K.")  # left three answers in a quiz
    seat = take_seat(reduced_motion="reduce")  # colours that fade in would be measured half-way
    page = seat.page
    seat.go("/entrer/")
    _looked_at_in_every_way(seat)
    seat.go("/entrer/")
    _tab_to(page, "[data-card-code]")
    page.keyboard.type(learner["card"].lower())
    _tab_to(page, "[data-card-pin]")
    page.keyboard.type(learner["pin"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    _looked_at_in_every_way(seat)
    keep_screenshot(page, "1-accueil")
    for name, path in _pages_of(site):
        seat.go(path)
        _looked_at_in_every_way(seat)
        keep_screenshot(page, name)

    seat.go("/")
    _tab_to(page, ".next a.button.main")
    page.keyboard.press("Enter")
    expect(page.locator("h1.step")).to_be_visible()
    while page.locator("h1.step").count():
        _looked_at_in_every_way(seat)
        page.locator("body").evaluate("() => document.activeElement.blur()")
        loads = page.evaluate("performance.timeOrigin")
        _pick_by_keyboard(page)
        expect(page.get_by_text("C’est juste").first).to_be_visible()
        assert page.evaluate("performance.timeOrigin") == loads, "an answer does not load the page again"
        seat.assert_accessible()
        _tab_to(page, "[data-question] a.button.main")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("sur")  # 4 réponses justes sur 5
    _looked_at_in_every_way(seat)
    keep_screenshot(page, "8-resultat")
    seat.assert_no_fault()


def _pages_of(site: Site) -> list[tuple[str, str]]:
    """What else a learner opens, with a name for its picture."""
    found = [("2-module", site.accounts["urls"]["course"]), ("3-lecon", site.accounts["urls"]["lesson"])]
    found += [("4-certificats", "/mes-certificats/"), ("5-reglages", "/mes-reglages/")]
    found += [("6-accords", "/qui-peut-voir-mon-parcours/"), ("7-aide", "/aide/")]
    return [*found, ("7-verification", site.accounts["urls"]["verify"])]
