"""Where trainers need a second reader: a lesson is submitted, refused with a word, corrected, approved, published."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat, Site
from tests.browser.test_trainer_journey import add_block, page_number, press, staff, write_text

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]

LESSON = f"Les titres en ordre {int(time.time())}"
COMMENT = "Ajoutez un exemple, s’il vous plaît."
STATE = (
    "from cms.pages.models import LessonPage as M; from courses.outline.models import Lesson;"
    f"page = M.objects.get(title={LESSON!r});"
    "print('live' if page.live else 'draft', Lesson.objects.current().filter(uuid=page.uuid).count(), page.pk)"
)


def test_a_second_reader_refuses_then_approves(take_seat: TakeSeat, site: Site, keep_screenshot: Keep) -> None:
    trainer, reader = take_seat(), take_seat()
    trainer.sign_in_as_staff(staff("samir"))
    page = trainer.page
    trainer.go(f"/admin/pages/add/cms/lessonpage/{page_number(site, 'CoursePage', 'HTML et CSS accessibles')}/")
    page.get_by_role("textbox", name="Titre").first.fill(LESSON)
    page.locator("input[name=objective]").fill("Je sais ordonner les titres d’une page.")
    write_text(add_block(page, "Texte"), "Une page a un titre, puis des parties.")
    expect(page.locator("button[name=action-publish]")).to_have_count(0)
    press(page, "action-submit")
    state, taught, number = site.python(STATE).split()[-3:]
    assert (state, taught) == ("draft", "0")
    keep_screenshot(page, "1-soumise")

    reader.sign_in_as_staff(staff("claire"))
    reader.go("/admin/")
    expect(reader.page.get_by_role("link", name=LESSON).first).to_be_visible()
    keep_screenshot(reader.page, "2-a-relire")
    reader.go(f"/admin/pages/{number}/edit/")
    decide(reader.page, "reject", COMMENT)
    keep_screenshot(reader.page, "3-refusee")

    trainer.go(f"/admin/pages/{number}/edit/")
    expect(page.get_by_text(COMMENT).first).to_be_attached()
    page.locator("input[name=objective]").fill("Je sais mettre les titres d’une page dans l’ordre.")
    press(
        page,
        "action-restart-workflow" if page.locator("button[name=action-restart-workflow]").count() else "action-submit",
    )
    assert site.python(STATE).split()[-3:-1] == ["draft", "0"]

    reader.go(f"/admin/pages/{number}/edit/")
    decide(reader.page, "approve", "")
    keep_screenshot(reader.page, "4-approuvee")
    assert site.python(STATE).split()[-3:-1] == ["live", "1"]
    trainer.assert_no_fault()
    reader.assert_no_fault()


def decide(page: Page, action: str, comment: str) -> None:
    """Approve or refuse, with the window where one may say why."""
    button = page.locator(f"button[data-workflow-action-name={action}]").last
    if not button.is_visible():
        page.locator("footer").get_by_role("button", name="Plus d'actions").click()
    button.click()
    window = page.locator(".modal-body")
    if comment:
        window.locator("textarea").fill(comment)
    if comment or window.count():
        window.locator("[type=submit]").click()
    expect(page.locator(".messages .success, .messages [class*=success]").first).to_be_visible()
