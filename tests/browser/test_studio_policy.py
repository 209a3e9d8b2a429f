"""The studio under its strict policy: each screen opens, its choosers and pickers work, nothing is refused."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from cms.demo.people import password
from tests.browser.conftest import Seat, Site

TakeSeat = Callable[..., Seat]
Keep = Callable[[Page, str], None]

# What a trainer and an administrator open; {…} are found in the demo.
SCREENS = (
    "/admin/",
    "/admin/pages/",
    "/admin/pages/{section}/",
    "/admin/pages/{track}/",
    "/admin/pages/{course}/",
    "/admin/pages/search/?q=souris",
    "/admin/pages/{section}/edit/",
    "/admin/pages/{track}/edit/",
    "/admin/pages/{course}/edit/",
    "/admin/pages/{lesson}/edit/",
    "/admin/pages/{lesson}/history/",
    "/admin/pages/{lesson}/usage/",
    "/admin/pages/{lesson}/move/",
    "/admin/pages/{lesson}/copy/",
    "/admin/pages/{course}/add_subpage/",
    "/admin/pages/add/cms/lessonpage/{course}/",
    "/admin/pages/add/cms/coursepage/{track}/",
    "/admin/pages/add/cms/trackpage/{section}/",
    "/admin/pages/add/cms/plainpage/{section}/",
    "/admin/images/",
    "/admin/images/add/",
    "/admin/images/multiple/add/",
    "/admin/images/{image}/",
    "/admin/documents/",
    "/admin/documents/add/",
    "/admin/documents/multiple/add/",
    "/admin/sons/",
    "/admin/sons/ajouter/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/site-history/",
    "/admin/account/",
    "/admin/questions/",
    "/admin/questions/ajouter/choice/",
    "/admin/questions/ajouter/true-false/",
    "/admin/questions/ajouter/fill-in/",
    "/admin/questions/ajouter/numeric/",
    "/admin/questions/ajouter/cloze/",
    "/admin/questions/ajouter/drag-text/",
    "/admin/questions/ajouter/select-words/",
    "/admin/questions/ajouter/matching/",
    "/admin/questions/ajouter/sequencing/",
    "/admin/questions/ajouter/categorise/",
    "/admin/questions/ajouter/hotspot/",
    "/admin/questions/ajouter/observation/",
    "/admin/questions/{item}/versions/",
    "/admin/questions/{item}/corriger/",
    "/admin/questions/importer/",
    "/admin/questions/exporter/",
    "/admin/questions/categories/",
    "/admin/questions/categories/ajouter/",
    "/admin/questions/{item}/",
    "/admin/quiz/",
    "/admin/quiz/ajouter/",
    "/admin/quiz/{quiz}/",
    "/admin/h5p/",
    "/admin/h5p/ajouter/",
    "/admin/h5p/{exercise}/",
    "/admin/h5p/{exercise}/remplacer/",
    "/admin/h5p/{exercise}/modifier/",
    "/admin/h5p/{exercise}/modifier/apercu/",
    "/admin/h5p/{exercise}/versions/",
    "/admin/h5p/{exercise}/versions/1/",
    "/admin/h5p/{exercise}/fichiers/",
    "/admin/h5p/bibliotheques/",
    "/admin/h5p/bibliotheques/nettoyer/",
    "/admin/h5p/bibliotheques/{library}/",
    "/admin/h5p/bibliotheques/{patch}/changements/",
)
FOUND = """
from wagtail.models import Page
from cms.media.models import Image
from cms.pages.models import LessonPage
from assessments.activities.models import Activity
from assessments.bank.models import Item
from assessments.h5p.models import H5PLibrary
lesson = LessonPage.objects.live().order_by("path").first()
course, track, section = [Page.objects.get(pk=pk) for pk in
    lesson.get_ancestors().order_by("-path").values_list("pk", flat=True)[:3]]
structure = section.specific.structure
mine = Activity.objects.filter(structure=structure).order_by("pk")
print("lesson", lesson.pk); print("course", course.pk); print("track", track.pk); print("section", section.pk)
print("image", Image.objects.order_by("pk").first().pk)
print("item", Item.objects.filter(structure=structure).order_by("pk").first().uuid)
library = H5PLibrary.objects.order_by("pk").first()
print("library", f"{library.machine_name}/{library.major}.{library.minor}"); print("patch", library.pk)
print("quiz", mine.filter(kind="quiz").first().uuid); print("exercise", mine.filter(kind="h5p").first().uuid)
"""


@pytest.fixture(scope="module")
def found(site: Site) -> dict[str, str]:
    """Numbers of the demo's pages and files, for the addresses above."""
    return dict(line.split() for line in site.python(FOUND).splitlines() if line)


@pytest.fixture
def studio(take_seat: TakeSeat) -> Seat:
    """An administrator of both structures: who opens most screens."""
    seat = take_seat()
    seat.sign_in_as_staff({"username": "awa", "password": password("awa")})
    return seat


def test_no_screen_of_the_studio_is_stopped_by_its_policy(studio: Seat, found: dict[str, str]) -> None:
    missing = []
    for screen in SCREENS:
        address = screen.format_map(found)
        answer = studio.page.request.get(studio.url + address)
        if answer.status != 200:
            missing.append(f"{answer.status} {address}")
            continue
        studio.go(address)
    studio.assert_no_fault()
    assert not missing
