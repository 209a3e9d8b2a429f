"""Questions of the bank that left as H5P exercises come back, and play in French in the frame."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Frame, expect

from assessments.attempts.models import Outcome
from assessments.bank.models import Item, ItemMedia
from assessments.bank.queries import newest_versions
from assessments.bank.services import attach_media, create_item
from assessments.exchange.h5p.leaving import Leaving
from tests.assessments.exchange.made_exercises import CONTENTS
from tests.browser.h5p_desk import Desk
from tests.factories.h5p import picture
from tests.factories.h5p_types import approve_real_types
from tests.factories.people import StructureFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.h5p_urls")]


def package_of(folder: Path, *titles: str) -> io.BytesIO:
    """These questions as one exercise, with the real types; the first has a picture."""
    place = StructureFactory.create()
    approve_real_types(place, folder)
    items = [
        create_item(structure=place, title=title, content=CONTENTS[title], by=None, now=timezone.now())
        for title in titles
    ]
    attach_media(
        version=newest_versions(items)[items[0].pk], kind=ItemMedia.Kind.IMAGE, file=io.BytesIO(picture((60, 40))),
        description="Une souris", by=None, now=timezone.now(),
    )  # fmt: skip
    with Leaving(Item.objects.filter(structure=place)).package() as file:
        return io.BytesIO(file.read())


def recorded(seat: Desk, points: str) -> None:
    expect(seat.page.get_by_role("status")).to_have_text(f"Enregistré\u00a0: {points} (auto-évaluation).")


def test_a_choice_comes_back_and_is_answered(desk: Callable[[Any], Desk], h5p_packages_dir: Path) -> None:
    seat = desk(package_of(h5p_packages_dir, "Plusieurs choix"))
    seat.start()
    for text in ("La souris & l’<écran>", "Le clavier"):
        seat.frame.locator(".h5p-answer", has_text=text).click()
    image = seat.frame.get_by_alt_text("Une souris")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.naturalWidth") == 60
    check = seat.frame.locator(".h5p-question-check-answer")
    expect(check).to_have_text("Vérifier")
    check.click()
    recorded(seat, "2 sur 2")
    assert Outcome.objects.get().success
    assert seat.faults == []


def answer_true_false(frame: Frame) -> None:
    frame.locator(".h5p-true-false-answer:visible", has_text="Vrai").click()


def answer_blanks(frame: Frame) -> None:
    frame.locator(".h5p-blanks:visible input").fill("paris")


def answer_marks(frame: Frame) -> None:
    for word in ("souris", "clavier"):
        frame.locator(".h5p-word-selectable-words:visible [role=option]", has_text=word).click()


def answer_drag(frame: Frame) -> None:
    for number, word in enumerate(("Ctrl", "C")):
        dragged = frame.locator(".ui-draggable:visible", has_text=re.compile(rf"{word}(?![a-z])"))
        dragged.first.drag_to(frame.locator(".h5p-drag-dropzone-container .ui-droppable:visible").nth(number))


# In the order of their titles: that of the set.
ANSWERS = {
    "Mots à placer": answer_drag,
    "Mots à trouver": answer_marks,
    "Réponse courte": answer_blanks,
    "Vrai ou faux": answer_true_false,
}


def test_a_set_comes_back_and_each_of_its_kinds_is_answered(
    desk: Callable[[Any], Desk],
    h5p_packages_dir: Path,
) -> None:
    seat = desk(package_of(h5p_packages_dir, *ANSWERS))
    seat.start()
    frame = seat.frame
    for number, answer in enumerate(ANSWERS.values(), start=1):
        expect(frame.locator(".h5p-question-check-answer:visible")).to_have_count(1)
        answer(frame)
        frame.locator(".h5p-question-check-answer:visible").click()
        if number < len(ANSWERS):
            frame.locator(".h5p-question-next:visible").click()
    frame.locator(".h5p-question-finish:visible").click()
    recorded(seat, "6 sur 6")
    assert Outcome.objects.order_by("-pk")[0].success
    expect(frame.get_by_text("Recommencer", exact=False).first).to_be_visible()
    assert seat.faults == []
