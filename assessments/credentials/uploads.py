"""A file sent to be checked: hashed as it arrives, never kept, not even in a temporary file."""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MAX_BYTES = 5 * 1024 * 1024


class HashedUpload(UploadedFile):  # type: ignore[type-arg]
    """What is known of a file that went by: its size, and its SHA-256 unless it was too large."""

    def __init__(self, *, name: str | None, size: int, sha256: str) -> None:
        super().__init__(file=None, name=name, size=size)
        self.sha256 = sha256

    def close(self) -> None:
        """There is nothing to close: no byte was kept."""

    @property
    def too_large(self) -> bool:
        return (self.size or 0) > MAX_BYTES


class HashingUploadHandler(FileUploadHandler):
    """Counts and hashes the bytes, hands them to nobody. Past MAX_BYTES it goes on counting only."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.size = 0
        self.hash = hashlib.sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size <= MAX_BYTES:
            self.hash.update(raw_data)

    def file_complete(self, file_size: int) -> HashedUpload:
        return HashedUpload(name=self.file_name, size=self.size, sha256=self.hash.hexdigest())
