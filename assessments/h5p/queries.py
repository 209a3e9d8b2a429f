"""Reads of the library store and of what can be played."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from assessments.attempts.models import Attempt
from assessments.h5p.libraries import Library, is_for_editing, load_order
from assessments.h5p.manifest import LibraryKey, LibraryManifest, read_library_manifest
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PLibrary, H5PState
from assessments.h5p.problems import Problems
from lms.accounts.models import User


def key_of(library: H5PLibrary) -> LibraryKey:
    """The name under which contents and libraries ask for this one."""
    return LibraryKey(library.machine_name, library.major, library.minor)


def usable_libraries() -> QuerySet[H5PLibrary]:
    """Libraries that nobody blocked, best last: waiting ones, then the approved one that plays."""
    usable = H5PLibrary.objects.exclude(status=H5PLibrary.Status.BLOCKED)
    # "pending" sorts after "approved": descending puts the approved ones last.
    plays_last = ("-status", F("preferred_at").asc(nulls_first=True), "patch", "decided_at", "pk")
    return usable.order_by("machine_name", "major", "minor", *plays_last)


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
    semantics: list[Any] = row.semantics or []
    return Library(manifest_of(row), semantics)


def manifest_of(row: H5PLibrary) -> LibraryManifest:
    """What the library.json of a row says; its semantics, which are long, are not read."""
    manifest = read_library_manifest("library.json", row.metadata, Problems())
    if manifest is None:
        raise ValueError(f"The stored manifest of {row} cannot be read.")
    return manifest


@dataclass(frozen=True)
class PlaySet:
    """What an exercise needs to be played: libraries in the order of loading, and those that still wait."""

    libraries: tuple[H5PLibrary, ...]
    waiting: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.waiting


def play_set(version: H5PContentVersion) -> PlaySet:
    """The approved library that plays, for each that a version depends on."""
    return play_sets([version])[version.pk]


def play_sets(versions: Sequence[H5PContentVersion]) -> dict[int, PlaySet]:
    """The play set of each version, by its id, in a number of queries that does not grow with them."""
    asked = {
        version.pk: [key for name in version.dependencies if (key := LibraryKey.parse(name))] for version in versions
    }
    playing = _with_what_they_need({key for keys in asked.values() for key in keys})
    return {pk: _play_set(keys, playing) for pk, keys in asked.items()}


def keys_of(names: Iterable[object]) -> list[LibraryKey]:
    """The libraries that these names name, as a content keeps them: "H5P.Question 1.5"."""
    return [key for name in names if (key := LibraryKey.parse(name))]


def _with_what_they_need(keys: set[LibraryKey]) -> dict[LibraryKey, tuple[H5PLibrary, Library]]:
    """What plays for these, and for what they need themselves: another patch may need other libraries."""
    found: dict[LibraryKey, tuple[H5PLibrary, Library]] = {}
    asked: set[LibraryKey] = set()
    while keys:
        asked |= keys
        found |= {key: (row, Library(manifest_of(row), [])) for key, row in playing_libraries(keys).items()}
        needed = {need for _row, library in found.values() for need in library.manifest.dependencies}
        keys = {key for key in needed - asked if not is_for_editing(key)}
    return found


def _play_set(keys: list[LibraryKey], playing: dict[LibraryKey, tuple[H5PLibrary, Library]]) -> PlaySet:
    waiting: dict[str, None] = {}

    def find(key: LibraryKey) -> Library | None:
        if key not in playing:
            waiting[str(key)] = None
            return None
        return playing[key][1]

    order = load_order(keys, find, Problems())
    return PlaySet(tuple(playing[key][0] for key in order), tuple(waiting))


def playing_libraries(keys: Iterable[LibraryKey]) -> dict[LibraryKey, H5PLibrary]:
    """The approved row that plays for each key that has one: the one rolled back to, else the highest patch."""
    wanted = set(keys)
    approved = H5PLibrary.objects.filter(
        status=H5PLibrary.Status.APPROVED, machine_name__in={key.machine_name for key in wanted}
    )
    rows = approved.defer("semantics").order_by(F("preferred_at").asc(nulls_first=True), "patch", "decided_at", "pk")
    return {key: row for row in rows if (key := key_of(row)) in wanted}


def current_version(content: H5PContent) -> H5PContentVersion | None:
    """The version that plays: the latest."""
    return content.versions.order_by("-number").first()


def current_versions() -> QuerySet[H5PContentVersion]:
    """The version that plays of each exercise in use."""
    later = H5PContentVersion.objects.filter(content=OuterRef("content"), number__gt=OuterRef("number"))
    return H5PContentVersion.objects.filter(~Exists(later.order_by()), content__activity__retired_at=None)


def version_numbered(content: H5PContent, number: object) -> H5PContentVersion | None:
    """The version with this number: what a page opened before a replacement still plays."""
    # `type`: to Python, True is the number 1.
    return content.versions.filter(number=number).first() if type(number) is int and 0 < number < 2**31 else None


def people_at_work(content: H5PContent) -> int:
    """How many people have begun this exercise and not ended it: a new version starts them again."""
    begun = Attempt.objects.filter(activity=content.pk, state=Attempt.State.OPEN)
    return begun.order_by().values("user").distinct().count()


def saved_states(*, user: User, version: H5PContentVersion) -> dict[str, dict[str, str]]:
    """What the exercise saved for this person, by part of it and kind: {"0": {"state": "…"}}.

    A state of another version is left out: it may not fit the questions any more.
    """
    rows = H5PState.objects.filter(user=user, version=version).order_by("pk")
    states: dict[str, dict[str, str]] = {}
    for row in rows:
        states.setdefault(row.sub_content_id or "0", {})[row.data_type] = row.value
    return states
