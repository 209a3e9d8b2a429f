"""With keys alone, and by what a screen reader is told: the order of the stops, names, roles, messages."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import keys, learning
from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
LEARNER = learning.card_of("René O.")


def _sign_in(seat: Seat) -> Page:
    """By keys alone."""
    page = seat.page
    seat.go("/entrer/")
    keys.tab_to(page, "[data-card-code]")
    page.keyboard.type(LEARNER["card"])
    keys.tab_to(page, "[data-card-pin]")
    page.keyboard.type(LEARNER["pin"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    return page


def _press_on(page: Page, wanted: str) -> None:
    """Go to what leads to another page, and there."""
    keys.tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _in_this_order(found: list[str], wanted: list[str]) -> None:
    places = [next((i for i, said in enumerate(found) if each in said), -1) for each in wanted]
    assert -1 not in places, f"missing among the stops: {wanted} in {found}"
    assert places == sorted(places), f"{wanted} come in another order: {found}"


def test_the_first_stop_leads_past_the_bar_to_the_content(take_seat: TakeSeat, site: Site):
    seat = take_seat()
    page = _sign_in(seat)
    for path in ("/accueil/", "/mes-reglages/", site.accounts["urls"]["lesson"]):
        seat.go(path)
        assert keys.stop(page) == "Aller au contenu"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
    seat.assert_no_fault()


def test_from_the_card_to_the_end_with_keys_alone(take_seat: TakeSeat):
    seat = take_seat()
    seat.go("/entrer/")
    _in_this_order(keys.stops(seat.page), ["Aller au contenu", "Aide", "code de la carte", "4 chiffres", "Entrer"])
    page = _sign_in(seat)
    _in_this_order(keys.stops(page), ["Aller au contenu", "Ce n’est pas moi", "Aide", "J’ai fini", "Co"])
    _press_on(page, ".next a.button.main")
    if begin := page.get_by_role("link", name=re.compile("l’exercice")).all():
        begin[0].evaluate("link => link.id = 'exercise'")
        _press_on(page, "#exercise")
    if page.locator("h1.step").count() == 0:
        _press_on(page, "main form button.main")
    expect(page.locator("h1.step")).to_be_visible()
    _refused_without_an_answer(page)
    while page.locator("h1.step").count():
        keys.pick(page)
        expect(page.get_by_text("C’est juste").first).to_be_visible()
        keys.assert_somewhere(page)
        _press_on(page, "[data-question] a.button.main")
    _in_this_order(keys.stops(page), ["Aller au contenu", "J’ai fini", "Recommencer", "Continuer"])
    _press_on(page, "header button[name=leave][value=done]")
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est fini")
    assert keys.stop(page) == "Aller au contenu"
    seat.assert_no_fault()


def _refused_without_an_answer(page: Page) -> None:
    """What is wrong is said, and the focus stands there, so that the next key leads to the field."""
    keys.tab_to(page, "form[data-quiz] button.main")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[data-errors]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "answer"


def test_the_settings_are_chosen_with_keys_alone(take_seat: TakeSeat):
    seat = take_seat()
    page = _sign_in(seat)
    for pressed, size in (("ArrowDown", "large"), ("ArrowUp", None)):
        seat.go("/mes-reglages/")
        keys.tab_to(page, "input[name=text_size]")
        page.keyboard.press(pressed)
        _press_on(page, "main form button.main")
        expect(page.get_by_role("status").filter(has_text="gardés")).to_be_visible()
        assert page.locator("html").get_attribute("data-text-size") == size
    seat.assert_no_fault()


def _tree(page: Page) -> str:
    return learning.plain(page.locator("body").aria_snapshot())


def _assert_landmarks(page: Page) -> None:
    tree = page.locator("body").aria_snapshot()
    for role in ("banner", "main", "contentinfo"):
        assert len(re.findall(rf"(?m)^- {role}", tree)) == 1, f"{role} on {page.url}:\n{tree}"
    assert len(re.findall(r"- heading .*\[level=1\]", tree)) == 1, tree
    nameless = re.findall(r"(?m)^\s*- (?:button|link|textbox|radio|checkbox|group|combobox)(?: \[[^]]*\])*:?$", tree)
    assert not nameless, f"without a name on {page.url}:\n{tree}"


def test_what_a_screen_reader_is_told_on_each_page(take_seat: TakeSeat, site: Site):
    seat = take_seat()
    page = seat.page
    seat.go("/entrer/")
    _assert_landmarks(page)
    assert 'textbox "Le code de la carte"' in _tree(page)
    seat.sign_in_with_card(learning.card_of("Lakshmi N."))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    for path in ("/accueil/", site.accounts["urls"]["course"], site.accounts["urls"]["lesson"], "/mes-certificats/"):
        seat.go(path)
        _assert_landmarks(page)
    seat.go("/mes-reglages/")
    _assert_landmarks(page)
    for choice in ("Taille du texte", "Couleurs", "Langue"):
        assert f'group "{choice}"' in _tree(page)
    expect(page.get_by_role("radio", name="Français")).to_be_checked()
    _assert_a_quiz_speaks(seat, site)
    seat.assert_no_fault()


def _assert_a_quiz_speaks(seat: Seat, site: Site) -> None:
    """The question is the name of its choices, the state and the verdict are said without moving the focus there."""
    page = seat.page
    seat.go(site.accounts["urls"]["quiz"])
    if begin := page.get_by_role("button", name=re.compile("ommencer")).all():
        begin[0].click()
    asked = learning.asked(page)
    _assert_landmarks(page)
    if asked.choices:
        expect(page.get_by_role("group", name=asked.prompt)).to_be_visible()
    state = page.locator("[data-state]")
    assert state.get_attribute("role") == "status"
    learning.answer(page)
    expect(state).to_contain_text("nregistrée")
    keys.assert_somewhere(page)
    assert "C’est juste" in page.evaluate("document.activeElement.innerText")
    _assert_landmarks(page)
