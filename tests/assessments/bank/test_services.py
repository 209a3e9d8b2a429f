"""Questions are added and revised, never deleted; what was answered never changes."""

import datetime
import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from assessments.bank import queries, services
from assessments.bank.content import Choice, ItemContent, choice_content, true_false_content
from assessments.bank.files import MediaRefused
from assessments.bank.models import Item, ItemMedia, ItemVersion
from assessments.grading import grade
from lms.journal.models import Entry
from tests.factories.outline import quiz
from tests.factories.people import StructureFactory, trainer

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 6, 5, 9, 0, tzinfo=datetime.UTC)
SOUND = b"ID3" + bytes(200)


def content(prompt: str = "Que faites-vous ?", *more: Choice) -> ItemContent:
    choices = [
        Choice(id="a", text="Un clic"),
        Choice(id="b", text="Deux clics", correct=True, feedback="CANARI"),
        *more,
    ]
    return choice_content(prompt=prompt, choices=choices, multiple=False)


def created(**fields: Any) -> Item:
    given = {"structure": StructureFactory.create(), "title": "Ouvrir", "content": content(), "by": None, "now": NOW}
    return services.create_item(**(given | fields))


def newest(item: Item) -> ItemVersion:
    return queries.newest_versions([item])[item.pk]


def picture(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **save: Any) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **save)
    out.seek(0)
    return out


def attach(version: ItemVersion, **changes: Any) -> ItemMedia:
    given = {"kind": ItemMedia.Kind.IMAGE, "file": picture(), "description": "Une souris", "by": None, "now": NOW}
    return services.attach_media(version=version, **(given | changes))


def test_a_new_question_has_a_first_version_and_a_journal_line() -> None:
    karim = trainer()
    item = created(by=karim)
    version = newest(item)
    assert (version.number, version.prompt, version.frozen_at) == (1, "Que faites-vous ?", None)
    assert grade(queries.definition_of(version), ["b"]).success
    assert Entry.objects.get(verb="item.created").actor == karim


def test_a_question_nobody_answered_is_reworded_in_place() -> None:
    item = created()
    version = services.revise_item(item=item, content=content("Et maintenant ?"), by=None, now=NOW, title="Ouvrir 2")
    assert (version.number, item.versions.count(), newest(item).prompt) == (1, 1, "Et maintenant ?")
    assert Item.objects.get().title == "Ouvrir 2"


def test_a_question_that_was_answered_gets_a_new_version_and_the_old_one_stays() -> None:
    item = created()
    first = newest(item)
    services.freeze(version=first, now=NOW)
    second = services.revise_item(item=item, content=content("Et maintenant ?"), by=None, now=NOW)
    assert (second.number, newest(item)) == (2, second)
    first.refresh_from_db()
    assert first.prompt == "Que faites-vous ?"


def test_the_same_content_again_changes_nothing() -> None:
    item = created()
    services.freeze(version=newest(item), now=NOW)
    assert services.revise_item(item=item, content=content(), by=None, now=NOW) == newest(item)
    assert item.versions.count() == 1


def test_a_question_does_not_change_its_kind() -> None:
    with pytest.raises(services.InteractionChanged):
        services.revise_item(item=created(), content=true_false_content(prompt="?", answer=True), by=None, now=NOW)


def test_a_retired_question_is_asked_no_more_until_it_is_restored() -> None:
    made = quiz(items=2)
    item = made.quiz_items.order_by("position")[0].item
    for _ in range(2):
        services.retire_item(item=item, by=None, now=NOW)
    assert item not in Item.objects.current()
    assert Entry.objects.filter(verb="item.retired").count() == 1
    services.restore_item(item=item, by=None, now=NOW)
    assert item in Item.objects.current()


