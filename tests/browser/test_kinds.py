"""Each kind of question as learners meet it: to answer, refused while empty, answered; on a computer and on a phone."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Seat, Site
from tests.browser.faults import faults_of

_MAKE = """
import io
import json
from decimal import Decimal
from PIL import Image
from django.utils import timezone
from assessments.bank.content import *
from assessments.bank.content.categorise import Category
from assessments.bank.content.matching import Pair
from assessments.bank.models import Item
from assessments.bank.queries import newest_versions
from assessments.bank.services import attach_media, create_item
from lms.structures.models import Structure
place = Structure.objects.get(memberships__user__username="karim", memberships__role="trainer")
asked = dict(
    choice=choice_content(prompt="Que fait un clic droit ?", choices=[
        Choice(text="Il ouvre un menu.", correct=True), Choice(text="Il éteint l’écran.", feedback="Non, un menu.")],
        multiple=True),
    true_false=true_false_content(prompt="Un écran noir est un ordinateur éteint.", answer=False),
    fill_in=fill_in_content(prompt="Quel signe est dans une adresse mail ?", accepted=["@", "arobase"]),
    numeric=numeric_content(prompt="Combien de bits dans un octet ?", value=Decimal(8)),
    cloze=cloze_content(prompt="Complétez.", text="Le [clavier] sert à {*écrire|peindre}. Cliquez : [souris]."),
    drag_text=drag_text_content(prompt="Placez.", text="[Entrée] valide, [Échap] annule.", others=["Majuscule"]),
    select_words=select_words_content(prompt="Cochez le matériel.", text="Le [clavier] et la [souris] sur une table."),
    matching=matching_content(prompt="Qui va avec qui ?", pairs=[
        Pair(source="Imprimer", target="l’imprimante"), Pair(source="Écouter", target="le casque")]),
    sequencing=sequencing_content(prompt="Dans quel ordre ?", steps=["Allumer", "Attendre", "Ouvrir sa session"]),
    categorise=categorise_content(prompt="Rangez.", categories=[
        Category(name="Matériel", things=["souris", "écran"]), Category(name="Logiciel", things=["navigateur"])]),
    hotspot=hotspot_content(prompt="Où cliquez-vous pour envoyer ?", listed=True, several=True, areas=[
        Spot(name="Envoyer", points=[(.1, .1), (.4, .3)], right=True),
        Spot(name="Effacer", points=[(.5, .5), (.8, .8)])]),
    observation=observation_content(prompt="Imprimez cette page.", show_criteria=True, criteria=[
        WrittenCriterion(text="La page sort de la bonne imprimante")]),
)
made = {name: str(create_item(structure=place, title=name, content=content, by=None, now=timezone.now()).uuid)
        for name, content in asked.items()}
