"""A trainer writes a question, a quiz and a lesson in the studio; a learner does it; a second reader has a say."""

import io
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from cms.demo.people import password
from tests.browser import learning
from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]

# Not the module that the learner's journey finishes whole.
MODULE = "Ma boîte mail"
PROMPT = "Que fait la touche Échap ?"
RIGHT = "Elle ferme une petite fenêtre."
LESSON = f"La touche qui annule {int(time.time())}"  # its own address at each run
WRONG = "Elle éteint l’ordinateur."


def staff(username: str) -> dict[str, str]:
    return {"username": username, "password": password(username)}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    made = io.BytesIO()
    Image.frombytes("L", (16, 10), os.urandom(160)).resize((320, 200)).save(
        made, "PNG"
    )  # never the same twice: duplicates are asked about
    path = tmp_path / "touche-echap.png"
    path.write_bytes(made.getvalue())
    return path


def page_number(site: Site, model: str, title: str) -> str:
    code = f"from cms.pages.models import {model} as M; print(M.objects.get(title={title!r}).pk)"
    return site.python(code).strip().splitlines()[-1]


def write_question(seat: Seat) -> None:
    """A choice of two, with what to say of each."""
    seat.go("/admin/questions/")
    seat.page.get_by_text("Écrire une question").click()
    seat.page.get_by_role("link", name="choix").click()
    page = seat.page
    page.get_by_label("Titre").fill("La touche Échap")
    page.get_by_role("button", name="Enregistrer la question").click()
    expect(page.get_by_role("alert")).to_contain_text("Écrivez la question")
    assert page.get_by_label("Titre").input_value() == "La touche Échap"
    page.get_by_role("textbox", name="Question", exact=True).fill(PROMPT)
    for number, text, said in ((1, RIGHT, "Oui, elle sert à renoncer."), (2, WRONG, "Non, essayez sans crainte.")):
        group = page.get_by_role("group", name=f"Choix {number}")
        group.get_by_label(f"Choix {number}", exact=True).fill(text)
        group.locator("[name$=_feedback]").fill(said)
    page.get_by_role("group", name="Choix 1").get_by_role("checkbox").check()
    page.get_by_role("button", name="Enregistrer la question").click()
    expect(page.get_by_text("La question est enregistrée")).to_be_visible()


def write_quiz(seat: Seat, title: str) -> None:
    page = seat.page
    seat.go("/admin/quiz/")
    page.get_by_role("link", name="Nouveau quiz").click()
    page.locator("input[name=title]").fill(title)
    page.get_by_role("spinbutton", name="La touche Échap").first.fill("1")
    page.get_by_role("button", name="Enregistrer le quiz").click()
    expect(page.get_by_text("Le quiz est enregistré")).to_be_visible()


def body_of(page: Page) -> Locator:
    return page.locator("[data-contentpath=body]")


def add_block(page: Page, name: str) -> Locator:
    """Add a block of this kind at the end of the lesson; gives back its place."""
    body_of(page).get_by_role("button", name="Insérer un bloc").last.click()
    page.locator("[role=listbox]").get_by_role("option", name=name, exact=True).click()
    return body_of(page).locator("[data-streamfield-child]").last


def press(page: Page, action: str) -> None:
    """One of the actions at the foot of the editor; those that are folded away are unfolded first."""
    page.wait_for_timeout(4_000)  # as a person would: what was changed last has been saved by itself
    button = page.locator(f"button[name={action}]").last
    if not button.is_visible():
        page.locator("footer").get_by_role("button", name="Plus d'actions").click()
    button.click()
    page.wait_for_load_state()


def send_picture(page: Page, block: Locator, picture: Path) -> None:
    """In the chooser's window: refused at the field without a description, taken with one."""
    block.get_by_role("button", name="Choisir une image").click()
    window = page.locator(".modal-body")
    window.get_by_role("tab", name="Transférer").click()
    form = window.locator("form[enctype]")
    form.locator("input[type=file]").set_input_files(picture)
    form.locator("input[name$=title]").fill("La touche Échap")
    form.locator("[type=submit]").click()
    expect(form.locator(".w-field__errors").filter(has_text="Ce champ est requis").first).to_be_visible()
    form.locator("input[type=file]").set_input_files(picture)
    form.locator("input[name$=description]").fill("La touche Échap, en haut à gauche du clavier.")
    form.locator("[type=submit]").click()
    expect(page.locator(".modal-body")).to_have_count(0, timeout=20_000)


