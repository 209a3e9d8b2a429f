"""Whatever is sent: kept clean, or refused with words that say what to do."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from cms.media import durations, recordings
from cms.media.forms import RecordingForm
from cms.media.models import LESSON_SIZES, Image, Recording
from cms.media.pictures import LONGEST_SIDE, UnreadablePicture, remade
from cms.media.services import keep_image, keep_recording
from tests.factories.people import UserFactory

PIXELS = 50_000_000


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **saving: Any) -> bytes:
    out = BytesIO()
    Pillow.new("RGB", size, "teal").save(out, kind, **saving)
    return out.getvalue()


def png_saying(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG whose header says what we want, right checksums included."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def png_with_a_text_bomb() -> bytes:
    notes = PngInfo()
    notes.add_text("comment", "0" * 80_000_000, zip=True)
    return picture(pnginfo=notes)


REFUSED = {
    "cut.png": picture(size=(300, 300))[:300],
    "cut.jpg": picture("JPEG", size=(900, 900))[:2000],
    "no-width.png": png_saying(0, 0),
    "bomb.png": png_saying(60_000, 60_000),
    "words.png": b"this is no picture",
    "page.jpg": b"<script>alert(1)</script>",
    "empty.png": b"",
    "drawing.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "film.gif": picture("GIF"),
    "other.png": picture("JPEG"),
}


@pytest.fixture
def root(db: None) -> Collection:
    return Collection.get_first_root_node()


def image_form(name: str, content: bytes, **data: Any) -> Any:
    user = UserFactory.create(is_superuser=True)
    root = Collection.get_first_root_node()
    sent = {"title": "Une souris", "description": "Une main sur une souris.", "collection": root.pk, "tags": "", **data}
    file = SimpleUploadedFile(name, content)
    return get_image_form(Image)(sent, {"file": file}, instance=Image(uploaded_by_user=user), user=user)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_file_that_is_no_whole_picture_is_refused_in_french(root: Collection, name: str) -> None:
    with translation.override("fr"):
        form = image_form(name, REFUSED[name])
        assert not form.is_valid()
        (message,) = form.errors["file"]
    assert any(word in message for word in ("image", "fichier")), message


def test_a_bomb_in_the_notes_of_a_picture_does_no_harm(root: Collection) -> None:
    form = image_form("noted.png", png_with_a_text_bomb())
    if form.is_valid():
        assert form.save().file_size < 10_000
    else:
        assert form.errors["file"]


def test_a_too_large_picture_says_how_large_one_may_be(root: Collection, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    with translation.override("fr"):
        form = image_form("grande.png", picture(size=(2000, 2000)) + b"\0" * 2000)
        assert not form.is_valid()
    assert "1000" in form.errors["file"][0]


def test_a_picture_without_description_is_refused(root: Collection) -> None:
    form = image_form("souris.png", picture(), description=" ")
    assert "description" in form.errors


def test_a_kept_picture_has_lost_the_notes_of_the_camera(root: Collection) -> None:
    exif = Pillow.Exif()
    exif[0x010E] = "chez Fatima"
    exif[0x0112] = 6  # lying on its side
    form = image_form("photo.jpg", picture("JPEG", size=(60, 40), exif=exif.tobytes()))
    assert form.is_valid(), form.errors
    image = form.save()
    assert (image.width, image.height) == (40, 60)
    with image.file.open() as kept:
        assert b"Fatima" not in kept.read()


def test_a_huge_photo_is_brought_to_the_size_of_a_page() -> None:
    with Pillow.open(BytesIO(remade(picture("JPEG", size=(5000, 1000)), max_pixels=PIXELS))) as small:
        assert small.width == LONGEST_SIDE


def test_transparency_is_kept() -> None:
    out = BytesIO()
    Pillow.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Pillow.open(BytesIO(remade(out.getvalue(), max_pixels=PIXELS))) as kept:
        assert kept.mode == "RGBA"


def test_a_picture_with_too_many_points_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(UnreadablePicture):
        remade(png_saying(40_000, 40_000), max_pixels=PIXELS)


def test_the_sizes_that_lessons_show_are_made_at_once_in_webp(root: Collection) -> None:
    image = keep_image(
        title="Souris", content=picture(), name="souris.png", description="Une souris.", collection=root, by=None
    )
    made = {rendition.filter_spec: rendition.file.name for rendition in image.renditions.order_by("pk")}
    assert set(made) == set(LESSON_SIZES)
    assert all(name.endswith(".webp") for name in made.values())


# Sounds and films


def wave() -> bytes:
    """Two seconds of silence at 32 kbit/s: MPEG 1 layer III frames."""
    return (b"\xff\xfb\x10\x00" + b"\0" * 100) * 77


FILM = (
    b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
    + b"\0\0\0\x6cmoov\0\0\0\x64mvhd"
    + b"\0" * 12
    + struct.pack(">II", 1000, 61_000)
)
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour.\n"


def recording_form(name: str, content: bytes, captions: bytes | None = None, **data: Any) -> RecordingForm:
    root = Collection.get_first_root_node()
    sent = {"title": "Bonjour", "transcript": "Bonjour à tous.", "collection": root.pk, **data}
    files = {"file": SimpleUploadedFile(name, content)}
    if captions is not None:
        files["captions"] = SimpleUploadedFile("mots.vtt", captions)
    return RecordingForm(sent, files, user=UserFactory.create(is_superuser=True))


def test_a_sound_is_kept_with_its_length_and_its_hash(root: Collection) -> None:
    kept = keep_recording(
        title="Bonjour", content=wave(), transcript="Bonjour.", collection=root, by=None, now=timezone.now()
    )
    assert (kept.kind, kept.seconds, kept.size) == ("audio", 2, len(wave()))
    assert kept.file.name.startswith("recordings/")
    assert kept.file.name.endswith(".mp3")
    assert len(kept.sha256) == 64


def test_a_film_needs_its_captions(root: Collection) -> None:
    assert "captions" in recording_form("film.mp4", FILM).errors
    form = recording_form("film.mp4", FILM, CAPTIONS)
    assert form.is_valid(), form.errors
    assert durations.seconds(FILM, recordings.MP4) == 61


def test_a_program_cannot_keep_a_film_without_captions(root: Collection) -> None:
    with pytest.raises(ValidationError):
        keep_recording(title="F", content=FILM, transcript="…", collection=root, by=None, now=timezone.now())


@pytest.mark.parametrize("captions", [b"1\n00:00 --> 00:01\n", b"\xff\xfe", b"WEBVTT"])
def test_captions_that_a_browser_would_not_read_are_refused(root: Collection, captions: bytes) -> None:
    assert "captions" in recording_form("film.mp4", FILM, captions).errors


@pytest.mark.parametrize("content", [b"<script>", b"", picture(), b"RIFF....WAVE"])
def test_a_file_that_is_no_sound_is_refused_whatever_its_name(root: Collection, content: bytes) -> None:
    with translation.override("fr"):
        assert "file" in recording_form("son.mp3", content).errors


def test_a_sound_needs_its_words(root: Collection) -> None:
    assert "transcript" in recording_form("son.mp3", wave(), transcript="").errors
    assert not Recording.objects.exists()


def test_a_too_large_sound_says_how_large_one_may_be(root: Collection, settings: Any) -> None:
    settings.RECORDING_MAX_SIZE = 100
    assert "file" in recording_form("son.mp3", wave()).errors
