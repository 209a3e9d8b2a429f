"""Files of packages by the hash of their bytes: one copy each, never under MEDIA_URL."""

import hashlib
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages

from assessments.h5p.models import H5PDoomedFile
from assessments.h5p.spooling import spool

PARTS = "parts/"  # files still being written, where the storage is a folder


def storage() -> Storage:
    """Where files of packages lie."""
    return storages["h5p"]


def blob_name(sha256: str) -> str:
    """The place of the file whose bytes have this hash."""
    return f"blob/{sha256[:2]}/{sha256}"


def open_blob(sha256: str) -> IO[bytes]:
    """The file whose bytes have this hash. Raises FileNotFoundError."""
    return storage().open(blob_name(sha256))


def read_blob(sha256: str) -> bytes:
    """The bytes that have this hash."""
    with open_blob(sha256) as file:
        return file.read()


class Keeper:
    """Keeps files, and knows which it wrote under names of their own."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._claimed: set[str] = set()

    def claim(self, hashes: Iterable[str]) -> None:
        """Rely on files with these hashes, wherever they lie already: they are not removed any more.

        A write on purpose, and before anybody looks whether the file is there: it waits for a removal under way.
        """
        fresh = set(hashes) - self._claimed
        H5PDoomedFile.objects.filter(name__in=[blob_name(sha256) for sha256 in fresh]).delete()
        self._claimed |= fresh

    def keep_chunks(self, sha256: str, chunks: Iterable[bytes]) -> None:
        """Keep a file whose hash is known; nothing is read when it is there already."""
        self.claim([sha256])
        name = blob_name(sha256)
        if not storage().exists(name):
            keep_whole(name, chunks)

    def keep_bytes(self, data: bytes) -> str:
        """Keep bytes; their hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.keep_chunks(sha256, [data])
        return sha256

    def keep_new(self, name: str, file: IO[bytes]) -> str:
        """Keep a file beside any of the same name; the name it got."""
        kept = storage().save(name, File(file))
        self._written.append(kept)
        return kept

    def forget(self) -> None:
        """Take away what this keeper wrote under names of its own.

        Files under their hash stay for the sweep (`cleaning`): another import may rely on them since.
        """
        for name in self._written:
            storage().delete(name)


@contextmanager
def keeping() -> Iterator[Keeper]:
    """A keeper whose work is undone when the block fails."""
    keeper = Keeper()
    try:
        yield keeper
    except BaseException:
        keeper.forget()
        raise


def keep_whole(name: str, chunks: Iterable[bytes]) -> None:
    """Keep a file that is never there in part: a worker killed while it writes leaves nothing under its name.

    A bucket does so by itself; in a folder the bytes take their name once they are all there. Of two that write the
    same name, the later one stays.
    """
    try:
        place, part = (storage().path(each) for each in (name, f"{PARTS}{uuid.uuid4().hex}"))
    except NotImplementedError:
        with spool(chunks) as file:
            storage().save(name, File(file))
        return
    try:
        with _new_file(part) as out:
            for chunk in chunks:
                out.write(chunk)
        _in_its_folder(place, lambda: os.replace(part, place))
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _new_file(place: str) -> IO[bytes]:
    mode = settings.FILE_UPLOAD_PERMISSIONS or 0o640
    number = _in_its_folder(place, lambda: os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    return os.fdopen(number, "wb")


def _in_its_folder(place: str, act: Callable[[], Any]) -> Any:
    """Folders are made when they turn out to be missing: of a thousand files few need one."""
    try:
        return act()
    except FileNotFoundError:
        Path(place).parent.mkdir(parents=True, exist_ok=True)
        return act()
