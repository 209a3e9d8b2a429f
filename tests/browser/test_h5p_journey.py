"""A file made elsewhere comes in through the studio, waits for an administrator, and is played in a lesson."""

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from cms.demo.people import password
from tests.browser import learning
from tests.browser.conftest import Seat, Site
from tests.browser.test_trainer_journey import (
    MODULE,
    add_block,
    choose_activity,
    forget_refusals,
    lesson_address,
    page_number,
    press,
)

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]

PACKAGE = "H5P.TrueFalse-1.8.h5p"
BROKEN = "broken-h5p-json.h5p"
OUTCOMES = (
    "from assessments.attempts.models import Outcome;"
    "[print(one.score_raw, one.score_max, one.self_assessed) for one in"
    " Outcome.objects.filter(attempt__activity__title={title!r}).order_by('pk')]"
)


def send(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Apporter", exact=True).click()


def test_a_file_made_elsewhere_becomes_part_of_a_lesson(
    take_seat: TakeSeat, site: Site, h5p_packages_dir: Path, keep_screenshot: Keep
) -> None:
    trainer, administrator, learner = take_seat(), take_seat(), take_seat()
    page = trainer.page
    title = f"Vrai ou faux {int(time.time())}"
    trainer.sign_in_as_staff(site.accounts["trainer"])
    trainer.go("/admin/h5p/ajouter/")
    page.get_by_label("Reprendre").check()  # a run before may have brought the same file
    send(page, h5p_packages_dir / BROKEN, h5p_packages_dir / PACKAGE)
    expect(page.get_by_text("1 fichier est arrivé.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Ce fichier ne peut pas être pris")).to_be_visible()
    keep_screenshot(page, "1-rapport")
    page.get_by_role("link", name="Ouvrir").click()
    expect(page.locator("input[name=title]")).to_be_visible()
    exercise = page.url
    waits = page.get_by_text("Cet exercice se jouera quand")
    was_waiting = waits.count() > 0
    page.locator("input[name=title]").fill(title)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    administrator.sign_in_as_staff({"username": "awa", "password": password("awa")})
    administrator.go("/admin/h5p/bibliotheques/")
    keep_screenshot(administrator.page, "2-bibliotheques")
    if was_waiting:
        administrator.go(exercise)
        administrator.page.get_by_role("button", name="Approuver tout ce que cet exercice attend").click()
        expect(administrator.page.get_by_text("Cet exercice se jouera quand")).to_have_count(0)
    trainer.go(exercise)
    expect(waits).to_have_count(0)

    trainer.go(f"/admin/pages/add/cms/lessonpage/{page_number(site, 'CoursePage', MODULE)}/")
    page.get_by_role("textbox", name="Titre").first.fill(title)
    page.locator("input[name=objective]").fill("Je sais répondre par vrai ou faux.")
    choose_activity(page, add_block(page, "Activité"), title)
    press(page, "action-publish")
    expect(page.get_by_text("publiée").first).to_be_visible()
    forget_refusals(trainer)

    learner.sign_in_with_card(learning.card_of("Mei C."))
    learner.go(lesson_address(site, title))
    learner.page.get_by_role("button", name="Commencer").click()
    frame = learner.page.frame_locator("iframe")
    frame.locator(".h5p-true-false-answer").first.click()
    frame.locator(".h5p-question-check-answer").click()
    expect(learner.page.locator("[data-h5p]").get_by_role("status")).to_contain_text("(auto-évaluation)")
    keep_screenshot(learner.page, "3-joue")
    assert "True" in site.python(OUTCOMES.format(title=title))
    for seat in (trainer, administrator, learner):
        seat.assert_no_fault()
