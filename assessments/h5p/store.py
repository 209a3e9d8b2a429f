"""Files of packages by the hash of their bytes: one copy each, never under MEDIA_URL."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

from django.core.files.base import File
from django.core.files.storage import Storage, storages

from assessments.h5p.models import H5PDoomedFile
from assessments.h5p.spooling import spool


def storage() -> Storage:
    """Where files of packages lie."""
    return storages["h5p"]


def blob_name(sha256: str) -> str:
    """The place of the file whose bytes have this hash."""
    return f"blob/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def open_blob(sha256: str) -> IO[bytes]:
    """The file whose bytes have this hash. Raises FileNotFoundError."""
    return storage().open(blob_name(sha256))


def read_blob(sha256: str) -> bytes:
    """The bytes that have this hash."""
    with open_blob(sha256) as file:
        return file.read()


class Keeper:
    """Keeps files, and knows which of them it wrote itself."""

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
        if not storage().exists(blob_name(sha256)):
            with spool(chunks) as file:
                self.keep_as(blob_name(sha256), file)

    def keep_bytes(self, data: bytes) -> str:
        """Keep bytes; their hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.keep_chunks(sha256, [data])
        return sha256

    def keep_as(self, name: str, file: IO[bytes]) -> None:
        """Keep a file under a name of its own, unless another import has just done so."""
        kept = storage().save(name, File(file))
        if kept == name:
            self._written.append(name)
        else:
            storage().delete(kept)

    def keep_new(self, name: str, file: IO[bytes]) -> str:
        """Keep a file beside any of the same name; the name it got."""
        kept = storage().save(name, File(file))
        self._written.append(kept)
        return kept

    def forget(self) -> None:
        """Take away what this keeper wrote."""
        for name in self._written:
            storage().delete(name)


@contextmanager
def keeping() -> Iterator[Keeper]:
    """A keeper whose files are gone when the block fails: a refused package leaves nothing behind."""
    keeper = Keeper()
    try:
        yield keeper
    except BaseException:
        keeper.forget()
        raise
