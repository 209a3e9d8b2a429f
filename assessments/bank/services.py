"""Writes of the bank: questions are added and revised, never deleted; the first answer freezes a version."""

import datetime
import hashlib
import uuid
from collections.abc import Iterable
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.bank import queries
from assessments.bank.content import ItemContent
from assessments.bank.files import MediaRefused, read_picture, read_sound
from assessments.bank.models import AnswerKey, Item, ItemMedia, ItemVersion
from assessments.bank.texts import parts
from assessments.skills.models import Skill
from lms.accounts.models import User
from lms.journal.services import record
from lms.structures.models import Structure
from lms.web.spoken import fingerprint


class InteractionChanged(ValueError):
    """A question stays of its kind: another kind is another question."""


class UnknownPart(LookupError):
    """The question has no such part."""


@transaction.atomic
def create_item(
    *,
    structure: Structure,
    title: str,
    content: ItemContent,
    by: User | None,
    now: datetime.datetime,
    skills: Iterable[Skill] = (),
) -> Item:
    """Add a question to the structure's bank, with its first version."""
    item = Item.objects.create(
        structure=structure, title=title, interaction=content.interaction, created_by=by, created_at=now
    )
    item.skills.set(skills)
    _add_version(item, content, number=1, by=by, now=now)
    record(verb="item.created", now=now, by=by, structure_id=structure.pk, target=f"item:{item.uuid}")
    return item


@transaction.atomic
def revise_item(
    *,
    item: Item,
    content: ItemContent,
    by: User | None,
    now: datetime.datetime,
    title: str | None = None,
    skills: Iterable[Skill] | None = None,
) -> ItemVersion:
    """Say the question otherwise: in place while nobody has answered it, else as a new version.

    The same content again changes nothing. Sounds and pictures follow, but for choices that are gone; a sound whose
    text has changed waits for its author (`queries.outdated_sounds`).
    Raises InteractionChanged.
    """
    item = Item.objects.select_for_update().get(pk=item.pk)
    if content.interaction != item.interaction:
        raise InteractionChanged(item.interaction)
    _rename(item, title=title, skills=skills)
    # Locked: an answer that freezes this version waits, or has been and is seen.
    current = ItemVersion.objects.select_for_update().filter(item=item).order_by("-number")[:1].get()
    key = AnswerKey.objects.get(version=current)
    if (current.prompt, current.body, key.key) == (content.prompt, content.body, content.key):
        return current
    _remember_words(current, key.key)
    if current.frozen_at is not None:
        version = _add_version(item, content, number=current.number + 1, by=by, now=now)
        _carry_media(current, version, content)
    else:
        version = _rewrite(current, key, content)
    record(verb="item.revised", now=now, by=by, structure_id=item.structure_id, target=f"item:{item.uuid}")
    return version


@transaction.atomic
def retire_item(*, item: Item, by: User | None, now: datetime.datetime) -> None:
    """Ask this question no more; attempts that hold it and their answers stay. Twice changes nothing."""
    if Item.objects.filter(pk=item.pk, retired_at=None).update(retired_at=now):
        record(verb="item.retired", now=now, by=by, structure_id=item.structure_id, target=f"item:{item.uuid}")


@transaction.atomic
def restore_item(*, item: Item, by: User | None, now: datetime.datetime) -> None:
    """Ask a retired question again. Twice changes nothing."""
    if Item.objects.filter(pk=item.pk, retired_at__isnull=False).update(retired_at=None):
        record(verb="item.restored", now=now, by=by, structure_id=item.structure_id, target=f"item:{item.uuid}")


@transaction.atomic
def attach_media(
    *,
    version: ItemVersion,
    kind: ItemMedia.Kind,
    file: BinaryIO,
    description: str,
    by: User | None,
    now: datetime.datetime,
    part: str = "prompt",
) -> ItemMedia:
    """Give a part of a question its picture or recorded sound, in place of the one it had.

    `part` is prompt, choice:<id> or feedback:<id>; `description` is the picture's alternative text, the sound's
    transcript: only a draft may wait for it. A version that somebody answered is left as it is: a new one follows it,
    with this file.
    Raises UnknownPart, MediaRefused.
    """
    if part not in parts(version.body):
        raise UnknownPart(part)
    if not description.strip() and not version.item.is_draft:
        raise MediaRefused(_("Describe it in words, for those who cannot see or hear it."))
    read = read_picture(file) if kind == ItemMedia.Kind.IMAGE else read_sound(file)
    media, _added = ItemMedia.objects.update_or_create(
        version=_changeable(version, by=by, now=now),
        kind=kind,
        part=part,
        defaults={
            "file": ContentFile(read.content, name=f"{uuid.uuid4().hex}{read.suffix}"),
            "sha256": hashlib.sha256(read.content).hexdigest(),
            "size": len(read.content),
            "width": read.width,
            "height": read.height,
            "description": description.strip(),
            "words": "",
        },
    )
    record(verb="item.illustrated", now=now, by=by, target=f"item:{version.item.uuid}", kind=kind, part=part)
    return media


