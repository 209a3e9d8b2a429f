"""The pictures of questions that leave as a file."""

from collections.abc import Sequence

from django.db.models import prefetch_related_objects

from assessments.bank.models import ItemMedia, ItemVersion
from assessments.exchange.questions import Note, Picture

HEAVIEST = 11 * 1024 * 1024  # bytes of pictures in one file: in base64, what the import takes back


class Illustrations:
    """The pictures of these versions, read as far as one file holds them. One query, none without any picture."""

    def __init__(self, versions: Sequence[ItemVersion]) -> None:
        """The versions know whether they are `illustrated`."""
        prefetch_related_objects([each for each in versions if each.illustrated], "media")  # type: ignore[attr-defined]
        self._room = HEAVIEST

    def of(self, version: ItemVersion) -> tuple[Picture | None, tuple[Note, ...]]:
        """The picture of its question, and what of its pictures and sounds stays."""
        media = list(version.media.all()) if version.illustrated else []  # type: ignore[attr-defined]
        shown = [each for each in media if (each.kind, each.part) == (ItemMedia.Kind.IMAGE, "prompt")]
        told = (Note(code="media_lost"),) if len(media) > len(shown) else ()
        if not shown:
            return None, told
        picture = self._read(shown[0])
        return picture, told if picture else (*told, Note(code="picture_heavy"))

    def _read(self, media: ItemMedia) -> Picture | None:
        if media.size > self._room:
            return None
        self._room -= media.size
        with media.file.open("rb") as file:
            return Picture(content=file.read(), description=media.description)
