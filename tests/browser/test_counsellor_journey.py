"""A counsellor prepares an interview; the person sees who looked, and takes her agreement back."""

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import learning
from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]

PERSON = learning.card_of("Tesfay K.")
REFUSALS = (
    "from lms.journal.models import Entry;"
    "[print(e.actor.username, e.subject, e.verb, e.data) for e in"
    " Entry.objects.filter(verb='caseload.refused').select_related('actor', 'subject')]"
)


def _rows(page: Page) -> list[str]:
    expect(page.locator("#caseload tbody th a").first).to_be_visible()
    return [learning.plain(row.inner_text()) for row in page.locator("#caseload tbody th a").all()]


def test_a_counsellor_follows_a_person_until_the_agreement_ends(take_seat: TakeSeat, site: Site, keep_screenshot: Keep):
    counsellor = take_seat()
    page = counsellor.page
    counsellor.go("/connexion/equipe/")
    counsellor.assert_accessible()
    keep_screenshot(page, "1-connexion")
    counsellor.sign_in_as_staff(site.accounts["counsellor"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Les personnes que j’accompagne")
    counsellor.assert_accessible()
    keep_screenshot(page, "2-suivi")
    everybody = _rows(page)
    assert PERSON["name"] in everybody
    assert "Rosa D." not in everybody  # took her agreement back the day before

    _search_filter_and_order(page, everybody)
    counsellor.assert_accessible()

    page.get_by_role("link", name=PERSON["name"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PERSON["name"])
    expect(page.get_by_text("leçons sur").first).to_be_visible()
    counsellor.assert_accessible()
    keep_screenshot(page, "3-personne")
    _assert_prints_one_plain_sheet(page, keep_screenshot)
    counsellor.assert_no_fault()
    _withdraw(take_seat, keep_screenshot)

    answer = page.reload()
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page est introuvable")
    assert PERSON["name"] not in page.content()
    counsellor.assert_accessible()
    keep_screenshot(page, "6-refus")
    told = [line for line in site.python(REFUSALS).splitlines() if PERSON["name"] in line]
    assert len(told) == 1
    assert "withdrawn" in told[0]
    counsellor.go("/suivi/")
    assert PERSON["name"] not in _rows(page)


def _search_filter_and_order(page: Page, everybody: list[str]) -> None:
    """By a script, without loading the page again; no name stays in the address."""
    loads = page.evaluate("performance.timeOrigin")
    page.get_by_label("Chercher").press_sequentially("tesf")
    expect(page.locator("#caseload tbody tr")).to_have_count(1)
    assert "tesf" not in page.url, "a name does not stay in the history of the browser"
    page.get_by_label("Chercher").fill("")
    expect(page.locator("#caseload tbody tr")).to_have_count(len(everybody))
    page.get_by_label("À regarder").select_option("unseen")
    expect(page.locator("#caseload tbody tr")).not_to_have_count(len(everybody))
    assert 0 < len(_rows(page)) < len(everybody)
    for row in page.locator("#caseload tbody tr").all():
        expect(row).to_contain_text("Pas de visite depuis 14 jours")
    page.get_by_label("À regarder").select_option("")
    expect(page.locator("#caseload tbody tr")).to_have_count(len(everybody))
    page.get_by_role("link", name="Dernière visite").click()
    expect(page.locator("th[aria-sort]")).to_contain_text("Dernière visite")
    assert page.evaluate("performance.timeOrigin") == loads, "search, filter and order do not load the page again"


def _assert_prints_one_plain_sheet(page: Page, keep_screenshot: Keep) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
    expect(page.get_by_text("Imprimé le")).to_be_visible()
    keep_screenshot(page, "4-impression")
    page.emulate_media(media="screen")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) <= 2
    printed = learning.plain(" ".join(sheet.extract_text() for sheet in sheets))
    assert PERSON["name"] in printed
    assert "leçons sur" in printed


def _withdraw(take_seat: TakeSeat, keep_screenshot: Keep) -> None:
    """The person, without JavaScript: sees who looked, and ends the agreement in one click."""
    seat = take_seat(javascript=False)
    seat.sign_in_with_card(PERSON)
    seat.page.get_by_role("link", name="Mes réglages").click()
    seat.page.get_by_role("link", name="Qui peut voir mon parcours").click()
    looks = seat.page.get_by_role("heading", name="Qui a regardé mon parcours").locator("xpath=..")
    expect(looks).to_contain_text("Nadia R.")
    keep_screenshot(seat.page, "5-accords")
    seat.page.get_by_role("button", name="Arrêter maintenant").click()
    expect(seat.page.get_by_text("Vous n’avez donné aucun accord")).to_be_visible()
    seat.assert_no_fault()


@pytest.mark.parametrize("width", [1280, 320])
def test_without_javascript_the_list_is_searched_filtered_and_put_in_order(
    take_seat: TakeSeat, site: Site, keep_screenshot: Keep, width: int
):
    seat = take_seat(javascript=False, width=width)
    page = seat.page
    seat.sign_in_as_staff(site.accounts["counsellor"])
    everybody = _rows(page)
    page.get_by_label("Chercher").fill("Fatima")
    page.get_by_role("button", name="Afficher").click()
    names = page.locator("#caseload tbody th a")
    expect(names).to_have_text(["Fatima B."])
    page.get_by_label("Chercher").fill("zzz")
    page.get_by_role("button", name="Afficher").click()
    expect(page.get_by_text("Personne ne correspond")).to_be_visible()
    page.get_by_role("link", name="Voir tout le monde").click()
    expect(names).to_have_text(everybody)
    page.get_by_role("link", name="Progression").click()
    expect(page.locator("th[aria-sort]")).to_contain_text("Progression")
    assert sorted(_rows(page)) == sorted(everybody)
    keep_screenshot(page, f"{width}")
    seat.assert_no_fault()
