"""The store of libraries: what a package brings compared with what is there, and kept."""

import datetime
from collections.abc import Iterable, Sequence

from assessments.h5p.archive import Archive
from assessments.h5p.libraries import PackagedFile, PackagedLibrary
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import H5PLibrary, H5PLibraryFile
from assessments.h5p.problems import PackageRefused, Problem
from assessments.h5p.queries import key_of
from assessments.h5p.store import Keeper
from lms.accounts.models import User

PROGRAM = (".js", ".css")


class Shelf:
    """What the store holds of the libraries that a package brings: two queries, however many there are."""

    def __init__(self, libraries: Sequence[PackagedLibrary]) -> None:
        names = {library.key.machine_name for library in libraries}
        rows = H5PLibrary.objects.filter(machine_name__in=names).defer("semantics", "metadata")
        self._rows: dict[LibraryKey, list[H5PLibrary]] = {}
        for row in rows.prefetch_related("files").order_by("patch", "pk"):
            self._rows.setdefault(key_of(row), []).append(row)

    def compare(self, library: PackagedLibrary) -> str:
        """How a packaged library stands to the store: `known`, `conflict`, `new`, `newer` or `older`."""
        rows = self._rows.get(library.key, [])
        patch, patches = library.manifest.patch, {row.patch for row in rows}
        if any(is_same(row, library) for row in rows if row.patch == patch):
            return "known"
        if patch in patches:
            return "conflict"
        if not rows:
            return "new"
        return "newer" if patch > max(patches) else "older"


def is_same(row: H5PLibrary, library: PackagedLibrary) -> bool:
    """Whether a row is the packaged library: packagings of one release differ in translations, not in what runs."""
    if row.tree_sha256 == library.tree_sha256:
        return True
    wanted = program_of(library.files)
    return bool(wanted) and program_of(row.files.all()) == wanted


def keep_libraries(archive: Archive, libraries: Sequence[PackagedLibrary], keeper: Keeper) -> None:
    """Keep the files of those libraries that the store does not have."""
    shelf = Shelf(libraries)
    missing = [library for library in libraries if shelf.compare(library) != "known"]
    keeper.claim(each.sha256 for library in missing for each in library.files)
    for library in missing:
        for each in library.files:
            keeper.keep_chunks(each.sha256, archive.chunks(f"{library.key.folder}/{each.path}"))


def record_libraries(
    libraries: Sequence[PackagedLibrary],
    *,
    needs: Iterable[LibraryKey] = (),
    source: str,
    by: User | None,
    now: datetime.datetime,
) -> dict[LibraryKey, str]:
    """Write the libraries that the store does not have, waiting for an administrator; how each stood to the store.

    `source` says where they came from: the name of a file, else the folder or address that an operator named.
    `needs` are libraries that the same transaction is about to rely on: nobody removes them before it ends. Raises
    `PackageRefused` when one of them was removed since the package was read.
    """
    shelf = Shelf(libraries)
    states = {library.key: shelf.compare(library) for library in libraries}
    for library in libraries:
        if states[library.key] != "known":
            _add(library, source[:200], by, now)
    _hold(set(needs))
    return states


def _hold(keys: set[LibraryKey]) -> None:
    rows = H5PLibrary.objects.select_for_update(no_key=True)
    named = rows.filter(machine_name__in={key.machine_name for key in keys}).order_by("pk")
    held = {LibraryKey(*values) for values in named.values_list("machine_name", "major", "minor")}
    if lost := sorted(keys - held):
        raise PackageRefused([Problem("missing_library", {"library": str(key)}) for key in lost])


def program_of(files: Iterable[PackagedFile | H5PLibraryFile]) -> set[tuple[str, str]]:
    """Path and hash of every file that runs or styles: what makes two libraries the same program."""
    return {(file.path, file.sha256) for file in files if file.path.lower().endswith(PROGRAM)}


def _add(library: PackagedLibrary, source: str, by: User | None, now: datetime.datetime) -> None:
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
            "source": source,
            "brought_by": by,
        },
    )
    if created:
        H5PLibraryFile.objects.bulk_create(_library_file(row, each) for each in library.files)


def _library_file(row: H5PLibrary, file: PackagedFile) -> H5PLibraryFile:
    return H5PLibraryFile(library=row, path=file.path, sha256=file.sha256, size=file.size)
