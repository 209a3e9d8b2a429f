"""A trainer of one structure walks the whole studio: nothing of another shows, and the open screens are counted."""

import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.documents import get_document_model

from cms.authoring.models import Studio
from cms.media.services import keep_recording
from cms.pages.models import LessonPage
from lms.accounts.models import User
from lms.structures.models import Membership, Role
from lms.structures.services import end_membership, give_membership
from tests.cms.media.test_uploads import wave
from tests.cms.pages.test_serving import a_picture
from tests.factories.outline import ItemFactory, quiz
from tests.factories.pages import course_page, lesson_page, member, studio, track_page

pytestmark = pytest.mark.django_db

CANARY = re.compile(r"CANARI[ -]\w+", re.IGNORECASE)
# Screens that answer 200 to a trainer, by their route: a new one is looked at before it joins the list.
OPEN_TO_TRAINERS = {
    "admin/",
    "admin/account/",
    "admin/activities/chooser/",
    "admin/activities/chooser/chosen-multiple/",
    "admin/activities/chooser/results/",
    "admin/api/main/pages/",
    "admin/api/main/pages/<int:pk>/",
    "admin/choose-anchor-link/",
    "admin/choose-email-link/",
    "admin/choose-external-link/",
    "admin/choose-page/",
    "admin/choose-page/<int:parent_page_id>/",
    "admin/choose-page/chosen-multiple/",
    "admin/choose-page/search/",
    "admin/choose-phone-link/",
    "admin/dismissibles/",
    "admin/documents/",
    "admin/documents/add/",
    "admin/documents/chooser/",
    "admin/documents/chooser/chosen-multiple/",
    "admin/documents/chooser/create/",
    "admin/documents/chooser/results/",
    "admin/documents/multiple/add/",
    "admin/documents/results/",
    "admin/h5p/",
    "admin/h5p/ajouter/",
    "admin/images/",
    "admin/images/add/",
    "admin/images/chooser/",
    "admin/images/chooser/chosen-multiple/",
    "admin/images/chooser/create/",
    "admin/images/chooser/results/",
    "admin/images/multiple/add/",
    "admin/images/results/",
    "admin/jsi18n/",
    "admin/pages/<int:page_id>/copy/",
    "admin/pages/<int:page_id>/delete/",
    "admin/pages/<int:page_id>/edit/",
    "admin/pages/<int:page_id>/edit/preview/",
    "admin/pages/<int:page_id>/history/",
    "admin/pages/<int:page_id>/history/results/",
    "admin/pages/<int:page_id>/unpublish/",
    "admin/pages/<int:page_id>/usage/",
    "admin/pages/<int:page_id>/view_draft/",
    "admin/pages/<int:page_id>/workflow_history/",
    "admin/pages/<int:page_to_move_id>/move/",
    "admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/",
    "admin/pages/<int:parent_page_id>/",
    "admin/pages/<int:parent_page_id>/results/",
    "admin/pages/search/",
    "admin/pages/search/results/",
    "admin/pages/workflow/confirm_cancellation/<int:page_id>/",
    "admin/questions/",
    "admin/questions/importer/",
    "admin/questions/exporter/",
    "admin/questions/categories/ajouter/",
    "admin/questions/categories/",
    "admin/quiz/",
    "admin/quiz/ajouter/",
    "admin/recordings/chooser/",
    "admin/recordings/chooser/chosen-multiple/",
    "admin/recordings/chooser/create/",
    "admin/recordings/chooser/results/",
    "admin/skills/chooser/",
    "admin/skills/chooser/chosen-multiple/",
    "admin/skills/chooser/results/",
    "admin/sons/",
    "admin/sons/ajouter/",
    "admin/sprite/",
    "admin/test404/",
}


@pytest.fixture
def ours() -> Studio:
    made = studio("alpha", name="Alpha")
    lesson_page(course_page(track_page(made, "Parcours Alpha"), "Module Alpha"), "Leçon Alpha")
    return made


@pytest.fixture
def trainer(ours: Studio, client: Any) -> User:
    someone = member(ours.structure)
    client.force_login(someone)
    return someone


@pytest.fixture
def theirs() -> dict[str, Any]:
    """Another structure, with a canary in every name."""
    made = studio("canari-section", name="CANARI structure")
    lesson = lesson_page(course_page(track_page(made, "CANARI parcours"), "CANARI module"), "CANARI leçon")
    image = a_picture(made.collection)
    type(image).objects.filter(pk=image.pk).update(title="CANARI image")
    document = get_document_model()(title="CANARI document", collection=made.collection)
    document.file.save("CANARI-fichier.pdf", ContentFile(b"%PDF-1.4"))
    sound = keep_recording(
        title="CANARI son",
        content=wave(),
        transcript="CANARI mots",
        collection=made.collection,
        by=None,
        now=timezone.now(),
    )
    asked = quiz(structure=made.structure, title="CANARI quiz")
    return {
        "structure": made.structure,
        "lesson": lesson,
        "draft": lesson_page(lesson.get_parent().specific, "CANARI brouillon", live=False),
        "section": made.section,
        "image": image,
        "document": document,
        "sound": sound,
        "quiz": asked,
        "item": ItemFactory.create(structure=made.structure, title="CANARI question"),
        "person": member(made.structure, first_name="CANARI", last_name="CANARI-nom"),
    }


