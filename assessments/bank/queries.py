"""Reads of the bank. What learners are shown before they answer never comes with a key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, prefetch_related_objects

from assessments.bank.content import ItemContent
from assessments.bank.models import Interaction, Item, ItemMedia, ItemVersion
from assessments.bank.shown import SHOWN, Details, Showing, ShownMedia
from assessments.bank.shuffling import AS_WRITTEN, Chance
from assessments.bank.texts import texts
from assessments.grading import Definition, read_definition
from lms.web.spoken import fingerprint


@dataclass(frozen=True, kw_only=True)
class ShownItem:
    """The public part of a version: what a learner sees before answering, and nothing of the key.

    `details` is what the interaction's own template shows (`bank.shown`).
    """

    version_id: int
    interaction: str
    prompt: str
    details: Details
    image: ShownMedia | None = None
    audio: ShownMedia | None = None


def newest_versions(items: Iterable[Item] | QuerySet[Item]) -> dict[int, ItemVersion]:
    """The newest version of each item, by item id; each knows its item."""
    newest = ItemVersion.objects.filter(item=OuterRef("item")).order_by("-number")
    found = ItemVersion.objects.filter(item__in=items, pk=Subquery(newest.values("pk")[:1])).select_related("item")
    return {version.item_id: version for version in found.order_by("pk")}


def definition_of(version: ItemVersion) -> Definition:
    """How to mark this version: the one reader of keys for marking. Never put it in a page's context."""
    return definition_with(version, version.answer_key.key)


def definition_with(version: ItemVersion, key: Mapping[str, Any]) -> Definition:
    """How this version would be marked with this key. Raises grading.ImpossibleDefinition."""
    return read_definition(version.item.interaction, version.body, key)


def with_key(version_id: int, *, lock: bool = False) -> ItemVersion:
    """A version with its item and key, in one query; `lock` keeps others from changing it meanwhile."""
    versions = ItemVersion.objects.select_related("item", "answer_key")
    return (versions.select_for_update(of=("self",)) if lock else versions).get(pk=version_id)


def with_keys(version_ids: Iterable[int]) -> dict[int, ItemVersion]:
    """Versions by id, with item, key and media: two queries, one where none has a sound or a picture.

    For marking, and for what is shown once answered: of a question still to answer only `shown` reaches a page.
    """
    found = _knowing_of_media().select_related("answer_key").in_bulk(list(version_ids))
    prefetch_related_objects([each for each in found.values() if each.illustrated], "media")  # type: ignore[attr-defined]
    return found


def _knowing_of_media() -> QuerySet[ItemVersion]:
    """Versions with their item, and whether they have a sound or a picture at all."""
    illustrated = Exists(ItemMedia.objects.filter(version=OuterRef("pk")))
    return ItemVersion.objects.select_related("item").annotate(illustrated=illustrated)


def has_key(version: ItemVersion) -> bool:
    """Whether the version was read with its key, so that marking asks for nothing more."""
    return ItemVersion.answer_key.is_cached(version)


def media_of(version: ItemVersion) -> list[ItemMedia]:
    """Its sounds and pictures; nothing is asked of the database where `with_keys` saw that there are none."""
    return list(version.media.all()) if getattr(version, "illustrated", True) else []


def content_of(version: ItemVersion) -> ItemContent:
    """The whole question, key included: for its authors."""
    return ItemContent(
        interaction=Interaction(version.item.interaction),
        prompt=version.prompt,
        body=version.body,
        key=version.answer_key.key,
    )


def shown(version: ItemVersion, *, chance: Chance = AS_WRITTEN) -> ShownItem:
    """The public part of one version; its item and media are read if they were not."""
    media = {(each.kind, each.part): shown_media(each) for each in heard(version, texts_of(version))}
    sounds = {part: sound for (kind, part), sound in media.items() if kind == ItemMedia.Kind.AUDIO}
    image = media.get((ItemMedia.Kind.IMAGE, "prompt"))
    showing = Showing(body=version.body, sounds=sounds, chance=chance, picture=image)
    return ShownItem(
        version_id=version.pk,
        interaction=version.item.interaction,
        prompt=version.prompt,
        details=SHOWN[version.item.interaction](showing),
        image=image,
        audio=sounds.get("prompt"),
    )


def texts_of(version: ItemVersion, key: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What a reader says of each part: the feedback only where the key is given."""
    return texts(version.prompt, version.body, key)


def heard(version: ItemVersion, texts: Mapping[str, str]) -> list[ItemMedia]:
    """Its pictures, and the sounds that still say their text: the others wait for their author."""
    return [each for each in media_of(version) if not is_outdated(each, texts)]


def is_outdated(media: ItemMedia, texts: Mapping[str, str]) -> bool:
    """The text of this sound's part has changed since it was recorded."""
    return bool(media.words) and media.part in texts and media.words != fingerprint(texts[media.part])


def outdated_sounds(version: ItemVersion) -> list[ItemMedia]:
    """For its authors, as it reads the key: the sounds to record again, or to confirm."""
    texts = texts_of(version, version.answer_key.key)
    return [each for each in version.media.order_by("part", "pk") if is_outdated(each, texts)]


def shown_media(media: ItemMedia) -> ShownMedia:
    return ShownMedia(url=media.file.url, description=media.description, width=media.width, height=media.height)


def picture_of(version: ItemVersion) -> ShownMedia | None:
    """The picture of its prompt, if it has one."""
    pictures = (each for each in media_of(version) if (each.kind, each.part) == (ItemMedia.Kind.IMAGE, "prompt"))
    return next((shown_media(each) for each in pictures), None)


def version_to_show(version_id: int) -> ItemVersion:
    """A version ready for `shown`: a query, two where it has sounds or pictures, none of them of keys."""
    return _knowing_of_media().get(pk=version_id)
