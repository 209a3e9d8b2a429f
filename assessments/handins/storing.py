"""The bytes of files handed in: written before their row, gone when the row is not."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.db import transaction

from assessments.handins.models import FOLDER, HandedFile, private_storage

YOUNG = datetime.timedelta(days=1)  # a file without a row may be one whose row is just being written


@contextmanager
def stored(content: bytes) -> Iterator[str]:
    """The name of a new stored file; it is gone when the block fails."""
    name = private_storage().save(f"{FOLDER}{uuid.uuid4().hex}", ContentFile(content))
    try:
        yield name
    except BaseException:
        discard(name)
        raise


def discard(name: str) -> None:
    """Delete the bytes stored under this name, which no row has."""
    private_storage().delete(name)


def forget(file: HandedFile) -> None:
    """Delete the row, and the bytes once that is certain."""
    name = str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: discard(name))


def forget_orphans(*, now: datetime.datetime) -> int:
    """Delete the stored files that no row speaks of, a day old at least: their row was never written, or is gone.

    So a person's files go with the person, whoever deletes them.
    """
    storage = private_storage()
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:  # nobody has handed in anything yet
        return 0
    known = set(HandedFile.objects.order_by().values_list("file", flat=True))
    lost = [name for each in names if (name := FOLDER + each) not in known]
    old = [name for name in lost if now - storage.get_modified_time(name) > YOUNG]
    for name in old:
        discard(name)
    return len(old)
