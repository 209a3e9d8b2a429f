"""Reads a zip archive that nobody vouches for: judged from its directory first, then read within a budget.

Nothing is written anywhere. Sizes that the archive announces are never believed: bytes are counted as they
come.
Plain Python, no Django import.
"""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from .directory import judge_entries, refuse_unfit_container
from .limits import LIMITS, MEBIBYTE, Limits
from .problems import PackageRefused, Problem

__all__ = ["LIMITS", "Archive", "Limits"]

CHUNK = 64 * 1024
HEAD = 512
# Every exception a damaged or crafted archive was seen to raise inside `zipfile` and `zlib`.
READ_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
               NotImplementedError, OverflowError, IndexError, KeyError)  # fmt: skip


@dataclass(frozen=True)
class Fingerprint:
    """What a file weighs, counted, the SHA-256 of its bytes in hexadecimal, and the first of them."""

    size: int
    sha256: str
    head: bytes


@contextmanager
def refusing() -> Iterator[None]:
    """Whatever a crafted file provokes in a parser is the file's fault: the person gets a plain refusal."""
    try:
        yield
    except PackageRefused:
        raise
    except Exception as error:
        raise PackageRefused([Problem("unreadable")]) from error


class Archive:
    """The files of a zip archive whose directory was found acceptable.

    Raises `PackageRefused` on opening when the directory breaks a rule. The caller keeps `file` open.
    """

    def __init__(self, file: IO[bytes], limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._unpacked = self._json = self._json_containers = 0
        self._marks: dict[str, Fingerprint] = {}
        refuse_unfit_container(file, limits)
        try:
            self._zip = zipfile.ZipFile(file)
        except READ_ERRORS as error:
            raise PackageRefused([Problem("not_a_zip")]) from error
        entries = self._zip.infolist()
        judge_entries(entries, limits)
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        self.folders = {entry.filename.rstrip("/") for entry in entries if entry.is_dir()}

    @classmethod
    def opened(cls, file: IO[bytes], limits: Limits = LIMITS) -> "Archive":
        """The archive that `file` is. Raises `PackageRefused`, and nothing else."""
        with refusing():
            return cls(file, limits)

    @property
    def names(self) -> list[str]:
        """Paths of all files, in the archive's order."""
        return list(self._entries)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one file, piece by piece, counted against the limits."""
        read = 0
        try:
            with self._zip.open(self._entries[name]) as member:
                while piece := member.read(CHUNK):
                    read += len(piece)
                    if read > self.limits.member:
                        raise file_too_large(name, self.limits)
                    yield piece
        except READ_ERRORS as error:
            raise PackageRefused([Problem("damaged", {"path": name})]) from error

    def read(self, name: str, at_most: int) -> bytes | None:
        """The whole of one file, its fingerprint taken; None when it is longer than `at_most` bytes."""
        data = bytearray()
        for piece in self.chunks(name):
            data += piece
            if len(data) > at_most:
                return None
        if name not in self._marks:
            self._note(name, Fingerprint(len(data), hashlib.sha256(data).hexdigest(), bytes(data[:HEAD])))
        return bytes(data)

    def fingerprint(self, name: str) -> Fingerprint:
        """Count and hash one file, once. Each file counted adds to what the package weighs unpacked."""
        if name not in self._marks:
            digest, size, head = hashlib.sha256(), 0, b""
            for piece in self.chunks(name):
                digest.update(piece)
                head = head or piece[:HEAD]
                size += len(piece)
            self._note(name, Fingerprint(size, digest.hexdigest(), head))
        return self._marks[name]

    def _note(self, name: str, mark: Fingerprint) -> None:
        self._marks[name] = mark
        self._unpacked += mark.size
        if self._unpacked > self.limits.unpacked:
            raise unpacked_too_large(self.limits)

    def count_json(self, size: int, containers: int) -> None:
        """Objects and lists weigh up to twenty-five times their text: what all JSON files hold together is bounded."""
        self._json += size
        self._json_containers += containers
        if self._json > self.limits.json_together or self._json_containers > self.limits.json_containers:
            raise PackageRefused([Problem("json_together", {"limit": self.limits.json_together // MEBIBYTE})])


def file_too_large(name: str, limits: Limits) -> PackageRefused:
    """The refusal of one file over the limit."""
    return PackageRefused([Problem("file_too_large", {"path": name, "limit": limits.member // MEBIBYTE})])


def unpacked_too_large(limits: Limits) -> PackageRefused:
    """The refusal of a package over the limit once unpacked."""
    return PackageRefused([Problem("unpacked_too_large", {"limit": limits.unpacked // MEBIBYTE})])
