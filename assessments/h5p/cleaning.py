"""Takes out of the store what nothing needs any more, while imports go on.

Libraries go by an administrator's decision. Files go by themselves, in two steps at least a day apart: one that
nothing was seen to need is written down (`H5PDoomedFile`); a day later, if nothing needs it still, it is removed. That
row is the lock: who removes a file deletes the row first, in the same transaction; an import that relies on a file that
is there already deletes the row before it looks (`Keeper.claim`). So either the import takes the file off the list,
or it waits, and then finds that it has to write the file itself. No import lasts a day.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from assessments.h5p.bundles import BUNDLES, bundle_file, bundle_name
from assessments.h5p.libraries import is_for_editing
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import (
    H5PAsset,
    H5PContentVersion,
    H5PDoomedFile,
    H5PDraftAsset,
    H5PLibrary,
    H5PLibraryFile,
    H5PPackage,
)
from assessments.h5p.queries import current_versions, key_of, keys_of, manifest_of, play_sets
from assessments.h5p.store import blob_name, storage
from lms.accounts.models import User
from lms.journal import services as journal

# Whose `sha256` names a file of the store: while there is such a row, the file stays.
HOLDERS = (H5PLibraryFile, H5PAsset, H5PDraftAsset)
BLOBS, PACKAGES = "blob", "packages"  # folders of the storage
UNUSED_DAYS = 30
DOOMED_FOR = datetime.timedelta(days=1)
AT_ONCE = 200
HOLD_FILES = (H5PLibraryFile, H5PAsset, H5PDraftAsset)
T = TypeVar("T")


def unused_libraries(*, now: datetime.datetime, days: int = UNUSED_DAYS, added_too: bool = False) -> list[H5PLibrary]:
    """Libraries that no version of any exercise needs, itself or through another, and that came `days` ago or more.

    Those decided on since then stay too. Every patch of what is needed stays, to go back to. Blocked ones stay: they
    remember a decision. What an operator added on purpose stays unless `added_too`: exercises to come, or quizzes that
    leave as H5P, may count on it.
    """
    before = now - datetime.timedelta(days=days)
    rows = H5PLibrary.objects.exclude(status=H5PLibrary.Status.BLOCKED).filter(added_at__lt=before)
    old = rows.filter(Q(decided_at=None) | Q(decided_at__lt=before)).defer("semantics")
    needed = _needed_libraries()
    unneeded = [
        row for row in old.order_by("machine_name", "major", "minor", "patch", "pk") if key_of(row) not in needed
    ]
    return [row for row in unneeded if added_too or not _was_added(row)]


def _was_added(row: H5PLibrary) -> bool:
    return row.brought_by_id is None and row.source != ""


def _needed_libraries() -> set[LibraryKey]:
    needed: set[LibraryKey] = set()
    versions = H5PContentVersion.objects.order_by("pk").values_list("main_library", "dependencies")
    for main, dependencies in versions.iterator():
        needed.update(keys_of([main, *dependencies]))
    rows: dict[LibraryKey, set[LibraryKey]] = {}
    for row in H5PLibrary.objects.defer("semantics").order_by("pk"):
        rows.setdefault(key_of(row), set()).update(manifest_of(row).dependencies)
    fresh = set(needed)
    while fresh:
        fresh = {key for one in fresh for key in rows.get(one, ()) if not is_for_editing(key)} - needed
        needed |= fresh
    return needed


def bytes_of(libraries: Iterable[H5PLibrary]) -> int:
    """What their files weigh that no other library and no exercise shares, in bytes."""
    going = [library.pk for library in libraries]
    others = H5PLibraryFile.objects.exclude(library__in=going).order_by().values("sha256")
    own = H5PLibraryFile.objects.filter(library__in=going).exclude(sha256__in=others)
    for model in HOLDERS[1:]:
        own = own.exclude(sha256__in=model.objects.order_by().values("sha256"))
    return sum(dict(own.order_by().values_list("sha256", "size")).values())


@transaction.atomic
def remove_libraries(
    *, libraries: Collection[H5PLibrary], by: User | None, now: datetime.datetime, days: int = UNUSED_DAYS
) -> list[str]:
    """Remove those of them that are unused still; the names of what went. Their files go a day later."""
    wanted = {library.pk for library in libraries}
    # Locked before anything is asked: an import that needs one of them holds it until it has said so.
    held = list(
        H5PLibrary.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True)
    )
    going = [row for row in unused_libraries(now=now, days=days, added_too=True) if row.pk in held]
    for row in going:
        journal.record(verb="h5p.library_removed", now=now, by=by, target=f"h5p_library:{row.pk}", name=str(row))
    H5PLibrary.objects.filter(pk__in=[row.pk for row in going]).delete()
    return [str(row) for row in going]


@dataclass(frozen=True)
class Swept:
    """What one sweep did: files written down as unneeded, and files removed with their bytes."""

    doomed: int
    removed: int
    size: int


def sweep_files(*, now: datetime.datetime, dry: bool = False) -> Swept:
    """Write down the files that nothing needs, remove those written down a day ago that nothing needs still.

    Files of an import that was killed, of a library removed, of an exercise deleted, and bundles of libraries that play
    no more. `dry` only counts.
    """
    needed = _needed_files()
    known = set(H5PDoomedFile.objects.values_list("name", flat=True))
    fresh = [name for name in stored_files() if name not in needed and name not in known]
    overdue = H5PDoomedFile.objects.filter(since__lte=now - DOOMED_FOR).order_by("name")
    names = [name for name in overdue.values_list("name", flat=True) if name not in needed]
    if dry:
        return Swept(len(fresh), len(names), sum(_size(name) for name in names))
    for some in _some_at_once(sorted(known & needed)):
        H5PDoomedFile.objects.filter(name__in=some).delete()
    for some in _some_at_once(fresh):
        H5PDoomedFile.objects.bulk_create([H5PDoomedFile(name=name, since=now) for name in some], ignore_conflicts=True)
    sizes = [size for name in names if (size := _remove(name, now)) is not None]
    return Swept(len(fresh), len(sizes), sum(sizes))


def doomed_files() -> int:
    """How many files wait to be removed."""
    return H5PDoomedFile.objects.count()


@transaction.atomic
def _remove(name: str, now: datetime.datetime) -> int | None:
    """Remove one file, unless an import took it off the list, or something needs it; its bytes."""
    deleted, _kinds = H5PDoomedFile.objects.filter(name=name, since__lte=now - DOOMED_FOR).delete()
    if not deleted or _is_needed(name):
        return None
    size = _size(name)
    storage().delete(name)
    return size


def _size(name: str) -> int:
    return storage().size(name) if storage().exists(name) else 0


def _is_needed(name: str) -> bool:
    sha256 = name.rsplit("/", 1)[-1]
    if name.startswith(f"{BLOBS}/"):
        return any(model.objects.filter(sha256=sha256).exists() for model in HOLD_FILES)
    # A bundle that is wanted again a moment later is made again: nothing is lost with it.
    return name.startswith(f"{PACKAGES}/") and H5PPackage.objects.filter(file=name).exists()


def _needed_files() -> set[str]:
    names: set[str] = set()
    for model in HOLD_FILES:
        hashes = model.objects.order_by().values_list("sha256", flat=True).distinct()
        names.update(blob_name(sha256) for sha256 in hashes.iterator())
    names.update(H5PPackage.objects.order_by().values_list("file", flat=True))
    names.update(_needed_bundles())
    return names


def _needed_bundles() -> Iterator[str]:
    """Bundles of the exercises in use, as their libraries play now."""
    versions = current_versions().defer("params").order_by("pk")
    for some in _some_at_once(versions.iterator()):
        for play in play_sets(some).values():
            name = bundle_name(play.libraries)
            for kind in ("css", "js"):
                for encoding in ("br", "gzip"):
                    yield bundle_file(name, kind, encoding)


def stored_files() -> Iterator[str]:
    """Every file of the store that a sweep looks after, by its name in the storage."""
    for folder in (BLOBS, BUNDLES, PACKAGES):
        yield from _files_below(folder)


def _files_below(folder: str) -> Iterator[str]:
    try:
        folders, files = storage().listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in sorted(files))
    for each in sorted(folders):
        yield from _files_below(f"{folder}/{each}")


def _some_at_once(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while some := list(islice(rest, AT_ONCE)):
        yield some
