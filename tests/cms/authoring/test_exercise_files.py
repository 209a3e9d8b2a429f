"""An H5P exercise leaves the studio as a file, for its trainers alone, and the journal knows."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.h5p import deciding, services
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PLibrary
from cms.authoring.services import create_structure
from lms.accounts.models import User
from lms.journal.models import Entry
from lms.structures.models import Role, Structure
from lms.structures.services import give_membership
from tests.assessments.h5p.conftest import approve_all
from tests.factories.h5p import h5p_json, h5p_package
from tests.factories.people import StructureFactory, UserFactory, person

pytestmark = pytest.mark.django_db

HOSTILE = '..\\"\u202eé.h5p'


@pytest.fixture
def content(place: Structure, karim: User) -> H5PContent:
    """An exercise that plays, brought under a hostile name."""
    received = services.receive_package(
        file=h5p_package(**{"h5p.json": h5p_json(title="Où « cliquer » ?")}),
        name=HOSTILE, structure=place, by=karim, now=timezone.now(),
    )  # fmt: skip
    approve_all()
    return received.content


def screen(content: H5PContent) -> str:
    return reverse("studio_exercise_files", args=[content.activity.uuid])


def take(client: Client, content: H5PContent, form: str, version: object = 1) -> Any:
    address = reverse("studio_exercise_file", args=[content.activity.uuid])
    return client.post(address, {"form": form, "version": version})


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_file_received_is_given_back_byte_for_byte(client: Client, content: H5PContent):
    answer = take(client, content, "original")
    package = content.versions.get().package
    assert package is not None
    with package.file.open("rb") as kept:
        assert body(answer) == kept.read()
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9.h5p"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Length"] == str(package.size)


def test_a_file_made_anew_is_named_after_its_exercise(client: Client, content: H5PContent):
    answer = take(client, content, "regenerated")
    assert zipfile.ZipFile(io.BytesIO(body(answer))).testzip() is None
    assert "attachment; filename*=utf-8''O%C3%B9" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_journal_says_who_took_which_version(client: Client, karim: User, content: H5PContent):
    body(take(client, content, "original"))
    body(take(client, content, "regenerated"))
    entries = Entry.objects.filter(verb="h5p.exported").order_by("pk")
    assert [entry.data for entry in entries] == [
        {"form": "original", "version": 1},
        {"form": "regenerated", "version": 1},
    ]
    assert {(entry.actor_id, entry.target) for entry in entries} == {(karim.pk, f"activity:{content.activity.uuid}")}


def test_the_screen_offers_both_and_is_reached_from_the_exercise(client: Client, content: H5PContent):
    assert screen(content) in client.get(reverse("studio_exercise", args=[content.activity.uuid])).content.decode()
    page = client.get(screen(content)).content.decode()
    assert "Télécharger le fichier reçu" in page
    assert "Télécharger en fichier H5P" in page


def test_a_blocked_library_keeps_the_file_received_and_says_why_not_the_other(client: Client, content: H5PContent):
    library = H5PLibrary.objects.get(machine_name="Declic.Paper")
    deciding.block_library(library=library, by=person(Role.TRAINER, StructureFactory.create()), now=timezone.now())
    page = client.get(screen(content)).content.decode()
    assert "Declic.Paper 1.0" in page
    assert "Télécharger en fichier H5P" not in page
    refused = take(client, content, "regenerated")
    assert refused.status_code == 302
    assert "Declic.Paper 1.0" in client.get(refused["Location"]).content.decode()
    original = take(client, content, "original")
    assert original.status_code == 200
    assert body(original)
    assert [entry.data["form"] for entry in Entry.objects.filter(verb="h5p.exported")] == ["original"]


def test_an_edited_version_has_no_file_received(client: Client, content: H5PContent):
    first = content.versions.get()
    H5PContentVersion.objects.create(
        content=content, number=2, package=None, main_library=first.main_library, params=first.params,
        dependencies=first.dependencies, created_at=timezone.now(),
    )  # fmt: skip
    assert "Modifié ici" in client.get(screen(content)).content.decode()
    assert take(client, content, "original", 2).status_code == 404
    answer = take(client, content, "regenerated", 2)
    assert answer.status_code == 200
    assert body(answer)


@pytest.mark.parametrize(
    ("form", "version"),
    [("x", 1), ("original", 9), ("original", "x"), ("regenerated", ""), ("original", "9" * 15), ("regenerated", "0")],
)
def test_what_is_not_there_is_not_found(client: Client, content: H5PContent, form: str, version: object):
    assert take(client, content, form, version).status_code == 404


def test_a_file_that_left_the_store_is_not_found(client: Client, content: H5PContent):
    package = content.versions.get().package
    assert package is not None
    Path(package.file.path).unlink()
    assert take(client, content, "original").status_code == 404


def test_nothing_leaves_by_following_a_link(client: Client, content: H5PContent):
    address = reverse("studio_exercise_file", args=[content.activity.uuid])
    assert client.get(address, {"form": "original", "version": 1}).status_code == 405


def test_trainers_elsewhere_find_nothing(client: Client, content: H5PContent):
    elsewhere = create_structure(name="Ailleurs", slug="ailleurs", by=None, now=timezone.now()).structure
    other = UserFactory.create()
    give_membership(user=other, structure=elsewhere, role=Role.TRAINER, by=None, now=timezone.now())
    client.force_login(other)
    assert client.get(reverse("studio_exercises")).status_code == 200
    assert client.get(screen(content)).status_code == 404
    for form in ("original", "regenerated"):
        assert take(client, content, form).status_code == 404
    assert not Entry.objects.filter(verb="h5p.exported").exists()


@pytest.mark.parametrize("role", [Role.LEARNER, Role.COUNSELLOR])
def test_answers_never_leave_with_learners_or_counsellors(
    client: Client, content: H5PContent, place: Structure, role: Role
):
    client.force_login(person(role, place))
    assert client.get(screen(content)).status_code in {302, 404}
    assert take(client, content, "original").status_code in {302, 404}
    assert take(client, content, "regenerated").status_code in {302, 404}
    assert not Entry.objects.filter(verb="h5p.exported").exists()


def test_the_screen_costs_the_same_whatever_the_number_of_versions(
    client: Client, content: H5PContent, karim: User, place: Structure, capture_sql: Any
):
    counts = []
    for _times in range(2):
        client.get(screen(content))
        with capture_sql() as sql:
            client.get(screen(content))
        counts.append(len(sql))
        for _each in range(4):
            services.receive_package(
                file=h5p_package(), name="a.h5p", structure=place, by=karim, now=timezone.now(), replaces=content
            )
    assert counts[0] == counts[1]
