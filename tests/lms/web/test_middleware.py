"""What every answer gets on its way out."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_page_goes_compressed_to_a_browser_that_can_read_it(client: Client):
    answer = client.get("/entrer/", headers={"accept-encoding": "gzip, deflate"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 8000


def test_a_recording_goes_as_it_is_with_its_length(client: Client):
    name = default_storage.save("recordings/mot.mp3", ContentFile(b"0" * 5000))
    answer = client.get(f"/media/{name}", headers={"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Length"] == "5000"
    assert b"".join(answer.streaming_content) == b"0" * 5000
