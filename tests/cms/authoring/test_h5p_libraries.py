"""The screens of the library store: administrators alone, who know what they decide on."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.h5p import services
from assessments.h5p.models import H5PLibrary
from assessments.h5p.queries import current_version, play_set
from assessments.h5p.services import Received
from courses.outline.models import LessonActivity
from lms.accounts.models import User
from lms.structures.models import Role, Structure
from lms.structures.services import give_membership
from tests.factories.h5p import FOLDER, LIBRARY, h5p_json, h5p_package, library_json
from tests.factories.outline import LessonFactory
from tests.factories.people import StructureFactory, UserFactory, trainer
from tests.sql import CapturedSql

pytestmark = pytest.mark.django_db


def _staff(place: Structure, role: Role, client: Client) -> User:
    user = UserFactory.create()
    give_membership(user=user, structure=place, role=role, by=None, now=timezone.now())
    client.force_login(user)
    return user


def receive(place: Structure, package: io.BytesIO | None = None, by: User | None = None) -> Received:
    return services.receive_package(
        file=package or h5p_package(),
        name="de-moodle.h5p",
        structure=place,
        by=by or trainer(place),
        now=timezone.now(),
    )


def patched(number: int, script: str) -> io.BytesIO:
    changes = {f"{FOLDER}/library.json": library_json(patchVersion=number), f"{FOLDER}/card.js": script}
    return h5p_package(**changes)  # type: ignore[arg-type]


def card(number: int = 3) -> H5PLibrary:
    return H5PLibrary.objects.get(machine_name=LIBRARY, patch=number)


def page_of(client: Client, library: str = LIBRARY) -> str:
    return client.get(reverse("studio_library", args=[library, 1, 2])).content.decode()


def test_an_administrator_reads_where_a_library_came_from_and_who_needs_it(awa, place, client: Client) -> None:
    karim = trainer(place)
    received = receive(place, by=karim)
    lesson = LessonFactory.create(title="Tenir la souris")
    LessonActivity.objects.create(lesson=lesson, activity=received.content.activity)
    page = page_of(client)
    for words in ("de-moodle.h5p", str(karim), "AGPL-3.0-or-later", "Declic.Paper 1.0", "Une carte", lesson.title):
        assert words in page
    assert "attend une décision" in page
    needed_by = client.get(reverse("studio_library", args=["Declic.Paper", 1, 0])).context["needed_by"]
    assert [str(key) for key in needed_by] == ["Declic.Card 1.2"]


def test_exercises_and_people_of_other_structures_stay_nameless(awa, client: Client) -> None:
    elsewhere = StructureFactory.create()
    somebody = trainer(elsewhere)
    receive(elsewhere, h5p_package(**{"h5p.json": h5p_json(title="Secret de la maison")}), by=somebody)
    page = page_of(client)
    assert "Secret de la maison" not in page
    assert "de-moodle.h5p" not in page, "the name of a file says as much as its title"
    assert str(somebody) not in page
    assert "1 exercice d’une autre structure en a besoin aussi." in page


def test_a_library_is_approved_with_all_it_needs_in_one_click(awa, place, client: Client) -> None:
    received = receive(place)
    page = client.get(reverse("studio_library", args=[LIBRARY, 1, 2]))
    waiting = page.context["patches"][0].waiting.libraries
    assert [str(row) for row in waiting] == ["Declic.Paper 1.0.3"]
    rows = [card().pk, *(row.pk for row in waiting)]
    back = reverse("studio_library", args=[LIBRARY, 1, 2])
    answer = client.post(reverse("studio_libraries_decide"), {"library": rows, "decision": "approve", "back": back})
    assert answer.url == back  # type: ignore[attr-defined]
    assert not received.waits_for


def test_all_that_an_exercise_waits_for_is_approved_from_its_page(awa, place, client: Client) -> None:
    received = receive(place)
    address = reverse("studio_exercise", args=[received.content.activity.uuid])
    page = client.get(address)
    assert "Approuver tout ce que cet exercice attend" in page.content.decode()
    rows = [row.pk for row in page.context["to_approve"].libraries]
    client.post(reverse("studio_libraries_decide"), {"library": rows, "decision": "approve", "back": address})
    version = current_version(received.content)
    assert version
    assert play_set(version).is_ready


def test_what_came_since_the_page_was_read_is_not_approved_with_it(awa, place, client: Client) -> None:
    received = receive(place)
    address = reverse("studio_exercise", args=[received.content.activity.uuid])
    rows = [row.pk for row in client.get(address).context["to_approve"].libraries]
    receive(place, patched(4, "nobodyHasReadThis()"))
    client.post(reverse("studio_libraries_decide"), {"library": rows, "decision": "approve", "back": address})
    assert card(4).status == "pending"
    assert card(3).status == "approved"


def test_going_back_and_letting_the_newest_play_again_are_one_click_each(awa, place, client: Client) -> None:
    received = receive(place)
    receive(place, patched(4, "worse()"))
    everything = list(H5PLibrary.objects.values_list("pk", flat=True))
    client.post(reverse("studio_libraries_decide"), {"library": everything, "decision": "approve"})
    version = current_version(received.content)
    assert version
    assert "Revenir à celle-ci" in page_of(client)
    assert client.post(reverse("studio_library_roll", args=[card(3).pk]), follow=True).status_code == 200
    assert card(3) in play_set(version).libraries
    assert "se joue\u00a0: vous y êtes revenus" in page_of(client)
    client.post(reverse("studio_library_roll", args=[card(3).pk]), {"to": "newest"})
    assert card(4) in play_set(version).libraries


def test_unused_libraries_are_shown_with_what_they_weigh_and_go_when_ticked(awa, place, client: Client) -> None:
    received = receive(place)
    address = reverse("studio_libraries_clean")
    H5PLibrary.objects.update(added_at=timezone.now() - timedelta(days=60))
    assert "Rien à nettoyer." in client.get(address).content.decode()
    received.version.delete()
    page = client.get(address)
    assert [str(library) for library in page.context["page"]] == ["Declic.Card 1.2.3", "Declic.Paper 1.0.3"]
    assert page.context["size"] > 0
    client.post(address, {"library": [card().pk]})
    assert [str(library) for library in H5PLibrary.objects.all()] == ["Declic.Paper 1.0.3"]


def test_nobody_goes_back_to_what_was_never_approved(awa, place, client: Client) -> None:
    receive(place)
    answer = client.post(reverse("studio_library_roll", args=[card().pk]), follow=True)
    assert "Approuvez-la d’abord" in answer.content.decode()
    assert card().preferred_at is None


def test_a_conflict_is_shown_with_what_differs_as_text_and_never_as_markup(awa, place, client: Client) -> None:
    receive(place)
    client.post(reverse("studio_libraries_decide"), {"library": [card().pk], "decision": "approve"})
    receive(place, patched(3, "evil('<script>alert(1)</script>')"))
    other = H5PLibrary.objects.get(machine_name=LIBRARY, status="pending")
    assert "Une autre porte le même numéro" in page_of(client)
    page = client.get(reverse("studio_library_changes", args=[other.pk])).content.decode()
    assert "evil(&#x27;&lt;script&gt;alert(1)&lt;/script&gt;&#x27;)" in page
    assert "<script>alert(1)" not in page
    listed = client.get(reverse("studio_libraries")).content.decode()
    assert f'id="library-{other.pk}"' in listed
    assert " checked" not in listed, "nobody decides on a library without ticking it"


def test_one_file_has_a_page_of_its_own(awa, place, client: Client) -> None:
    receive(place)
    address = reverse("studio_library_changes", args=[card().pk])
    assert "EventDispatcher" in client.get(address, {"file": "card.js"}).content.decode()
    assert client.get(address, {"file": "../../etc/passwd"}).status_code == 404
    assert client.get(reverse("studio_library_changes", args=[0])).status_code == 404
    assert client.get(reverse("studio_library", args=["H5P.Nothing", 1, 2])).status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COUNSELLOR, Role.LEARNER])
def test_libraries_exist_for_administrators_alone(role: Role, place, client: Client) -> None:
    receive(place)
    _staff(place, role, client)
    refused = {302, 404}
    for name, args in (
        ("studio_libraries", []),
        ("studio_libraries_clean", []),
        ("studio_library", [LIBRARY, 1, 2]),
        ("studio_library_changes", [card().pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code in refused, name
    for name, args in (
        ("studio_libraries_decide", []),
        ("studio_libraries_clean", []),
        ("studio_library_roll", [card().pk]),
    ):
        answer = client.post(reverse(name, args=args), {"library": [card().pk], "decision": "approve"})
        assert answer.status_code in refused, name
    assert card().status == "pending"


def test_a_form_never_leads_elsewhere(awa, place, client: Client) -> None:
    receive(place)
    for back in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", ""):
        answer = client.post(
            reverse("studio_libraries_decide"), {"library": [card().pk], "decision": "approve", "back": back}
        )
        assert answer.url == reverse("studio_libraries")  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["studio_libraries", "studio_exercises", "library"])
def test_a_list_of_many_costs_what_a_list_of_few_costs(awa, place, client: Client, address: str) -> None:
    url = reverse("studio_library", args=[LIBRARY, 1, 2]) if address == "library" else reverse(address)
    receive(place)
    receive(place, patched(4, "four()"))
    client.get(url)
    with CapturedSql.on(connection) as few:
        client.get(url)
    for number in range(5, 10):
        receive(place, patched(number, f"patch{number}()"))
    with CapturedSql.on(connection) as many:
        client.get(url)
    assert len(many) == len(few), "\n".join(sorted(set(many.shapes) - set(few.shapes)))


def test_lists_have_pages_and_are_searched(awa, place, client: Client) -> None:
    receive(place)
    for number in range(60):
        H5PLibrary.objects.create(
            machine_name=f"H5P.Many{number}", major=1, minor=0, patch=0, title="Many", tree_sha256=f"{number:064}",
            added_at=timezone.now(), metadata=card().metadata,
        )  # fmt: skip
    assert client.get(reverse("studio_libraries")).context["page"].paginator.num_pages == 2
    found = client.get(reverse("studio_libraries"), {"q": "many59"}).context["rows"]
    assert [str(row.library) for row in found] == ["H5P.Many59 1.0.0"]
    assert client.get(reverse("studio_exercises"), {"q": "carte"}).context["rows"]
    assert not client.get(reverse("studio_exercises"), {"q": "zèbre"}).context["rows"]