def routes(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    """Every route of the studio."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if "admin/".startswith(route) or route.startswith("admin/"):
                yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern) and route.startswith("admin/"):
            yield route


def addresses(route: str, numbers: list[int], uuids: list[Any]) -> Iterator[str]:
    """The addresses of a route with these numbers in every place that takes one."""
    values = {"int": numbers, "uuid": uuids, "slug": ["cms"], "str": ["page", "1"], "": numbers[:2]}
    places = re.findall(r"<(?:(\w+):)?\w+>", route)
    for chosen in product(*(values.get(kind, numbers) for kind in places)):
        given = iter(chosen)
        path = re.sub(r"<[^>]+>", lambda _place: str(next(given)), route)  # noqa: B023 used at once
        if not re.search(r"[?(*]", path):
            yield "/" + re.sub(r"[\^$\\]", "", path)


def shown(response: Any) -> set[str]:
    """The canaries that a response says aloud; what the asker typed themselves is no leak."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    said = content.decode("utf-8", "ignore") + response.headers.get("Location", "")
    return set(CANARY.findall(said.replace("CANARI-cherche", "")))


def test_nothing_of_another_structure_shows_anywhere_in_the_studio(
    ours: Studio, theirs: dict[str, Any], trainer: User, client: Any
) -> None:
    own = LessonPage.objects.get(title="Leçon Alpha")
    numbers = [theirs["lesson"].pk, theirs["section"].pk, own.pk, 1, theirs["lesson"].latest_revision_id]
    uuids = [theirs["quiz"].activity.uuid, theirs["item"].uuid, theirs["structure"].uuid, theirs["lesson"].uuid]
    client.raise_request_exception = False
    opened, leaks, broken = set(), {}, []
    for route in dict.fromkeys(routes()):
        if "logout" in route:
            continue
        for address in addresses(route, numbers, uuids):
            tried = [address] if "<" in route else [address, f"{address}?q=CANARI-cherche"]
            for each in tried:
                response = client.get(each)
                if response.status_code == 200:
                    opened.add(re.sub(r"[\^$]", "", route))
                if response.status_code >= 500:
                    broken.append(each)
                if found := shown(response):
                    leaks[each] = found
    assert not leaks
    assert not broken
    assert opened == OPEN_TO_TRAINERS


def test_no_number_opens_what_belongs_to_another_structure(
    ours: Studio, theirs: dict[str, Any], trainer: User, client: Any
) -> None:
    page, image, document = theirs["lesson"].pk, theirs["image"].pk, theirs["document"].pk
    for address in (
        f"/admin/choose-page/chosen-multiple/?id={page}",
        f"/admin/images/chooser/chosen-multiple/?id={image}",
        f"/admin/documents/chooser/chosen-multiple/?id={document}",
        f"/admin/recordings/chooser/chosen-multiple/?id={theirs['sound'].pk}",
        f"/admin/activities/chooser/chosen-multiple/?id={theirs['quiz'].pk}",
        f"/admin/bulk/wagtailcore/page/delete/?id={page}&next=/admin/",
        f"/admin/bulk/wagtailcore/page/move/?id={page}&next=/admin/",
        "/admin/bulk/wagtailcore/page/delete/?id=all&next=/admin/",
        f"/admin/bulk/wagtailcore/page/delete/?id=all&childOf={theirs['section'].get_parent().pk}&next=/admin/",
        f"/admin/bulk/wagtailcore/page/delete/?id=all&childOf={theirs['section'].pk}&next=/admin/",
        "/admin/bulk/cms/image/delete/?id=all&next=/admin/",
        "/admin/bulk/wagtaildocs/document/delete/?id=all&next=/admin/",
        f"/admin/bulk/cms/image/delete/?id={image}&next=/admin/",
        f"/admin/bulk/wagtaildocs/document/delete/?id={document}&next=/admin/",
        f"/admin/bulk/lms/user/delete/?id={theirs['person'].pk}&next=/admin/",
        f"/admin/api/main/pages/?child_of={theirs['section'].pk}&fields=*",
        f"/admin/api/main/pages/?descendant_of={theirs['section'].pk}",
        "/admin/api/main/pages/?search=CANARI-cherche&fields=*",
        "/admin/pages/search/?q=CANARI-cherche",
        "/admin/images/?q=CANARI-cherche",
        "/admin/choose-page/search/?q=CANARI-cherche&page_type=cms.lessonpage",
        "/admin/choose-page/?page_type=cms.coursepage",
    ):
        assert not shown(client.get(address)), address


def test_what_is_sent_against_another_structure_changes_nothing(
    ours: Studio, theirs: dict[str, Any], trainer: User, client: Any
) -> None:
    lesson, own = theirs["lesson"], LessonPage.objects.get(title="Leçon Alpha")
    course = lesson.get_parent()
    for address, data in (
        (reverse("wagtailadmin_pages:edit", args=[lesson.pk]), {"title": "Pris", "action-publish": "1"}),
        (reverse("wagtailadmin_pages:delete", args=[lesson.pk]), {}),
        (reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]), {}),
        (reverse("wagtailadmin_pages:move_confirm", args=[own.pk, course.pk]), {}),
        (reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, own.get_parent().pk]), {}),
        (reverse("wagtailadmin_pages:copy", args=[lesson.pk]), {"new_title": "Pris", "new_slug": "pris"}),
        (reverse("wagtailadmin_pages:add", args=["cms", "lessonpage", course.pk]), {"title": "Intrus"}),
        (reverse("wagtailimages:edit", args=[theirs["image"].pk]), {"title": "Pris"}),
        (reverse("wagtailimages:delete", args=[theirs["image"].pk]), {}),
        (reverse("wagtaildocs:delete", args=[theirs["document"].pk]), {}),
        (reverse("studio_recording", args=[theirs["sound"].pk]), {"title": "Pris"}),
        (reverse("studio_recording_delete", args=[theirs["sound"].pk]), {}),
        (reverse("studio_structure", args=[theirs["structure"].uuid]), {"name": "Pris"}),
        (f"/admin/bulk/wagtailcore/page/delete/?id={lesson.pk}&next=/admin/", {}),
    ):
        assert client.post(address, data).status_code in {302, 403, 404}, address
    lesson.refresh_from_db()
    own.refresh_from_db()
    assert (lesson.title, lesson.live, own.get_parent().title) == ("CANARI leçon", True, "Module Alpha")
    for thing in ("image", "document", "sound"):
        theirs[thing].refresh_from_db()
        assert theirs[thing].title.startswith("CANARI")
    assert course.get_children().count() == 2