def test_what_is_shown_holds_nothing_of_the_key(assert_sql_budget: Any) -> None:
    item = created()
    version = assert_sql_budget(1, queries.version_to_show, newest(item).pk)
    shown = assert_sql_budget(0, queries.shown, version)
    assert [(choice.id, choice.text) for choice in shown.details.choices] == [("a", "Un clic"), ("b", "Deux clics")]
    assert "CANARI" not in repr(shown)
    assert "correct" not in repr(shown)


def test_a_picture_is_drawn_again_without_what_the_file_said_of_itself() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Chez Fatima, 3e étage"
    media = attach(newest(created()), file=picture((4000, 100), exif=exif, comment=b"secret"))
    with media.file.open() as stored:
        kept = stored.read()
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.width) == ("WEBP", 1280)
        assert not image.getexif()
    assert b"Fatima" not in kept
    assert media.size == len(kept)


def test_the_address_of_a_file_cannot_be_guessed_and_is_served(client: Any) -> None:
    media = attach(newest(created()))
    stem = Path(media.file.name).stem
    assert uuid.UUID(stem).version == 4
    served = client.get(media.file.url)
    assert served.status_code == 200
    assert served.headers["Content-Type"] == "image/webp"
    assert len(b"".join(served.streaming_content)) == media.size
    served.close()


def test_a_sound_belongs_to_the_question_a_choice_or_what_is_said_after() -> None:
    version = newest(created())
    for part in ("prompt", "choice:a", "feedback:b"):
        attach(version, kind=ItemMedia.Kind.AUDIO, file=io.BytesIO(SOUND), part=part, description=part)
    shown = queries.shown(queries.version_to_show(version.pk))
    assert shown.audio is not None
    assert shown.details.choices[0].audio is not None
    assert shown.details.choices[1].audio is None
    with pytest.raises(services.UnknownPart):
        attach(version, part="choice:z")


def test_a_second_picture_takes_the_place_of_the_first() -> None:
    version = newest(created())
    attach(version)
    attach(version, description="Deux souris")
    assert ItemMedia.objects.get().description == "Deux souris"


def test_a_picture_for_an_answered_question_makes_a_new_version() -> None:
    item = created()
    first = newest(item)
    attach(first, kind=ItemMedia.Kind.AUDIO, file=io.BytesIO(SOUND))
    services.freeze(version=first, now=NOW)
    media = attach(first)
    assert media.version.number == 2
    assert first.media.count() == 1
    assert {each.kind for each in newest(item).media.all()} == {"image", "audio"}


def test_files_follow_a_new_version_but_for_choices_that_are_gone() -> None:
    item = created(content=content("?", Choice(id="c", text="Trois clics")))
    version = newest(item)
    for part in ("prompt", "choice:a", "choice:c"):
        attach(version, kind=ItemMedia.Kind.AUDIO, file=io.BytesIO(SOUND), part=part)
    services.freeze(version=version, now=NOW)
    after = services.revise_item(item=item, content=content(), by=None, now=NOW)
    assert {each.part for each in after.media.all()} == {"prompt", "choice:a"}
    assert version.media.count() == 3


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("image", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("image", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("image", picture(kind="GIF").getvalue()),
        ("image", b""),
        ("image", bytes(10 * 1024 * 1024 + 1)),
        ("audio", b"<script>alert(1)</script>"),
        ("audio", picture().getvalue()[1:]),
        ("audio", b""),
    ],
    ids=lambda value: value if isinstance(value, str) else str(len(value)),
)
def test_a_file_that_is_not_what_it_should_be_is_refused(kind: str, file: bytes) -> None:
    with pytest.raises(MediaRefused):
        attach(newest(created()), kind=ItemMedia.Kind(kind), file=io.BytesIO(file))
    assert not ItemMedia.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    huge = io.BytesIO()
    Image.new("1", (10_000, 5_001)).save(huge, "PNG")
    huge.seek(0)
    with pytest.raises(MediaRefused, match="50 millions"):
        attach(newest(created()), file=huge)


def test_a_picture_without_words_is_refused() -> None:
    with pytest.raises(MediaRefused):
        attach(newest(created()), description=" ")