drawn = io.BytesIO()
Image.new("RGB", (900, 500), "lightblue").save(drawn, "PNG")
drawn.seek(0)
version = newest_versions(Item.objects.filter(uuid=made["hotspot"])).popitem()[1]
attach_media(version=version, kind="image", file=drawn, description="Un écran bleu.", by=None, now=timezone.now())
print("TOLD" + json.dumps(made))
"""
KINDS = (
    "choice", "true_false", "fill_in", "numeric", "cloze", "drag_text", "select_words", "matching", "sequencing",
    "categorise", "hotspot", "observation",
)  # fmt: skip
PRESSED = ("observation",)  # the button is the answer: such a form is never empty


@pytest.fixture(scope="module")
def asked(site: Site) -> dict[str, str]:
    """A question of each kind in the bank of a trainer, by kind."""
    made: dict[str, str] = json.loads(site.python(_MAKE).rsplit("TOLD", 1)[1])
    return made


@pytest.fixture(scope="module")
def author(site: Site, browser: Browser) -> Any:
    """The session of a trainer, who sees each question as learners do."""
    context = browser.new_context(locale="fr-FR")
    seat = Seat(context, context.new_page(), site.url, [])
    seat.sign_in_as_staff(site.accounts["trainer"])
    expect(seat.page.get_by_role("heading", level=1)).to_be_visible()
    yield context.storage_state()
    context.close()


def _fill(page: Page) -> None:
    """Give every control something, in the order of the page, as somebody who tries would."""
    for place, field in enumerate(page.locator("main form select").all(), start=1):
        field.select_option(index=min(place, field.locator("option").count() - 1))  # a step has a number of its own
    for field in page.locator("main form input[type=text]:visible").all():
        field.fill("8")
    seen: set[str] = set()
    for field in page.locator("main form :is(input[type=radio], input[type=checkbox]):visible").all():
        if (name := str(field.get_attribute("name"))) not in seen:
            field.check(force=True)
            seen.add(name)
    if page.locator("main form [data-stage]").count():
        page.locator("[data-stage] img").click(position={"x": 60, "y": 30})
        page.locator("[data-stage] img").click(position={"x": 160, "y": 80})


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_right_empty_refused_and_answered(
    kind: str, width: int, asked: dict[str, str], author: Any, site: Site, browser: Browser,
    keep_screenshot: Callable[[Page, str], None],
) -> None:  # fmt: skip
    context = browser.new_context(
        locale="fr-FR", storage_state=author, bypass_csp=True, reduced_motion="reduce",
        viewport={"width": width, "height": 800},
    )  # fmt: skip
    page, phone, told = context.new_page(), width < 400, []
    page.goto(f"{site.url}/questions/{asked[kind]}/apercu/")
    told += [f"to answer: {fault}" for fault in faults_of(page, on_a_phone=phone)]
    if kind not in PRESSED:
        page.goto(f"{site.url}/questions/{asked[kind]}/apercu/")
        page.locator("main form button.main").click()
        expect(page.get_by_role("alert")).to_be_visible()
        told += [f"empty: {fault}" for fault in faults_of(page, on_a_phone=phone)]
    page.goto(f"{site.url}/questions/{asked[kind]}/apercu/")
    _fill(page)
    page.locator("main form button.main").click()
    expect(page.locator("[data-focus] .notice")).to_be_visible()
    told += [f"answered: {fault}" for fault in faults_of(page, on_a_phone=phone)]
    keep_screenshot(page, "answered")
    context.close()
    assert not told, "\n".join(told)


def test_a_picture_is_marked_with_the_arrows_under_the_strict_policy(
    asked: dict[str, str], author: Any, site: Site, browser: Browser
) -> None:
    context = browser.new_context(locale="fr-FR", storage_state=author, viewport={"width": 1280, "height": 800})
    page, told = context.new_page(), list[str]()
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.goto(f"{site.url}/questions/{asked['hotspot']}/apercu/")
    stage, marks = page.get_by_role("application", name="Un écran bleu."), page.locator("ol.placed li")
    stage.focus()
    for key in ("Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowLeft", "Shift+ArrowUp", "Shift+ArrowUp", "ArrowUp"):
        stage.press(key)
    expect(page.get_by_text("28\u00a0% vers la droite, 28\u00a0% vers le bas")).to_be_attached()
    stage.press("Enter")
    expect(marks).to_have_count(1)
    stage.press("Shift+ArrowDown")
    stage.press("Enter")
    expect(marks).to_have_count(2)
    stage.press("Delete")
    expect(marks).to_have_count(1)
    page.locator("main form button.main").click()
    expect(page.get_by_text("C’est juste")).to_be_visible()
    context.close()
    assert not told


@pytest.mark.parametrize("width", [1280, 700, 320])
def test_a_picture_is_marked_where_it_was_pressed_without_a_script(
    width: int, asked: dict[str, str], author: Any, site: Site, browser: Browser
) -> None:
    context = browser.new_context(
        locale="fr-FR", storage_state=author, java_script_enabled=False, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{site.url}/questions/{asked['hotspot']}/apercu/")
    picture = page.locator("[data-stage] input:visible")
    box = picture.bounding_box()
    assert box
    picture.click(position={"x": box["width"] / 4, "y": box["height"] / 5})
    expect(page.get_by_text("25\u00a0% vers la droite, 20\u00a0% vers le bas")).to_be_visible()
    page.locator("main form button.main").click()
    expect(page.get_by_text("C’est juste")).to_be_visible()
    context.close()
