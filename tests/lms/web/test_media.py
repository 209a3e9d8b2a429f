"""Lesson media: what is open is served safely, the rest does not exist."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_picture_is_served_with_our_type_and_kept_by_the_browser(client: Client):
    name = default_storage.save("images/souris.webp", ContentFile(b"RIFF"))
    answer = client.get(f"/media/{name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"".join(answer.streaming_content) == b"RIFF"


@pytest.mark.parametrize(
    "path",
    [
        "original_images/souris.png",
        "documents/liste.pdf",
        "images/page.html",
        "images/dessin.svg",
        "images/../documents/a.png",
        "images/%2e%2e/secret.png",
        "images/absente.png",
        "../db.sqlite3",
    ],
)
def test_originals_documents_and_tricks_do_not_exist(path: str, client: Client):
    default_storage.save("original_images/souris.png", ContentFile(b"x"))
    default_storage.save("images/page.html", ContentFile(b"<script>"))
    assert client.get(f"/media/{path}").status_code == 404
