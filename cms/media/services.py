"""Keeping pictures and recordings, from the studio's forms and from programs alike."""

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Collection

from cms.media import durations, recordings
from cms.media.models import Image, Recording
from lms.accounts.models import User


@transaction.atomic
def keep_image(
    *, title: str, content: bytes, name: str, description: str, collection: Collection, by: User | None
) -> Image:
    """Keep a picture, made again from its pixels. Raises pictures.UnreadablePicture."""
    image = Image(title=title, description=description, collection=collection, uploaded_by_user=by)
    image.file.save(name, ContentFile(content), save=False)
    image._set_image_file_metadata()
    image.full_clean()
    image.save()
    return image


@transaction.atomic
def keep_recording(
    *,
    title: str,
    content: bytes,
    transcript: str,
    collection: Collection,
    by: User | None,
    now: datetime.datetime,
    captions: bytes | None = None,
) -> Recording:
    """Keep a sound or film from its bytes. Raises recordings.UnknownRecording, or ValidationError without its words."""
    found = recordings.recognised(content[:12])
    recording = Recording(title=title, transcript=transcript, kind=found.kind, collection=collection)
    recording.file.save(f"sound{found.extension}", ContentFile(content), save=False)
    if captions is not None:
        recording.captions.save("captions.vtt", ContentFile(captions), save=False)
    return register(recording=recording, by=by, now=now)


@transaction.atomic
def register(*, recording: Recording, by: User | None, now: datetime.datetime) -> Recording:
    """Save a recording whose fields are filled, with what its file says of itself: kind, length, size, hash."""
    content = _content_of(recording)
    found = recordings.recognised(content[:12])
    recording.kind = found.kind
    recording.seconds = durations.seconds(content, found)
    recording.sha256 = hashlib.sha256(content).hexdigest()
    recording.size = len(content)
    if recording.pk is None:
        recording.created_at = now
        recording.uploaded_by = by
    recording.full_clean()
    recording.save()
    return recording


def _content_of(recording: Recording) -> bytes:
    """All the bytes of its file; one that is still being sent is left at its beginning, ready to be kept."""
    file = recording.file
    file.open("rb")
    try:
        return bytes(file.read())
    finally:
        if file._committed:  # type: ignore[attr-defined]
            file.close()
        else:
            file.seek(0)
