"""Files sent from the studio's screens: kept clean, or refused in French, never a server error."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents import get_document_model

from cms.authoring.models import Studio
from cms.media.models import Image, Recording
from tests.cms.media.test_uploads import CAPTIONS, FILM, REFUSED, picture, wave
from tests.factories.pages import member, studio

pytestmark = pytest.mark.django_db
WORDS = {"title": "Souris", "description": "Une souris."}


@pytest.fixture
def made(client: Any) -> Studio:
    opened = studio()
    client.force_login(member(opened.structure))
    return opened


def photo() -> bytes:
    exif = Pillow.Exif()
    exif[0x010E] = "chez Fatima"
    return picture("JPEG", size=(600, 400), exif=exif.tobytes())


@pytest.mark.parametrize("name", sorted(REFUSED))
@pytest.mark.parametrize("screen", ["add", "chooser", "multiple"])
def test_a_bad_picture_is_refused_on_every_screen(made: Studio, client: Any, name: str, screen: str) -> None:
    file = SimpleUploadedFile(name, REFUSED[name])
    if screen == "add":
        response = client.post(reverse("wagtailimages:add"), {**WORDS, "file": file})
    elif screen == "chooser":
        data = {f"image-chooser-upload-{key}": value for key, value in {**WORDS, "file": file}.items()}
        response = client.post(reverse("wagtailimages_chooser:create"), data)
    else:
        data = {"title": "Souris", "files[]": file}
        response = client.post(
            reverse("wagtailimages:add_multiple"), data, headers={"x-requested-with": "XMLHttpRequest"}
        )
    assert response.status_code in {200, 400}
    assert not Image.objects.exists()


def test_a_picture_sent_from_the_editor_is_kept_clean(made: Studio, client: Any) -> None:
    data = {f"image-chooser-upload-{key}": value for key, value in WORDS.items()}
    data["image-chooser-upload-file"] = SimpleUploadedFile("photo.jpg", photo())
    assert client.post(reverse("wagtailimages_chooser:create"), data).json()["step"] == "chosen"
    assert kept_bytes().find(b"Fatima") == -1


def kept_bytes() -> bytes:
    image = Image.objects.get()
    with image.file.open() as file:
        return bytes(file.read())


def test_a_picture_sent_with_others_waits_for_its_description_and_is_kept_clean(made: Studio, client: Any) -> None:
    ajax = {"x-requested-with": "XMLHttpRequest"}
    data = {"title": "photo", "files[]": SimpleUploadedFile("photo.jpg", photo())}
    answer = client.post(reverse("wagtailimages:add_multiple"), data, headers=ajax).json()
    assert not Image.objects.exists()
    upload = answer["uploaded_file_id"]
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[upload])
    prefix = f"uploaded-image-{upload}"
    sent = {f"{prefix}-title": "Souris", f"{prefix}-description": ""}
    assert not client.post(address, sent, headers=ajax).json()["success"]
    sent[f"{prefix}-description"] = "Une souris."
    assert client.post(address, sent, headers=ajax).json()["success"]
    assert kept_bytes().find(b"Fatima") == -1
    assert Image.objects.get().collection == made.collection


def test_a_picture_too_large_keeps_the_words_typed(made: Studio, client: Any, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 500
    response = client.post(
        reverse("wagtailimages:add"), {**WORDS, "file": SimpleUploadedFile("a.png", picture(size=(900, 900)))}
    )
    html = response.content.decode()
    assert "Une souris." in html
    assert "500" in html


def test_a_sound_and_a_film_are_sent_changed_and_taken_away(made: Studio, client: Any) -> None:
    add = reverse("studio_recording_add")
    data = {"title": "Film", "transcript": "On voit une souris."}
    refused = client.post(add, {**data, "file": SimpleUploadedFile("film.mp4", FILM)})
    assert refused.status_code == 422
    assert "On voit une souris." in refused.content.decode()
    files = {"file": SimpleUploadedFile("film.mp4", FILM), "captions": SimpleUploadedFile("mots.vtt", CAPTIONS)}
    assert client.post(add, {**data, **files}).status_code == 302
    film = Recording.objects.get()
    assert (film.kind, film.seconds, film.collection) == ("video", 61, made.collection)
    assert client.post(reverse("studio_recording", args=[film.pk]), {**data, "title": "Autre"}).status_code == 302
    film.refresh_from_db()
    assert (film.title, film.seconds) == ("Autre", 61)
    assert "Autre" in client.get(reverse("studio_recordings")).content.decode()
    client.post(reverse("studio_recording_delete", args=[film.pk]))
    assert not Recording.objects.exists()


def test_a_sound_is_sent_from_the_editor(made: Studio, client: Any) -> None:
    words = {"title": "Bonjour", "transcript": "Bonjour.", "file": SimpleUploadedFile("son.mp3", wave())}
    data = {f"recording-chooser-upload-{key}": value for key, value in words.items()}
    assert client.post(reverse("recording_chooser:create"), data).json()["step"] == "chosen"
    assert Recording.objects.get().uploaded_by is not None


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "program.exe"])
def test_a_document_that_a_browser_would_run_is_refused(made: Studio, client: Any, name: str) -> None:
    data = {"title": "Piège", "file": SimpleUploadedFile(name, b"<script>alert(1)</script>")}
    assert client.post(reverse("wagtaildocs:add"), data).status_code == 200
    assert not get_document_model().objects.exists()
