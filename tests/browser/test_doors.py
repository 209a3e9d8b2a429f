"""The doors in a real browser: the QR, the way out on a shared computer, and the pages around them."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import learning
from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]


def _token(site: Site, name: str) -> str:
    """The token of a new card: what a camera reads from the QR."""
    printed = site.python(
        "from django.utils import timezone\n"
        "from lms.accounts.models import User\n"
        "from lms.signin.services import issue_card\n"
        f"first, last = {name!r}.split(' ', 1)\n"
        "user = User.objects.get(first_name=first, last_name=last)\n"
        "print('token', issue_card(user=user, by=None, now=timezone.now()).token)"
    )
    return printed.split("token ")[1].strip()


def test_a_scanned_card_asks_for_the_digits_alone_and_leaves_no_token_behind(
    take_seat: TakeSeat, site: Site, keep_screenshot: Keep
) -> None:
    learner = learning.card_of("Simone J.")
    token = _token(site, learner["name"])
    seat = take_seat()
    seat.go(f"/entrer/#{token}")
    expect(seat.page.get_by_text("Votre carte est lue")).to_be_visible()
    expect(seat.page.get_by_label("Le code de la carte")).to_be_hidden()
    assert token not in seat.page.url
    keep_screenshot(seat.page, "lue")
    seat.assert_accessible()
    seat.page.get_by_label("4 chiffres").fill("9999")
    seat.page.get_by_role("button", name="Entrer").click()
    expect(seat.page.get_by_role("alert")).to_contain_text("ne sont pas bons")
    expect(seat.page.get_by_text("Votre carte est lue")).to_be_visible()
    seat.page.get_by_label("4 chiffres").fill(learner["pin"])
    seat.page.get_by_role("button", name="Entrer").click()
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    seat.faults[:] = [fault for fault in seat.faults if "422" not in fault]  # the refusal, in the console's words
    seat.assert_no_fault()


def test_after_leaving_the_back_button_shows_nobody(take_seat: TakeSeat, site: Site) -> None:
    learner = learning.card_of("Monique L.")
    seat = take_seat()
    seat.sign_in_with_card(learner)
    first_name = learner["name"].split()[0]
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text(first_name)
    seat.page.get_by_role("link", name="Mes réglages").click()
    seat.page.get_by_role("button", name="J’ai fini").click()
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text("C’est fini")
    for _press in range(2):
        seat.page.go_back()
        expect(seat.page.get_by_text(first_name)).to_have_count(0)
    stored = seat.page.evaluate("[localStorage.length, sessionStorage.length]")
    assert stored == [0, 0]


def test_the_pages_around_the_doors_are_accessible(take_seat: TakeSeat, site: Site, keep_screenshot: Keep) -> None:
    seat = take_seat()
    for path in ("/entrer/", "/fini/", "/session-terminee/?why=idle", "/connexion/equipe/", "/aide/"):
        seat.go(path)
        seat.assert_accessible()
        keep_screenshot(seat.page, path.strip("/").split("/")[0])
    seat.sign_in_with_card(site.accounts["newcomer"])
    for path in ("/mes-reglages/", "/qui-peut-voir-mon-parcours/", "/fini/"):
        seat.go(path)
        seat.assert_accessible()
        keep_screenshot(seat.page, f"signed-in-{path.strip('/')}")
    seat.assert_no_fault()


def test_the_pages_of_the_team_are_accessible(take_seat: TakeSeat, site: Site, keep_screenshot: Keep) -> None:
    seat = take_seat()
    seat.sign_in_as_staff(site.accounts["admin"])
    for path in ("/equipe/personnes/", "/equipe/personnes/inviter/", "/connexion/double-securite/"):
        seat.go(path)
        seat.assert_accessible()
        keep_screenshot(seat.page, path.strip("/").replace("/", "-"))
    seat.go("/equipe/personnes/")
    seat.page.locator("tbody th a").first.click()
    seat.assert_accessible()
    keep_screenshot(seat.page, "personne")
    seat.assert_no_fault()
