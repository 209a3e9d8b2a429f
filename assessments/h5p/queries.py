"""Reads of the library store and of what can be played."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from assessments.h5p.libraries import Library
from assessments.h5p.manifest import LibraryKey, read_library_manifest
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PLibrary, H5PState
from assessments.h5p.problems import Problems
from lms.accounts.models import User


def key_of(library: H5PLibrary) -> LibraryKey:
    """The name under which contents and libraries ask for this one."""
    return LibraryKey(library.machine_name, library.major, library.minor)


def usable_libraries() -> QuerySet[H5PLibrary]:
    """Libraries that nobody blocked, best last: approved before waiting, then by patch, then by age."""
    approved_first = H5PLibrary.objects.exclude(status=H5PLibrary.Status.BLOCKED)
    # "pending" sorts after "approved": descending puts the approved ones last.
    return approved_first.order_by("machine_name", "major", "minor", "-status", "patch", "decided_at", "pk")


class KnownLibraries(Mapping[LibraryKey, Library]):
    """What the store knows, for the reader of packages: the best row of each library, read when asked for."""

    def __init__(self) -> None:
        rows = usable_libraries().only("machine_name", "major", "minor", "status")
        self._best = {key_of(row): row.pk for row in rows}
        self._read: dict[LibraryKey, Library] = {}

    def __getitem__(self, key: LibraryKey) -> Library:
        if key not in self._read:
            self._read[key] = described(H5PLibrary.objects.get(pk=self._best[key]))
        return self._read[key]

    def __iter__(self) -> Iterator[LibraryKey]:
        return iter(self._best)

    def __len__(self) -> int:
        return len(self._best)


def described(row: H5PLibrary) -> Library:
    """A row of the store as the reader of packages and the player want it."""
    manifest = read_library_manifest("library.json", row.metadata, Problems())
    if manifest is None:
        raise ValueError(f"The stored manifest of {row} cannot be read.")
    semantics: list[Any] = row.semantics or []
    return Library(manifest, semantics)


@dataclass(frozen=True)
class PlaySet:
    """What an exercise needs to be played: libraries in the order of loading, and those that still wait."""

    libraries: tuple[H5PLibrary, ...]
    waiting: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.waiting


def play_set(version: H5PContentVersion) -> PlaySet:
    """The approved library, at its highest patch, for each that a version depends on."""
    keys = [key for name in version.dependencies if (key := LibraryKey.parse(name))]
    best = playing_libraries(keys)
    waiting = tuple(str(key) for key in keys if key not in best)
    return PlaySet(tuple(best[key] for key in keys if key in best), waiting)


def playing_libraries(keys: Iterable[LibraryKey]) -> dict[LibraryKey, H5PLibrary]:
    """The approved row with the highest patch for each key that has one."""
    wanted = set(keys)
    rows = (
        H5PLibrary.objects.filter(
            status=H5PLibrary.Status.APPROVED, machine_name__in={key.machine_name for key in wanted}
        )
        .defer("semantics")
        .order_by("patch", "decided_at", "pk")
    )
    return {key: row for row in rows if (key := key_of(row)) in wanted}


def current_version(content: H5PContent) -> H5PContentVersion | None:
    """The version that plays: the latest."""
    return content.versions.order_by("-number").first()


def version_numbered(content: H5PContent, number: object) -> H5PContentVersion | None:
    """The version with this number: what a page opened before a replacement still plays."""
    return content.versions.filter(number=number).first() if isinstance(number, int) and 0 < number < 2**31 else None


def waiting_libraries() -> QuerySet[H5PLibrary]:
    """Libraries that an administrator has still to decide on."""
    return H5PLibrary.objects.filter(status=H5PLibrary.Status.PENDING).defer("semantics")


def saved_states(*, user: User, version: H5PContentVersion) -> dict[str, dict[str, str]]:
    """What the exercise saved for this person, by part of it and kind: {"0": {"state": "…"}}.

    A state of another version is left out: it may not fit the questions any more.
    """
    rows = H5PState.objects.filter(user=user, version=version).order_by("pk")
    states: dict[str, dict[str, str]] = {}
    for row in rows:
        states.setdefault(row.sub_content_id or "0", {})[row.data_type] = row.value
    return states


def contents_waiting_for(library: H5PLibrary) -> Sequence[H5PContentVersion]:
    """Versions that ask for this library, latest first: what approving it would let play."""
    name = str(key_of(library))
    versions = H5PContentVersion.objects.select_related("content__activity").order_by("-created_at", "-pk")
    return [version for version in versions if name in version.dependencies]
