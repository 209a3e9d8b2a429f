"""Trying without an account, then claiming: the work is kept under a paper code and joins its author's account once."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import learning
from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
NARROW = 320
LEARNER = learning.card_of("Ousmane E.")


def _begin(page: Page) -> str:
    """From the sign-in page to the paper code."""
    page.get_by_role("link", name="Essayer sans compte").click()
    page.get_by_role("button", name="Essayer Premiers pas").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mon code d’essai")
    return page.locator(".digits").inner_text()


def _resume(seat: Seat, code: str) -> None:
    seat.go("/entrer/")
    seat.page.get_by_role("link", name="J’ai un code d’essai").click()
    seat.page.get_by_label("Votre code d’essai").fill(code.lower())
    seat.page.get_by_role("button", name="Continuer").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_tries_leaves_and_goes_on_elsewhere(take_seat: TakeSeat, keep_screenshot: Any, javascript: bool):
    seat = take_seat(javascript=javascript, width=NARROW)
    page = seat.page
    seat.go("/entrer/")
    code = _begin(page)
    if javascript:
        seat.assert_accessible()
        keep_screenshot(page, "code")
    page.get_by_role("link", name="Continuer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Essai")
    page.get_by_role("link", name="Commencer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Allumer")
    lesson = page.url
    page.get_by_role("link", name="J’ai fini").click()
    expect(page.get_by_text(code)).to_be_visible()
    page.get_by_role("button", name="J’ai noté mon code").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("fini")
    for address in ("/mon-code-d-essai/", lesson):
        seat.go(address)
        expect(page.get_by_text(code)).to_have_count(0)
        expect(page.get_by_label("Le code de la carte")).to_be_visible()

    elsewhere = take_seat(javascript=javascript, width=NARROW)
    _resume(elsewhere, code)
    expect(elsewhere.page.get_by_role("heading", level=1)).to_have_text("Bonjour Essai")
    elsewhere.go(lesson)
    expect(elsewhere.page.get_by_role("heading", level=1)).to_contain_text("Allumer")
    for each in (seat, elsewhere):
        each.assert_no_fault()


def test_the_list_of_open_modules_and_the_code_form_are_accessible(take_seat: TakeSeat, keep_screenshot: Any):
    seat = take_seat(width=NARROW)
    for path in ("/essayer/", "/entrer/essai/"):
        seat.go(path)
        seat.assert_accessible()
        assert seat.page.evaluate("document.documentElement.scrollWidth") <= NARROW
    keep_screenshot(seat.page, "resume")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_learner_brings_the_trial_into_the_account_once(take_seat: TakeSeat, site: Site, javascript: bool):
    guest = take_seat(javascript=javascript)
    guest.go("/entrer/")
    code = _begin(guest.page)
    guest.page.get_by_role("link", name="Continuer", exact=True).click()
    guest.page.get_by_role("link", name="Commencer").click()
    expect(guest.page.get_by_role("heading", level=1)).to_contain_text("Allumer")
    seat = take_seat(javascript=javascript, width=NARROW)
    seat.sign_in_with_card(LEARNER)
    seat.go("/mes-reglages/")
    seat.page.get_by_role("link", name="Reprendre mon essai").click()
    if javascript:
        seat.assert_accessible()
    seat.page.get_by_label("Votre code d’essai").fill(code)
    seat.page.get_by_role("button", name="Ajouter mon travail").click()
    expect(seat.page.get_by_text("est maintenant dans votre compte")).to_be_visible()
    seat.go("/mes-reglages/reprendre-mon-essai/")
    seat.page.get_by_label("Votre code d’essai").fill(code)
    seat.page.get_by_role("button", name="Ajouter mon travail").click()
    expect(seat.page.get_by_role("alert")).to_contain_text("déjà dans un compte")
    guest.go("/accueil/")  # where the trial was begun, its session has ended
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("La session est fermée")
    expect(guest.page.get_by_role("link", name="Entrer avec une carte")).to_be_visible()
    seat.assert_no_fault()
