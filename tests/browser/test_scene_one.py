"""Six beginners, six shared computers, two forgotten codes, one phone, a cut line, and the next group.

The people are this scene's own, so that it can run beside the other journeys and more than once.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser import learning
from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]

FIRST_GROUP = ("Zélie", "Youssef", "Wilma", "Vasco", "Ulla", "Thanh")
NEXT_GROUP = ("Ursule", "Victorin", "Wenceslas", "Xavière", "Yolande", "Zoltan")
ROOM = "Salle des six"
CUT_SECONDS = 5  # long enough for several tries of each page: they wait longer between two, never for ever
TO_CHANGE = 10  # seconds, for one person after another
A_MINUTE = 60  # seconds: within it everybody has signed in (product, scene 1)

BRING_IN = """
import json, uuid
from django.utils import timezone
from courses.enrolments.services import enrol_cohort
from courses.outline.models import Course
from lms.accounts.models import User
from lms.cohorts.rooms import make_room
from lms.cohorts.services import add_people, create_cohort, create_learner
from lms.signin.services import issue_card, reset_pin
now, karim = timezone.now(), User.objects.get(username="karim")
centre = karim.memberships.get(ended_at=None).structure
room = make_room(name={room!r} + " " + uuid.uuid4().hex[:6], structure=centre, by=karim, now=now)
told = {{"room": room.name, "groups": []}}
for title, names in (("Scène un", {first!r}), ("Scène un, ensuite", {following!r})):
    cohort = create_cohort(name=f"{{title}} {{uuid.uuid4().hex[:6]}}", structure=centre, by=karim, now=now)
    people = [create_learner(first_name=name, last_name="S.", structure=centre, by=karim, now=now) for name in names]
    add_people(cohort=cohort, learners=people, by=karim, now=now)
    enrol_cohort(cohort=cohort, course=Course.objects.current().get(code="D01"), by=karim, now=now)
    given = dict(by=karim, now=now)
    cards = [(person, reset_pin(user=person, **given), issue_card(user=person, **given)) for person in people]
    told["groups"].append({{"name": cohort.name, "uuid": str(cohort.uuid), "people": [
        {{"name": person.first_name, "uuid": str(person.uuid), "pin": pin, "card": card.printed_code,
          "address": card.address}}
        for person, pin, card in cards]}})
print("TOLD" + json.dumps(told))
"""
RECORDED = """
import json
from assessments.attempts.models import Response
rows = Response.objects.filter(attempt__user__uuid__in={people!r}).values_list("attempt__user__first_name", "slot")
print("TOLD" + json.dumps(sorted(rows)))
"""


@dataclass(frozen=True)
class Scene:
    """What the trainer prepared: a room, two groups with their cards."""

    room: str
    first: dict
    following: dict


@pytest.fixture
def scene(site: Site) -> Scene:
    told = _told(site, BRING_IN.format(room=ROOM, first=FIRST_GROUP, following=NEXT_GROUP))
    return Scene(told["room"], *told["groups"])


def _told(site: Site, code: str):
    return json.loads(site.python(code).rsplit("TOLD", 1)[1])


def _open_session(trainer: Seat, group: dict, room: str) -> None:
    """The trainer opens the group's class session in the room."""
    trainer.go(f"/equipe/groupes/{group['uuid']}/")
    trainer.page.get_by_label("Salle", exact=True).select_option(label=room)
    trainer.page.get_by_role("button", name="Ouvrir une séance").click()
    expect(trainer.page.get_by_text("La séance est ouverte")).to_be_visible()


def _close_session(trainer: Seat, group: dict) -> None:
    trainer.go(f"/equipe/groupes/{group['uuid']}/")
    trainer.page.get_by_role("button", name="Fermer la séance").click()
    expect(trainer.page.get_by_text("La séance est fermée")).to_be_visible()