def test_a_trainer_keeps_files_in_their_own_collection_only(
    ours: Studio, theirs: dict[str, Any], trainer: User, client: Any
) -> None:
    address = reverse("studio_recording_add")
    data = {"title": "Son", "transcript": "Mots.", "collection": theirs["structure"].pk}
    client.post(address, {**data, "file": ContentFile(wave(), name="son.mp3")})
    kept = type(theirs["sound"]).objects.get(title="Son")
    assert kept.collection == ours.collection


def test_an_ended_membership_closes_the_studio_at_the_next_request(ours: Studio, trainer: User, client: Any) -> None:
    address = reverse("wagtailadmin_explore", args=[ours.section.pk])
    assert client.get(address).status_code == 200
    end_membership(membership=Membership.objects.get(user=trainer), by=None, now=timezone.now())
    assert client.get(address).status_code != 200
    assert client.get("/admin/").status_code != 200


def test_who_works_in_two_structures_sees_both_and_loses_one(ours: Studio, theirs: dict[str, Any], client: Any) -> None:
    both = member(ours.structure)
    held = give_membership(user=both, structure=theirs["structure"], role=Role.TRAINER, by=None, now=timezone.now())
    client.force_login(both)
    address = reverse("wagtailadmin_pages:edit", args=[theirs["lesson"].pk])
    assert client.get(address).status_code == 200
    end_membership(membership=held, by=None, now=timezone.now())
    client.force_login(both)
    assert client.get(address).status_code == 404
    assert client.get(reverse("wagtailadmin_explore", args=[ours.section.pk])).status_code == 200


def test_files_take_no_tags_as_tags_are_suggested_to_all(ours: Studio, trainer: User, client: Any) -> None:
    for address in (reverse("wagtailimages:add"), reverse("wagtaildocs:add")):
        assert 'name="tags"' not in client.get(address).content.decode()
    assert client.get("/admin/tag-autocomplete/?term=a").status_code == 404


def test_the_section_itself_stays_where_it_is(ours: Studio, client: Any) -> None:
    client.force_login(member(ours.structure, Role.AUTHOR_EDITOR))
    for name in ("delete", "unpublish"):
        client.post(reverse(f"wagtailadmin_pages:{name}", args=[ours.section.pk]))
    ours.section.refresh_from_db()
    assert ours.section.live


def test_the_menu_holds_what_authors_need_and_no_more(ours: Studio, trainer: User, client: Any) -> None:
    html = client.get("/admin/").content.decode()
    for label in ("Leçons", "Questions", "Quiz", "H5P", "Sons et vidéos", "Images"):
        assert json.dumps(label) in html, label
    for address in ("/admin/reports/", "/admin/users/", "/admin/groups/", "/admin/sites/", "/admin/structures/"):
        assert f'"{address}' not in html, address