def choose_activity(page: Page, block: Locator, title: str) -> None:
    block.get_by_role("button", name="Choisir un quiz").click()
    page.locator(".modal-body").get_by_role("link", name=title).first.click()
    expect(page.locator(".modal-body")).to_have_count(0)


def write_text(block: Locator, words: str) -> None:
    block.locator("[contenteditable=true]").click()
    block.page.keyboard.type(words)
    block.page.wait_for_timeout(600)  # the editor hands over what was typed a moment later


def forget_refusals(seat: Seat) -> None:
    """A form sent incomplete is answered 422, which the console tells as an error: these were asked for."""
    seat.faults[:] = [fault for fault in seat.faults if "status of 422" not in fault]


def lesson_address(site: Site, title: str) -> str:
    """Where learners find the newest lesson of this title."""
    code = (
        "from courses.outline.models import Lesson;"
        f"print(Lesson.objects.current().filter(title={title!r}).order_by('-pk').first().url)"
    )
    return site.python(code).strip().splitlines()[-1]


def do_the_lesson(seat: Seat, address: str) -> None:
    """A learner opens the lesson, answers its one question, and the lesson is done."""
    page = seat.page
    seat.go(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("img", name="La touche Échap, en haut à gauche du clavier.")).to_be_visible()
    page.get_by_role("link", name="Je m’entraîne").click()
    if page.get_by_role("button", name="Commencer").count():
        page.get_by_role("button", name="Commencer").click()
    page.locator("label.choice", has_text=RIGHT).locator("input").check()
    page.get_by_role("button", name=learning.ANSWER).click()
    expect(page.get_by_text("elle sert à renoncer", exact=False).first).to_be_visible()
    page.get_by_role("link", name="Voir mon résultat").click()


def test_a_trainer_writes_a_lesson_and_a_learner_does_it(
    take_seat: TakeSeat, site: Site, picture: Path, keep_screenshot: Keep
) -> None:
    seat = take_seat()
    page = seat.page
    seat.sign_in_as_staff(site.accounts["trainer"])
    seat.go("/admin/")
    expect(page.get_by_role("link", name="Questions", exact=True)).to_be_visible()
    keep_screenshot(page, "1-studio")
    write_question(seat)
    keep_screenshot(page, "2-question")
    write_quiz(seat, "Essai de la touche Échap")
    keep_screenshot(page, "3-quiz")

    seat.go(f"/admin/pages/add/cms/lessonpage/{page_number(site, 'CoursePage', MODULE)}/")
    page.get_by_role("textbox", name="Titre").first.fill(LESSON)
    write_text(add_block(page, "Texte"), "La touche Échap ferme une petite fenêtre.")
    send_picture(page, add_block(page, "Image"), picture)
    choose_activity(page, add_block(page, "Activité"), "Essai de la touche Échap")
    press(page, "action-publish")
    expect(page.locator("[data-contentpath=objective] .w-field__errors")).to_contain_text("à remplir")
    keep_screenshot(page, "4-refusee")
    page.locator("input[name=objective]").fill("Je sais fermer une petite fenêtre avec Échap.")
    page.get_by_role("button", name="masquer la prévisualisation").click()
    shown = page.frame_locator("#w-preview-iframe, iframe[title]").first
    expect(shown.get_by_text("La touche Échap ferme une petite fenêtre.")).to_be_visible()
    keep_screenshot(page, "5-apercu")
    press(page, "action-publish")
    expect(page.get_by_text("publiée").first).to_be_visible()
    keep_screenshot(page, "6-publiee")
    forget_refusals(seat)
    seat.assert_no_fault()

    learner = take_seat()
    learner.sign_in_with_card(learning.card_of("Rosa D."))
    do_the_lesson(learner, lesson_address(site, LESSON))
    keep_screenshot(learner.page, "7-question")
    learner.assert_accessible()
    learner.assert_no_fault()
