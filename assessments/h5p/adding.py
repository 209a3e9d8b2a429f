"""Libraries that an operator adds, without an exercise: from packages, unpacked folders or a hub's address.

Every one passes the gate that a package passes; none runs before an administrator approves it.
"""

import datetime
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.db import transaction

from assessments.h5p.archive import CHUNK, LIMITS, Archive, Limits
from assessments.h5p.libraries import PackagedLibrary, read_library
from assessments.h5p.library_store import is_same, keep_libraries, record_libraries
from assessments.h5p.models import H5PLibrary
from assessments.h5p.package import lay_out
from assessments.h5p.problems import PackageRefused, Problem, Problems
from assessments.h5p.spooling import IN_MEMORY
from assessments.h5p.store import keeping
from lms.accounts.models import User
from lms.journal import services as journal


@dataclass(frozen=True)
class Added:
    """A library of a file as the store has it now, and how it stood to the store: `new`, `known`, `conflict`…"""

    library: H5PLibrary
    state: str


def read_libraries(file: IO[bytes], limits: Limits = LIMITS) -> tuple[Archive, tuple[PackagedLibrary, ...]]:
    """The libraries of a package, whatever content it has. Raises `PackageRefused`, nothing else."""
    try:
        archive = Archive(file, limits)
        problems, folders = Problems(), lay_out(archive.names).libraries
        if len(folders) > limits.libraries:
            problems.add("too_many_libraries", count=len(folders), limit=limits.libraries)
            problems.refuse_if_any()
        read = [read_library(archive, folder, names, problems) for folder, names in folders.items()]
        problems.refuse_if_any()
        return archive, tuple(library for library in read if library)
    except PackageRefused:
        raise
    except Exception as error:
        # As in `read_package`: whatever a crafted file provokes in a parser is the file's fault.
        raise PackageRefused([Problem("unreadable")]) from error


def add_libraries(*, file: IO[bytes], source: str, by: User | None, now: datetime.datetime) -> list[Added]:
    """Keep the libraries that the store does not have; they wait for an administrator. Raises `PackageRefused`."""
    archive, libraries = read_libraries(file)
    with keeping() as keeper:
        keep_libraries(archive, libraries, keeper)
        with transaction.atomic():
            states = record_libraries(libraries, source=source, by=by, now=now)
            fresh = [str(key) for key, state in states.items() if state != "known"]
            if fresh:
                journal.record(verb="h5p.libraries_added", now=now, by=by, libraries=fresh)
    return [Added(_row_of(library), states[library.key]) for library in libraries]


def _row_of(library: PackagedLibrary) -> H5PLibrary:
    """The row of exactly these files, else one that runs the same scripts and styles under the same number."""
    key = library.key
    rows = H5PLibrary.objects.filter(
        machine_name=key.machine_name, major=key.major, minor=key.minor, patch=library.manifest.patch
    )
    same = [row for row in rows.defer("semantics").prefetch_related("files").order_by("pk") if is_same(row, library)]
    return min(same, key=lambda row: row.tree_sha256 != library.tree_sha256)


def found_below(path: Path) -> list[Path]:
    """Packages and unpacked libraries at a path: itself, or those that lie directly in it."""
    if path.is_file() or (path / "library.json").is_file():
        return [path]
    inside = sorted(path.iterdir()) if path.is_dir() else []
    return [one for one in inside if one.suffix.lower() == ".h5p" or (one / "library.json").is_file()]


@contextmanager
def as_package(path: Path, limits: Limits = LIMITS) -> Iterator[IO[bytes]]:
    """A package, or an unpacked library packed for the moment, so that it passes the same gate.

    Links and special files are not followed: `PackageRefused` says so, as of those in an archive.
    """
    if path.is_file():
        with path.open("rb") as file:
            yield file
        return
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as packed:
        _pack(path, packed, limits)
        packed.seek(0)
        yield packed


def _pack(folder: Path, out: IO[bytes], limits: Limits) -> None:
    count, total, name = 0, 0, folder.resolve().name
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, size in _plain_files(folder):
            count, total = count + 1, total + size
            if count > limits.entries or total > limits.package:
                raise PackageRefused([Problem("unpacked_too_large", {"limit": limits.package // 2**20})])
            with path.open("rb") as file, archive.open(f"{name}/{path.relative_to(folder).as_posix()}", "w") as member:
                while piece := file.read(CHUNK):
                    member.write(piece)


def _plain_files(folder: Path) -> Iterator[tuple[Path, int]]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")):
            continue
        found = path.lstat()
        if stat.S_ISDIR(found.st_mode):
            yield from _plain_files(path)
        elif stat.S_ISREG(found.st_mode):
            yield path, found.st_size
        else:
            raise PackageRefused([Problem("not_a_file", {"path": path.name})])
