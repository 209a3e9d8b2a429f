"""The studio's screens for H5P files that come in: many at once, how far they are, one in the place of another."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import assessments.tasks  # noqa: F401 — whoever does jobs knows their kinds
from assessments.h5p import imports
from assessments.h5p.import_models import H5PImport, H5PImportFile
from assessments.h5p.limits import MEBIBYTE
from assessments.h5p.models import H5PContent
from lms.jobs import services as jobs
from lms.structures.models import Role, Structure
from tests.factories.h5p import h5p_json, h5p_package
from tests.factories.people import StructureFactory, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("karim")]
ADD = "/admin/h5p/ajouter/"


def file(title: str, data: bytes | None = None) -> SimpleUploadedFile:
    whole = h5p_package(**{"h5p.json": h5p_json(title=title)}).getvalue()
    return SimpleUploadedFile(f"{title}.h5p", whole if data is None else data)


@pytest.fixture
def bring(place: Structure, client: Client) -> Callable[..., str]:
    """Send files, have them taken in; the page that says what became of them."""

    def send(*files: SimpleUploadedFile) -> str:
        answer = client.post(ADD, {"packages": list(files), "structure": place.pk})
        assert answer.status_code == 302
        jobs.run_due(now=timezone.now())
        return client.get(answer["Location"]).content.decode()

    return send


def test_many_files_sent_at_once_each_get_their_word(bring: Callable[..., str]) -> None:
    page = bring(file("Un"), file("Deux"), file("Deux"), file("Trois", b"not a zip"), file("Vide", b""))
    assert "2 fichiers sont arrivés. 2 fichiers sont refusés." in page
    assert "C’est le même fichier que" in page
    assert "Ce fichier ne peut pas être pris" in page
    assert "Rien n’en est gardé." in page
    assert H5PContent.objects.count() == 2
    assert H5PImportFile.objects.filter(state="refused").count() == 2


def test_files_under_way_say_how_far_they_are_and_the_page_asks_again_by_itself(
    place: Structure, client: Client
) -> None:
    answer = client.post(ADD, {"packages": [file("Un"), file("Deux")], "structure": place.pk}, follow=True)
    page = answer.content.decode()
    assert "0 fichier lu sur 2." in page
    assert "data-under-way" in page
    assert "Voir où il en est" in page
    jobs.run_due(now=timezone.now())
    page = client.get(answer.request["PATH_INFO"]).content.decode()
    assert "data-under-way" not in page
    assert "2 fichiers" in client.get(ADD).content.decode()


def test_no_file_too_many_or_too_heavy_is_said_before_anything_is_kept(
    place: Structure, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def words(*files: SimpleUploadedFile) -> str:
        answer = client.post(ADD, {"packages": list(files), "structure": place.pk})
        assert answer.status_code == 422
        return answer.content.decode()

    assert "Choisissez d’abord un fichier." in words()
    assert "Cela fait 31 fichiers" in words(*(file(str(number), b"x") for number in range(31)))
    monkeypatch.setattr("cms.authoring.h5p_import_forms.TOGETHER", MEBIBYTE)
    assert "Ces fichiers pèsent 2" in words(file("Lourd", bytes(MEBIBYTE)), file("Autre", b"x"))
    assert not H5PImport.objects.exists()


def test_the_file_of_an_exercise_is_replaced_from_its_page(bring: Callable[..., str], client: Client) -> None:
    bring(file("Un"))
    content = H5PContent.objects.get()
    page = client.get(reverse("studio_exercise", args=[content.activity.uuid])).content.decode()
    address = reverse("studio_exercise_replace", args=[content.activity.uuid])
    assert address in page
    assert "recommence au début" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    answer = client.post(address, {"file": file("Deux")})
    jobs.run_due(now=timezone.now())
    assert "1 fichier est arrivé." in client.get(answer["Location"]).content.decode()
    assert content.versions.count() == 2
    assert H5PContent.objects.count() == 1


def test_a_file_too_large_to_stand_in_is_refused_before_it_is_read(
    bring: Callable[..., str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(file("Un"))
    address = reverse("studio_exercise_replace", args=[H5PContent.objects.get().activity.uuid])
    monkeypatch.setattr("cms.authoring.h5p_import_forms.LIMITS", imports.LIMITS.__class__(package=10))
    answer = client.post(address, {"file": file("Deux")})
    assert answer.status_code == 422
    assert "Ce fichier est trop lourd" in answer.content.decode()


def test_what_was_sent_elsewhere_does_not_exist(bring: Callable[..., str]) -> None:
    bring(file("Un"))
    stranger = Client()
    stranger.force_login(person(Role.TRAINER, StructureFactory.create()))
    batch, content = H5PImport.objects.get(), H5PContent.objects.get()
    assert stranger.get(reverse("studio_exercise_import", args=[batch.uuid])).status_code == 404
    replace = reverse("studio_exercise_replace", args=[content.activity.uuid])
    assert stranger.get(replace).status_code == 404
    assert stranger.post(replace, {"file": file("Deux")}).status_code == 404
    assert str(batch.uuid) not in stranger.get(ADD).content.decode()
