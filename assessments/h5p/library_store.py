"""The store of libraries: what a package brings compared with what is there, and kept."""

import datetime
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from assessments.h5p.archive import Archive
from assessments.h5p.libraries import PackagedFile, PackagedLibrary
from assessments.h5p.models import H5PLibrary, H5PLibraryFile
from assessments.h5p.store import Keeper

PROGRAM = (".js", ".css")


def keep_libraries(archive: Archive, libraries: Sequence[PackagedLibrary], keeper: Keeper) -> None:
    """Keep the files of those libraries that the store does not have."""
    for library in libraries:
        if compare(library) == "known":
            continue
        for each in library.files:
            keeper.keep_chunks(each.sha256, archive.chunks(f"{library.key.folder}/{each.path}"))


def compare(library: PackagedLibrary) -> str:
    """How a packaged library stands to the store: `known`, `conflict`, `new`, `newer` or `older`."""
    rows = list(_rows_of(library).values_list("patch", flat=True))
    if _same_row(library):
        return "known"
    if library.manifest.patch in rows:
        return "conflict"
    if not rows:
        return "new"
    return "newer" if library.manifest.patch > max(rows) else "older"


def _rows_of(library: PackagedLibrary) -> QuerySet[H5PLibrary]:
    name, major, minor = library.key
    return H5PLibrary.objects.filter(machine_name=name, major=major, minor=minor).order_by("patch", "pk")


def _same_row(library: PackagedLibrary) -> H5PLibrary | None:
    # Two packagings of one release often differ in a translation or a read-me, never in what runs.
    wanted = program_of(library.files)
    for row in _rows_of(library).filter(patch=library.manifest.patch).prefetch_related("files"):
        if row.tree_sha256 == library.tree_sha256 or (wanted and program_of(row.files.all()) == wanted):
            return row
    return None


def program_of(files: Iterable[PackagedFile | H5PLibraryFile]) -> set[tuple[str, str]]:
    """Path and hash of every file that runs or styles: what makes two libraries the same program."""
    return {(file.path, file.sha256) for file in files if file.path.lower().endswith(PROGRAM)}


def record_library(library: PackagedLibrary, *, now: datetime.datetime) -> str:
    """Write a library that the store does not have, waiting for an administrator; how it stood to the store."""
    state = compare(library)
    if state == "known":
        return state
    manifest = library.manifest
    row, created = H5PLibrary.objects.get_or_create(
        machine_name=manifest.key.machine_name,
        major=manifest.key.major,
        minor=manifest.key.minor,
        patch=manifest.patch,
        tree_sha256=library.tree_sha256,
        defaults={
            "title": manifest.title[:200],
            "runnable": manifest.runnable,
            "metadata": manifest.metadata,
            "semantics": library.semantics,
            "added_at": now,
        },
    )
    if created:
        H5PLibraryFile.objects.bulk_create(_library_file(row, each) for each in library.files)
    return state


def _library_file(row: H5PLibrary, file: PackagedFile) -> H5PLibraryFile:
    return H5PLibraryFile(library=row, path=file.path, sha256=file.sha256, size=file.size)
