"""Reads a zip archive that nobody vouches for: judged from its directory first, then read within a budget.

Nothing is written anywhere. Sizes that the archive announces are never believed: bytes are counted as they
come.
Plain Python, no Django import.
"""

import hashlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from .paths import PATH_BYTES, PATH_DEPTH, collision_key, path_problem
from .problems import PackageRefused, Problem, Problems

MEBIBYTE = 1024 * 1024
CHUNK = 64 * 1024
END_RECORD = struct.Struct("<4s4H2LH")
LOCAL_HEADER_BYTES = 30


@dataclass(frozen=True)
class Limits:
    """What one package may cost us. Sizes in bytes."""

    package: int = 64 * MEBIBYTE
    entries: int = 2000
    member: int = 32 * MEBIBYTE
    unpacked: int = 256 * MEBIBYTE
    ratio: int = 200
    ratio_from: int = MEBIBYTE
    directory: int = MEBIBYTE
    json: int = 2 * MEBIBYTE
    json_depth: int = 64
    libraries: int = 200


LIMITS = Limits()
# Every exception a damaged or crafted archive was seen to raise inside `zipfile` and `zlib`.
READ_ERRORS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError,
               NotImplementedError, OverflowError, IndexError, KeyError)  # fmt: skip


@dataclass(frozen=True)
class Fingerprint:
    """What a file weighs, counted, and the SHA-256 of its bytes in hexadecimal."""

    size: int
    sha256: str


class Archive:
    """The files of a zip archive whose directory was found acceptable.

    Raises `PackageRefused` on opening when the directory breaks a rule. The caller keeps `file` open.
    """

    def __init__(self, file: IO[bytes], limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._unpacked = 0
        refuse_unfit_container(file, limits)
        try:
            self._zip = zipfile.ZipFile(file)
        except READ_ERRORS as error:
            raise PackageRefused([Problem("not_a_zip")]) from error
        entries = self._zip.infolist()
        judge_entries(entries, limits)
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        self.folders = {entry.filename.rstrip("/") for entry in entries if entry.is_dir()}

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
        """The whole of one file; None when it is longer than `at_most` bytes."""
        data = bytearray()
        for piece in self.chunks(name):
            data += piece
            if len(data) > at_most:
                return None
        return bytes(data)

    def fingerprint(self, name: str) -> Fingerprint:
        """Count and hash one file. Each file counted adds to what the package weighs unpacked."""
        digest, size = hashlib.sha256(), 0
        for piece in self.chunks(name):
            digest.update(piece)
            size += len(piece)
        self._unpacked += size
        if self._unpacked > self.limits.unpacked:
            raise unpacked_too_large(self.limits)
        return Fingerprint(size, digest.hexdigest())

    def head(self, name: str) -> bytes:
        """The first bytes of one file, enough to recognise its kind."""
        return next(self.chunks(name), b"")


def refuse_unfit_container(file: IO[bytes], limits: Limits) -> None:
    """Read the last record by hand: `zipfile` would build every entry of a million before we could object."""
    size = file.seek(0, 2)
    if size > limits.package:
        params = {"size": -(-size // MEBIBYTE), "limit": limits.package // MEBIBYTE}
        raise PackageRefused([Problem("too_large", params)])
    tail_size = min(size, END_RECORD.size + 0xFFFF)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < END_RECORD.size:
        raise PackageRefused([Problem("not_a_zip")])
    _, disk, start_disk, here, count, directory, offset, comment = END_RECORD.unpack_from(tail, at)
    if count > limits.entries or directory > limits.directory:
        raise PackageRefused([Problem("too_many_files", {"count": count, "limit": limits.entries})])
    whole = offset + directory + END_RECORD.size + comment == size and at + END_RECORD.size + comment == len(tail)
    if disk or start_disk or here != count or not whole:
        raise PackageRefused([Problem("not_a_zip")])


def judge_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse an archive whose directory breaks a rule, naming every entry at fault."""
    problems = Problems()
    if not entries:
        problems.add("empty")
    if len(entries) > limits.entries:
        problems.add("too_many_files", count=len(entries), limit=limits.entries)
    for entry in entries:
        _judge_name(entry, problems)
        _judge_nature(entry, problems)
        _judge_size(entry, limits, problems)
    _judge_names_together(entries, problems)
    _judge_places(entries, problems)
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        problems.add("unpacked_too_large", limit=limits.unpacked // MEBIBYTE)
    problems.refuse_if_any()


def _judge_name(entry: zipfile.ZipInfo, problems: Problems) -> None:
    # `zipfile` cuts a name at its first NUL; the name as written is what is judged.
    written = entry.orig_filename
    code = path_problem(written) if written == entry.filename else "unsafe_path"
    if code == "path_too_long":
        problems.add(code, path=written, limit=PATH_BYTES)
    elif code == "path_too_deep":
        problems.add(code, path=written, limit=PATH_DEPTH)
    elif code:
        problems.add(code, path=written)


def _judge_nature(entry: zipfile.ZipInfo, problems: Problems) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    expected = stat.S_IFDIR if entry.is_dir() else stat.S_IFREG
    if kind not in (0, expected) or (entry.is_dir() and entry.file_size):
        problems.add("not_a_file", path=entry.orig_filename)
    if entry.flag_bits & 0x41:
        problems.add("encrypted", path=entry.orig_filename)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        problems.add("compression", path=entry.orig_filename)


def _judge_size(entry: zipfile.ZipInfo, limits: Limits, problems: Problems) -> None:
    if entry.file_size > limits.member:
        problems.add("file_too_large", path=entry.orig_filename, limit=limits.member // MEBIBYTE)
    elif entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * entry.compress_size:
        problems.add("bomb", path=entry.orig_filename)


def _judge_names_together(entries: list[zipfile.ZipInfo], problems: Problems) -> None:
    seen: dict[str, zipfile.ZipInfo] = {}
    files = {collision_key(entry.filename) for entry in entries if not entry.is_dir()}
    for entry in entries:
        key = collision_key(entry.filename.rstrip("/"))
        parents = key.split("/")[:-1]
        inside_a_file = any("/".join(parents[: i + 1]) in files for i in range(len(parents)))
        if inside_a_file or not _same(entry, seen.setdefault(key, entry)):
            problems.add("duplicate", path=entry.orig_filename)


def _same(entry: zipfile.ZipInfo, first: zipfile.ZipInfo) -> bool:
    # Some exporters write one picture once per use: the same name and the same bytes again do no harm.
    return (entry.filename, entry.CRC, entry.file_size) == (
        first.filename,
        first.CRC,
        first.file_size,
    )


def _judge_places(entries: list[zipfile.ZipInfo], problems: Problems) -> None:
    # Entries that share bytes make a bomb out of a small file; bytes before the first make a polyglot.
    free_from = 0
    for number, entry in enumerate(sorted(entries, key=lambda each: each.header_offset)):
        if entry.header_offset < free_from or (number == 0 and entry.header_offset != 0):
            problems.add("overlap", path=entry.orig_filename)
        name_bytes_at_least = len(entry.orig_filename)
        free_from = entry.header_offset + LOCAL_HEADER_BYTES + name_bytes_at_least + entry.compress_size


def file_too_large(name: str, limits: Limits) -> PackageRefused:
    """The refusal of one file over the limit."""
    return PackageRefused([Problem("file_too_large", {"path": name, "limit": limits.member // MEBIBYTE})])


def unpacked_too_large(limits: Limits) -> PackageRefused:
    """The refusal of a package over the limit once unpacked."""
    return PackageRefused([Problem("unpacked_too_large", {"limit": limits.unpacked // MEBIBYTE})])
