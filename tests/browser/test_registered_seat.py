"""A shared computer is registered once; learners then enter by picture and four digits, one after the other."""

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]

# A place of its own: nobody else's journey meets these people.
MAKE = """
import json
from django.utils import timezone
from lms.cohorts.services import add_people, create_cohort, create_learner
from lms.signin.services import issue_card, set_pin
from lms.accounts.services import choose_picture, create_staff_account, set_password
from lms.structures.models import Role, Structure
from lms.structures.services import give_membership
now = timezone.now()
mark = str(now.timestamp()).replace('.', '')
place = Structure.objects.create(name='Maison de quartier', slug='maison-' + mark)
trainer = create_staff_account(username='t' + mark, first_name='Sonia', last_name='K.', by=None, now=now)
set_password(user=trainer, password='une phrase longue et sans rapport', now=now, by=None)
give_membership(user=trainer, structure=place, role=Role.TRAINER, by=None, now=now)
people, cards = [], {}
for name, picture in [('Halima', 'cat'), ('Georges', 'sailboat'), ('Linh', 'sun'), ('Paulette', '')]:
    person = create_learner(first_name=name, last_name='Z.', structure=place, by=trainer, now=now)
    set_pin(user=person, pin='2075', by=trainer, now=now)
    choose_picture(user=person, picture=picture)
    cards[name] = issue_card(user=person, by=trainer, now=now).code
    people.append(person)
group = create_cohort(name='Atelier du soir', structure=place, by=trainer, now=now)
add_people(cohort=group, learners=people, by=trainer, now=now)
print('made', json.dumps({'username': trainer.username, 'group': str(group.uuid), 'cards': cards}))
"""


@pytest.fixture
def place(site: Site) -> dict:
    return json.loads(site.python(MAKE).split("made ")[1])


@pytest.fixture
def trainer(take_seat: TakeSeat, place: dict) -> Seat:
    """The trainer, at the shared computer that is going to be a seat."""
    seat = take_seat()
    _sign_in(seat, place)
    return seat


def _sign_in(seat: Seat, place: dict) -> None:
    seat.sign_in_as_staff({"username": place["username"], "password": "une phrase longue et sans rapport"})


def _register(seat: Seat, place: dict) -> None:
    """Make the room, register this computer, open the class session in the room, leave the computer."""
    page = seat.page
    page.get_by_role("link", name="Salles et postes").click()
    seat.assert_accessible()
    page.get_by_label("Nom de la salle").fill("Salle informatique")
    page.get_by_role("button", name="Créer la salle").click()
    seat.assert_accessible()
    expect(page.get_by_label("Nom de cet ordinateur")).to_have_value("Poste 1")
    page.get_by_role("button", name="Enregistrer cet ordinateur").click()
    expect(page.get_by_role("heading", name="Cet ordinateur est « Poste 1 »")).to_be_visible()
    room = page.url
    seat.assert_accessible()
    seat.go(f"/equipe/groupes/{place['group']}/")
    expect(page.get_by_label("Salle")).to_have_value(room.rstrip("/").split("/")[-1])
    page.get_by_role("button", name="Ouvrir une séance").click()
    expect(page.get_by_text("– Salle informatique")).to_be_visible()
    seat.assert_accessible()
    page.goto(room)
    page.get_by_role("button", name="Terminer ici et laisser le poste aux apprenants").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est fini")


def _enter(seat: Seat, name: str, pin: str = "2075") -> None:
    seat.go("/entrer/")
    seat.page.get_by_role("button", name=name).click()
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text(name)
    seat.page.get_by_label("4 chiffres").fill(pin)
    seat.page.get_by_role("button", name="Entrer").click()


def test_two_learners_enter_by_picture_one_after_the_other(
    trainer: Seat, place: dict, take_seat: TakeSeat, keep_screenshot: Keep
) -> None:
    _register(trainer, place)
    page = trainer.page
    trainer.go("/entrer/")
    keep_screenshot(page, "pictures")
    trainer.assert_accessible()
    _enter(trainer, "Halima")
    expect(page.get_by_role("heading", name="Bonjour Halima")).to_be_visible()
    page.get_by_role("button", name="J’ai fini").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est fini")
    _enter(trainer, "Georges", "9173")
    expect(page.get_by_role("alert")).to_contain_text("pas les bons 4 chiffres")
    keep_screenshot(page, "digits")
    trainer.assert_accessible()
    page.get_by_label("4 chiffres").fill("2075")
    page.get_by_role("button", name="Entrer").click()
    expect(page.get_by_role("heading", name="Bonjour Georges")).to_be_visible()
    assert "Halima" not in page.content()
    cookies = {cookie["name"]: cookie for cookie in trainer.context.cookies()}
    assert (cookies["declic_seat"]["httpOnly"], cookies["declic_seat"]["sameSite"]) == (True, "Lax")
    in_a_year = time.time() + 360 * 24 * 3600
    assert cookies["declic_seat"]["expires"] > in_a_year
    trainer.assert_no_fault()


