"""Work that no machine marks: a learner writes and hands a photo in, her trainer looks at both, she reads the words."""

import io
import json
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]

# A quiz of two works in a lesson of the course that the demo's learner has open.
_MAKE = """
import json
from django.utils import timezone
from assessments.bank.content import file_upload_content, long_fill_in_content
from assessments.bank.content.rubric import WrittenCriterion
from assessments.bank.services import create_item
from assessments.quizzes.services import create_quiz
from courses.outline.models import Lesson, LessonActivity
from lms.accounts.models import User
now, karim = timezone.now(), User.objects.get(username="karim")
open_now = Lesson.objects.get(uuid=CONTEXT)
lesson = Lesson.objects.current().filter(course=open_now.course).exclude(pk=open_now.pk).order_by("position", "pk")[0]
place = lesson.course.structure
criteria = [WrittenCriterion(text="Le message dit qui écrit"), WrittenCriterion(text="Il est poli")]
items = [
    create_item(structure=place, title="Écrire à l’école", by=karim, now=now, content=long_fill_in_content(
        prompt="Écrivez à l’école que votre enfant est malade.", criteria=criteria, show_criteria=True)),
    create_item(structure=place, title="Photo de l’écran", by=karim, now=now, content=file_upload_content(
        prompt="Envoyez une photo de votre écran.", criteria=[WrittenCriterion(text="On voit l’écran")],
        families=["picture"])),
]
quiz = create_quiz(structure=place, title="Deux travaux", by=karim, now=now, items=items, pass_mark=60)
LessonActivity.objects.create(lesson=lesson, activity=quiz.activity, position=90, required=False)
print("TOLD" + json.dumps([str(quiz.activity.uuid), str(lesson.uuid)]))
"""
MESSAGE = "Bonjour, Sofiane a de la fièvre. Il reste à la maison. Fatima B."


@pytest.fixture(scope="module")
def quiz(site: Site) -> str:
    """The address of the quiz."""
    activity, context = str(site.accounts["urls"]["quiz"]).split("/activites/")[1].split("/")[:2]
    made, lesson = json.loads(site.python(_MAKE.replace("CONTEXT", repr(context))).rsplit("TOLD", 1)[1])
    return f"/activites/{made}/{lesson}/quiz/"


@pytest.fixture
def photo() -> dict[str, object]:
    made = io.BytesIO()
    Image.effect_noise((640, 400), 60).convert("RGB").save(made, "JPEG")
    return {"name": "écran.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


@pytest.mark.parametrize("javascript", [True, False])
def test_work_is_handed_in_looked_at_and_read(
    javascript: bool, site: Site, quiz: str, photo: dict[str, object], take_seat: TakeSeat, keep_screenshot: Keep
) -> None:
    learner = take_seat(javascript=javascript, width=360)
    learner.sign_in_with_card(site.accounts["learner"])
    _hand_in(learner, quiz, photo, keep_screenshot)
    trainer = take_seat()
    trainer.sign_in_as_staff(site.accounts["trainer"])
    _look_at(trainer, keep_screenshot)
    learner.page.reload()
    expect(learner.page.get_by_text("Très clair, bravo.")).to_be_visible()
    keep_screenshot(learner.page, "read")
    for seat in (learner, trainer):
        seat.assert_no_fault()


def _hand_in(seat: Seat, quiz: str, photo: dict[str, object], keep: Keep) -> None:
    page = seat.page
    seat.go(quiz)
    page.locator("main form button.main").first.click()
    expect(page.get_by_text("Il est poli")).to_be_visible()
    page.locator("textarea#answer").fill(MESSAGE)
    keep(page, "write")
    page.get_by_role("button", name="Valider").click()
    to_the_next(page)
    page.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    page.get_by_role("button", name="Envoyer ce fichier").click()
    expect(page.get_by_text("écran.jpg").first).to_be_visible()
    keep(page, "photo")
    page.get_by_role("button", name="Valider").click()
    to_the_next(page)
    expect(page.get_by_text("va regarder").first).to_be_visible()
    keep(page, "waits")


def to_the_next(page: Page) -> None:
    """Past what is said of the answer, to the next question or to the end."""
    expect(page.get_by_text("va regarder votre travail").first).to_be_visible()
    page.locator("main a.main, main form button.main").first.click()


def _look_at(seat: Seat, keep: Keep) -> None:
    page = seat.page
    seat.go("/equipe/travaux/")
    seat.assert_accessible()
    keep(page, "works")
    page.get_by_role("row", name="Écrire à l’école").first.get_by_role("link", name="Regarder").click()
    expect(page.get_by_text(MESSAGE)).to_be_visible()
    seat.assert_accessible()
    keep(page, "mark")
    for group in page.locator("main form fieldset").all():
        group.get_by_label("Oui").check()
    page.locator("textarea").fill("Très clair, bravo.")
    page.locator("main form button.main").click()
    expect(page.get_by_role("link", name="écran.jpg")).to_be_visible()
    expect(page.get_by_alt_text("Image rendue : écran.jpg")).to_be_visible()
    seat.assert_accessible()
    keep(page, "look")
    for group in page.locator("main form fieldset").all():
        group.get_by_label("Oui").check()
    page.locator("main form button.main").click()