def _register(seat: Seat, room: str, trainer: dict) -> None:
    """Karim makes this computer a seat of the room, once, and leaves it to the learners."""
    seat.sign_in_as_staff(trainer)
    expect(seat.page.locator("[data-signed-in]")).to_be_visible()
    seat.go("/equipe/salles/")
    seat.page.get_by_role("link", name=room).click()
    seat.page.get_by_role("button", name="Enregistrer cet ordinateur").click()
    seat.page.get_by_role("button", name="Terminer ici").click()
    expect(seat.page.get_by_text("C’est fini")).to_be_visible()


def _by_card(seat: Seat, person: dict) -> None:
    seat.sign_in_with_card(person)


def _by_reader(seat: Seat, person: dict) -> None:
    """A reader plugged in like a keyboard types the address of the card, and Enter."""
    seat.go("/entrer/")
    seat.page.get_by_label("Le code de la carte").focus()
    seat.page.keyboard.type(person["address"] + "\n")
    _digits(seat, person)


def _by_picture(seat: Seat, person: dict) -> None:
    """At a registered seat: her first name and picture, then her digits."""
    seat.go("/entrer/")
    seat.page.get_by_role("button", name=person["name"]).click()
    _digits(seat, person)


def _digits(seat: Seat, person: dict) -> None:
    seat.page.get_by_label("4 chiffres").fill(person["pin"])
    seat.page.get_by_role("button", name="Entrer").click()


def _by_phone(seat: Seat, person: dict, phone: Seat) -> None:
    """The phone reads the card, then passes the sign-in on to the computer."""
    seat.go("/entrer/")
    seat.page.get_by_role("button", name="Avec mon téléphone").click()
    digits = seat.page.locator(".digits").inner_text()
    phone.go(person["address"].replace("http://127.0.0.1:8000", phone.url))
    _digits(phone, person)
    phone.go("/continuer-sur-un-ordinateur/")
    phone.page.locator("main input[type=text]").fill(digits)
    phone.page.get_by_role("button", name="Continuer").click()
    phone.page.get_by_role("button", name="Oui, c’est cet ordinateur").click()
    expect(phone.page.get_by_role("heading", name="Regardez l’ordinateur")).to_be_visible()


def _new_pin(trainer: Seat, person: dict) -> str:
    """A forgotten code: two clicks, and the new one is read aloud to the person."""
    trainer.page.get_by_role("link", name="Nouveau code").and_(
        trainer.page.locator(f"[href*='{person['uuid']}']")
    ).click()
    trainer.page.get_by_role("button", name="Donner un nouveau code").click()
    return trainer.page.locator(".secret").inner_text()


def _assert_inside(seat: Seat, person: dict) -> None:
    expect(seat.page.get_by_role("heading", level=1)).to_contain_text(person["name"])


def _to_the_first_question(seat: Seat) -> None:
    page = seat.page
    page.get_by_role("link", name="Commencer").first.click()
    page.get_by_role("link", name="Commencer l’exercice").click()
    page.get_by_role("button", name="Commencer").click()
    expect(page.locator("h1.step")).to_contain_text("Question 1")


def _validate(page: Page) -> None:
    """Give the right answer, without waiting for what the server says of it."""
    for field in learning.right_fields(page):
        field.check()
    if accepted := learning.asked(page).accepted:
        page.locator("input#answer").fill(accepted[0])
    page.get_by_role("button", name=learning.ANSWER).click()


