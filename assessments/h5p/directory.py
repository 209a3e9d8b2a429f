"""Judges a zip archive by its directory alone, before a byte of what it holds is unpacked. Plain Python."""

import stat
import struct
import zipfile
from typing import IO

from .limits import MEBIBYTE, Limits
from .paths import PATH_BYTES, PATH_DEPTH, collision_key, path_problem
from .problems import PackageRefused, Problem, Problems

END_RECORD = struct.Struct("<4s4H2LH")
ZIP64_LOCATOR_BYTES = 20
LOCAL_HEADER_BYTES = 30


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
    # A second, longer directory may stand behind the one judged here: no package under 64 MiB needs it.
    file.seek(max(0, size - tail_size + at - ZIP64_LOCATOR_BYTES))
    if file.read(4) == b"PK\x06\x07":
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
        raise PackageRefused([Problem("empty")])
    if len(entries) > limits.entries:
        problems.add("too_many_files", count=len(entries), limit=limits.entries)
    for entry in entries:
        _judge_name(entry, problems)
        _judge_nature(entry, problems)
        _judge_size(entry, limits, problems)
    _judge_names_together(entries, problems)
    _judge_places(entries, problems)
    _judge_sizes_together(entries, limits, problems)
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
    elif _is_bomb(entry.file_size, entry.compress_size, limits):
        problems.add("bomb", path=entry.orig_filename)


def _judge_sizes_together(entries: list[zipfile.ZipInfo], limits: Limits, problems: Problems) -> None:
    sizes = [(entry.file_size, entry.compress_size) for entry in entries]
    unpacked, packed = (sum(each) for each in zip(*sizes, strict=True))
    if unpacked > limits.unpacked:
        problems.add("unpacked_too_large", limit=limits.unpacked // MEBIBYTE)
    elif _is_bomb(unpacked, packed, limits) and not any(_is_bomb(*each, limits) for each in sizes):
        problems.add("bombs")  # of many files, each too small to be judged alone


def _is_bomb(unpacked: int, packed: int, limits: Limits) -> bool:
    return unpacked > limits.ratio_from and unpacked > limits.ratio * packed


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
