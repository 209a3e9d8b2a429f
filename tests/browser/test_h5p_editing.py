"""A trainer changes what an exercise says, tries it out, saves it; a learner plays it as it is now."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from wagtail.models import Locale

from assessments.attempts.models import Outcome
from assessments.h5p import services
from assessments.h5p.models import H5PContent, H5PLibrary
from cms.authoring.services import create_structure
from courses.outline.models import Lesson, LessonActivity
from lms.accounts.models import User
from lms.structures.models import Role
from lms.structures.services import give_membership
from tests.browser.conftest import AXE
from tests.browser.h5p_desk import session_of
from tests.factories.h5p_forms import forms_package
from tests.factories.outline import CourseFactory, EnrolmentFactory, LessonFactory
from tests.factories.people import UserFactory, learner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.h5p_studio_urls")]

PACKAGE = "LumiH5PIDMultiChoiceTest.h5p"
RIGHT = "La touche Entrée"


@pytest.fixture(autouse=True)
def _wagtails_language() -> None:
    # Made by a migration, and emptied away with what an earlier test of this kind left.
    Locale.objects.get_or_create(language_code="fr")


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[Any]]:
    opened: list[Any] = []
    yield opened
    for context in opened:
        context.close()


def page_of(user: User, browser: Browser, contexts: list[Any], address: str, **more: Any) -> Page:
    context = browser.new_context(locale="fr-FR", **more)
    contexts.append(context)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": address}])
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def test_a_question_changed_in_the_studio_is_played_as_it_is_now(
    browser: Browser, contexts: list[Any], live_server: Any, h5p_packages_dir: Path
) -> None:
    place = create_structure(name="Centre social", slug="centre", by=None, now=timezone.now()).structure
    karim = UserFactory.create()
    give_membership(user=karim, structure=place, role=Role.TRAINER, by=None, now=timezone.now())
    with (h5p_packages_dir / PACKAGE).open("rb") as file:
        content = received(file, karim, place)
    lesson: Lesson = LessonFactory.create(course=CourseFactory.create(structure=place))
    LessonActivity.objects.create(lesson=lesson, activity=content.activity)
    pupil = learner(place)
    EnrolmentFactory.create(user=pupil, course=lesson.course)

    # The studio, without JavaScript
    page = page_of(karim, browser, contexts, live_server.url, java_script_enabled=False)
    page.goto(f"{live_server.url}/admin/h5p/{content.activity.uuid}/modifier/")
    page.get_by_label("Question").first.fill("Quelle touche va à la ligne ?")
    for _number in range(4):
        page.get_by_role("button", name="Retirer option 1", exact=True).click()
    boxes = page.locator(".h5p-entry")
    expect(page.get_by_label("Réponse*")).to_have_count(2)
    page.get_by_label("Réponse*").nth(0).fill("La touche Majuscule")
    page.get_by_label("Réponse*").nth(1).fill(RIGHT)
    boxes.nth(0).get_by_label("Réponse correcte").uncheck()
    boxes.nth(1).get_by_label("Réponse correcte").check()
    page.get_by_role("button", name="Essayer d’abord").click()
    expect(page).to_have_url(re.compile("/modifier/apercu/"))
    page.goto(f"{live_server.url}/admin/h5p/{content.activity.uuid}/modifier/")
    page.get_by_role("button", name="Enregistrer pour les apprenants").click()
    expect(page.get_by_text("c’est la version 2")).to_be_visible()

    # The lesson
    page = page_of(pupil, browser, contexts, live_server.url)
    page.goto(f"{live_server.url}/essai/{content.activity.uuid}/{lesson.uuid}/")
    page.get_by_role("button", name="Commencer").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("Quelle touche va à la ligne ?").first).to_be_visible()
    frame.locator(".h5p-answer", has_text=RIGHT).click()
    frame.locator(".h5p-question-check-answer").click()
    expect(page.locator("[data-h5p]").get_by_role("status")).to_contain_text("1 sur 1 (auto-évaluation)")
    outcome = Outcome.objects.get()
    assert (outcome.score_raw, outcome.score_max) == (1, 1)


def test_a_draft_is_tried_out_before_learners_see_it(browser: Browser, contexts: list[Any], live_server: Any) -> None:
    place = create_structure(name="Centre social", slug="centre", by=None, now=timezone.now()).structure
    karim = UserFactory.create()
    give_membership(user=karim, structure=place, role=Role.TRAINER, by=None, now=timezone.now())
    content = received(forms_package(), karim, place)
    page = page_of(karim, browser, contexts, live_server.url)
    page.goto(f"{live_server.url}/admin/h5p/{content.activity.uuid}/modifier/")
    page.evaluate("document.querySelectorAll('.studio details').forEach(fold => { fold.open = true })")
    page.evaluate(AXE.read_text())
    assert page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations") == []
    page.get_by_label("La question").fill("Est-ce mieux dit ?")
    page.get_by_label("Bon").fill("Oui")
    page.get_by_role("button", name="Essayer d’abord").click()
    page.get_by_role("button", name="Commencer").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("Est-ce mieux dit ?")).to_be_visible()
    frame.get_by_role("button", name="Oui").click()
    expect(frame.get_by_text("right")).to_be_visible()
    assert not Outcome.objects.exists()
    assert content.versions.count() == 1


def received(file: IO[bytes], by: User, place: Any) -> H5PContent:
    got = services.receive_package(file=file, name="question.h5p", structure=place, by=by, now=timezone.now())
    for library in H5PLibrary.objects.order_by("pk"):
        services.approve_library(library=library, by=by, now=timezone.now())
    return got.content