@transaction.atomic
def describe_picture(*, version: ItemVersion, description: str, by: User | None, now: datetime.datetime) -> ItemVersion:
    """Say otherwise what the question's picture shows: in place, or in a new version where somebody has answered."""
    changed = _changeable(version, by=by, now=now)
    pictures = ItemMedia.objects.filter(version=changed, kind=ItemMedia.Kind.IMAGE, part="prompt")
    pictures.update(description=description.strip())
    record(verb="item.illustrated", now=now, by=by, target=f"item:{version.item.uuid}", kind="image", part="prompt")
    return changed


@transaction.atomic
def confirm_sounds(*, version: ItemVersion, sounds: Iterable[ItemMedia], by: User, now: datetime.datetime) -> None:
    """These sounds are still right for the text as it is now, in the eyes of its author."""
    texts = queries.texts_of(version, AnswerKey.objects.get(version=version).key)
    for sound in sounds:
        sound.words = fingerprint(texts[sound.part])
        sound.save(update_fields=["words"])
        record(verb="item.sound_confirmed", now=now, by=by, target=f"item:{version.item.uuid}", part=sound.part)


def freeze(*, version: ItemVersion, now: datetime.datetime) -> None:
    """From its first answer on a version never changes. For `attempts.services`, inside its transaction."""
    if version.frozen_at is None:
        ItemVersion.objects.filter(pk=version.pk, frozen_at=None).update(frozen_at=now)


def replace_key(*, version: ItemVersion, key: dict[str, Any]) -> None:
    """The one change that a frozen version knows. For `attempts.correcting`, which keeps the former key."""
    AnswerKey.objects.filter(version=version).update(key=key)


def _rename(item: Item, *, title: str | None, skills: Iterable[Skill] | None) -> None:
    if title is not None and title != item.title:
        item.title = title
        item.save(update_fields=["title"])
    if skills is not None:
        item.skills.set(skills)


def _changeable(version: ItemVersion, *, by: User | None, now: datetime.datetime) -> ItemVersion:
    """This version, or a new one of the same content when it is frozen."""
    Item.objects.select_for_update().get(pk=version.item_id)
    current = queries.with_key(version.pk, lock=True)
    if current.frozen_at is None:
        return current
    content = queries.content_of(current)
    newest = ItemVersion.objects.filter(item=current.item_id).aggregate(last=Max("number"))["last"]
    after = _add_version(current.item, content, number=newest + 1, by=by, now=now)
    _carry_media(current, after, content)
    return after


def _add_version(
    item: Item, content: ItemContent, *, number: int, by: User | None, now: datetime.datetime
) -> ItemVersion:
    version = ItemVersion.objects.create(
        item=item, number=number, prompt=content.prompt, body=content.body, created_by=by, created_at=now
    )
    AnswerKey.objects.create(version=version, key=content.key)
    return version


def _rewrite(version: ItemVersion, key: AnswerKey, content: ItemContent) -> ItemVersion:
    version.prompt, version.body, key.key = content.prompt, content.body, content.key
    version.save(update_fields=["prompt", "body"])
    key.save(update_fields=["key"])
    version.media.exclude(part__in=parts(content.body)).delete()
    return version


def _remember_words(version: ItemVersion, key: dict[str, Any]) -> None:
    """Before the text changes: which text each sound reads, where nothing says it yet."""
    texts = queries.texts_of(version, key)
    for sound in version.media.filter(kind=ItemMedia.Kind.AUDIO, words="", part__in=texts).order_by("pk"):
        sound.words = fingerprint(texts[sound.part])
        sound.save(update_fields=["words"])


def _carry_media(before: ItemVersion, after: ItemVersion, content: ItemContent) -> None:
    """The new version shows the same files: a file is never changed, so both rows may name it."""
    kept = before.media.filter(part__in=parts(content.body)).order_by("pk")
    ItemMedia.objects.bulk_create(
        ItemMedia(
            version=after,
            kind=each.kind,
            part=each.part,
            file=each.file.name,
            sha256=each.sha256,
            size=each.size,
            width=each.width,
            height=each.height,
            description=each.description,
            words=each.words,
        )
        for each in kept
    )