def _answer_without_network(seats: list[Seat]) -> None:
    """Each answers while the line is down; the answers leave by themselves when it is back."""
    for seat in seats:
        seat.context.set_offline(True)
        _validate(seat.page)
        expect(seat.page.locator("[data-state]")).to_contain_text("Pas encore enregistré")
    time.sleep(CUT_SECONDS)
    for seat in seats:
        expect(seat.page.locator("[data-state]")).to_contain_text("Pas encore enregistré")
        seat.context.set_offline(False)
    for seat in seats:
        expect(seat.page.get_by_text("C’est juste").first).to_be_visible(timeout=40_000)
        seat.faults[:] = [fault for fault in seat.faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def _everybody_in(computers: list[Seat], people: list[dict], karim: Seat, phone: Seat) -> None:
    """By picture, code, reader and phone; one forgot her digits. All within a minute."""
    begun = time.monotonic()
    for computer, person in zip(computers[:2], people[:2], strict=True):
        _by_picture(computer, person)
    _by_card(computers[2], people[2])
    _by_reader(computers[3], people[3])
    _by_phone(computers[4], people[4], phone)
    forgetful = people[5]
    _by_card(computers[5], {**forgetful, "pin": "0000"})
    expect(computers[5].page.get_by_role("alert")).to_be_visible()
    _by_card(computers[5], {**forgetful, "pin": _new_pin(karim, forgetful)})
    for computer, person in zip(computers, people, strict=True):
        _assert_inside(computer, person)
    assert time.monotonic() - begun < A_MINUTE


def _leave_in_the_middle(computer: Seat) -> None:
    """The next question is half answered when the half-day is over."""
    page = computer.page
    page.get_by_role("link", name="Question suivante").click()
    expect(page.locator("h1.step")).to_contain_text("Question 2")
    page.locator("input[name=answer]").first.check()
    page.get_by_role("button", name="J’ai fini", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C’est fini")


def _assert_nothing_of_the_first(page: Page) -> None:
    shown = page.content()
    assert [name for name in FIRST_GROUP if name in shown] == []


def _next_person(computer: Seat, person: dict, enter: Callable[[Seat, dict], None]) -> None:
    """In at once, and nothing of whoever sat here before."""
    begun = time.monotonic()
    enter(computer, person)
    _assert_inside(computer, person)
    assert time.monotonic() - begun < TO_CHANGE
    for path in ("/accueil/", "/mes-reglages/", "/mes-certificats/"):
        computer.go(path)
        _assert_nothing_of_the_first(computer.page)
    computer.page.go_back()
    _assert_nothing_of_the_first(computer.page)


def test_six_beginners_at_six_shared_computers(take_seat: TakeSeat, site: Site, scene: Scene, keep_screenshot: Keep):
    """Scene 1 of the product: everybody in within a minute, no answer lost, nothing left to the next group."""
    karim, people = take_seat(), scene.first["people"]
    karim.sign_in_as_staff(site.accounts["trainer"])
    expect(karim.page.locator("[data-signed-in]")).to_be_visible()
    computers = [take_seat() for _ in people]
    for computer in computers[:2]:
        _register(computer, scene.room, site.accounts["trainer"])
    _open_session(karim, scene.first, scene.room)
    _everybody_in(computers, people, karim, take_seat(width=360))
    keep_screenshot(computers[0].page, "inside")

    for computer in computers:
        _to_the_first_question(computer)
    _answer_without_network(computers)
    told = _told(site, RECORDED.format(people=[person["uuid"] for person in people]))
    assert told == sorted([person["name"], 0] for person in people)  # none lost, none twice
    for computer in computers:
        _leave_in_the_middle(computer)

    _close_session(karim, scene.first)
    _open_session(karim, scene.following, scene.room)
    for computer, person in zip(computers, scene.following["people"], strict=True):
        _next_person(computer, person, _by_picture if computer in computers[:2] else _by_card)
    keep_screenshot(computers[1].page, "the-next-group")

    # One of the first group comes back at another computer, her digits forgotten meanwhile.
    karim.go(f"/equipe/groupes/{scene.first['uuid']}/")
    elsewhere = take_seat()
    elsewhere.sign_in_with_card({**people[1], "pin": _new_pin(karim, people[1])})
    elsewhere.page.get_by_role("link", name="Continuer", exact=True).click()
    expect(elsewhere.page.locator("h1.step")).to_contain_text("Question 2")
    expect(elsewhere.page.locator("input[name=answer]").first).to_be_checked()
    for computer in (*computers, elsewhere, karim):
        computer.assert_no_fault()