def test_five_wrong_tries_then_the_trainer_unlocks_with_one_button(
    trainer: Seat, place: dict, take_seat: TakeSeat, keep_screenshot: Keep
) -> None:
    _register(trainer, place)
    page = trainer.page
    _enter(trainer, "Linh", "9173")
    for _try in range(5):
        page.get_by_label("4 chiffres").fill("9173")
        page.get_by_role("button", name="Entrer").click()
        page.wait_for_load_state()
    expect(page.get_by_role("alert")).to_contain_text("Appelez la personne qui vous accompagne")
    keep_screenshot(page, "call")
    desk = take_seat()
    _sign_in(desk, place)
    desk.go(f"/equipe/groupes/{place['group']}/")
    keep_screenshot(desk.page, "group")
    desk.assert_accessible()
    desk.page.get_by_role("button", name="Débloquer – Linh Z.").click()
    expect(desk.page.get_by_text("Linh peut de nouveau entrer.")).to_be_visible()
    _enter(trainer, "Linh")
    expect(page.get_by_role("heading", name="Bonjour Linh")).to_be_visible()
    _end_the_room(desk, keep_screenshot)
    page.reload()
    expect(page.get_by_text("a été terminée depuis un autre endroit")).to_be_visible()
    desk.assert_no_fault()


def _end_the_room(desk: Seat, keep_screenshot: Keep) -> None:
    desk.page.get_by_role("link", name="Salles et postes").click()
    desk.page.get_by_role("link", name="Salle informatique").click()
    expect(desk.page.get_by_role("row", name="Poste 1")).to_contain_text("Linh Z.")
    keep_screenshot(desk.page, "room")
    desk.page.get_by_role("link", name="Terminer toutes les sessions de cette salle").click()
    desk.assert_accessible()
    desk.page.get_by_role("button", name="Terminer les sessions").click()
    expect(desk.page.get_by_text("1 session est terminée.")).to_be_visible()


def test_a_seat_works_without_script_on_a_narrow_screen(
    take_seat: TakeSeat, place: dict, keep_screenshot: Keep
) -> None:
    seat = take_seat(javascript=False, width=320)
    _sign_in(seat, place)
    page = seat.page
    seat.go("/equipe/salles/")
    page.get_by_label("Nom de la salle").fill("Salle informatique")
    page.get_by_role("button", name="Créer la salle").click()
    page.get_by_role("button", name="Enregistrer cet ordinateur").click()
    seat.go(f"/equipe/groupes/{place['group']}/")
    page.get_by_role("button", name="Ouvrir une séance").click()
    _enter(seat, "Paulette")
    expect(page.get_by_role("heading", name="Bonjour Paulette")).to_be_visible()
    for path in ("/mes-reglages/mon-image/", "/mes-reglages/ou-suis-je-connecte/", "/entrer/"):
        seat.go(path)
        keep_screenshot(page, path.strip("/").split("/")[-1])
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    seat.go("/mes-reglages/mon-image/")
    page.get_by_label("tortue").check()
    page.get_by_role("button", name="Garder cette image").click()
    expect(page.get_by_label("tortue")).to_be_checked()
    seat.go("/entrer/")
    expect(page.get_by_role("button", name="Paulette (tortue)")).to_be_visible()
    seat.assert_no_fault()


def test_a_learner_chooses_a_picture_and_ends_a_session_left_elsewhere(
    take_seat: TakeSeat, place: dict, keep_screenshot: Keep
) -> None:
    here, there = take_seat(), take_seat()
    for seat in (there, here):
        seat.sign_in_with_card({"card": place["cards"]["Halima"], "pin": "2075"})
    expect(here.page.get_by_text("Dernière fois")).to_be_visible()
    here.page.get_by_role("link", name="Mes réglages").click()
    here.page.get_by_role("link", name="Mon image").click()
    here.assert_accessible()
    keep_screenshot(here.page, "picture")
    here.page.get_by_role("radio", name="guitare").focus()
    here.page.keyboard.press("Space")
    here.page.get_by_role("button", name="Garder cette image").click()
    expect(here.page.get_by_text("Votre image est gardée")).to_be_visible()
    here.page.get_by_role("link", name="Mes réglages").first.click()
    here.page.get_by_role("link", name="Où suis-je connecté").click()
    here.assert_accessible()
    keep_screenshot(here.page, "where")
    here.page.get_by_role("button", name="Terminer là-bas").click()
    expect(here.page.get_by_text("Nulle part ailleurs")).to_be_visible()
    there.page.reload()
    expect(there.page.get_by_text("a été terminée depuis un autre endroit")).to_be_visible()
    here.assert_no_fault()
