"""What an administrator is shown of the library store: states, use, what is needed and what waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, Q, QuerySet, Value, When

from assessments.h5p.libraries import EDITOR_PREFIX, is_for_editing
from assessments.h5p.library_store import program_of
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import H5PLibrary
from assessments.h5p.queries import current_versions, key_of, manifest_of, playing_libraries


class Standing(StrEnum):
    """How a patch stands beside the others of its library."""

    WAITS = "waits"
    CONFLICT = "conflict"  # waits, and another one that nobody blocked has its number and other scripts or styles
    PLAYS = "plays"
    ROLLED_BACK = "rolled back"  # plays because an administrator went back to it
    KEPT = "kept"  # approved, another patch plays
    BLOCKED = "blocked"


@dataclass(frozen=True)
class LibraryRow:
    """A patch in a list, with how it stands and how many exercises in use need its library."""

    library: H5PLibrary
    standing: Standing
    exercises: int

    @property
    def waits(self) -> bool:
        return self.library.status == H5PLibrary.Status.PENDING


def library_list(*, search: str = "") -> QuerySet[H5PLibrary]:
    """Every patch that we hold, those that wait first; libraries of H5P's editor, which never run here, when sought."""
    first = Case(When(status=H5PLibrary.Status.PENDING, then=Value(0)), default=Value(1))
    found = H5PLibrary.objects.filter(Q(machine_name__icontains=search) | Q(title__icontains=search))
    if not search:
        found = found.exclude(machine_name__startswith=EDITOR_PREFIX)
    return found.defer("semantics", "metadata").order_by(first, "machine_name", "major", "minor", "-patch", "pk")


def patches_of(key: LibraryKey) -> QuerySet[H5PLibrary]:
    """Every patch that we hold of one library, the newest first."""
    rows = H5PLibrary.objects.filter(machine_name=key.machine_name, major=key.major, minor=key.minor)
    return rows.select_related("decided_by", "brought_by", "preferred_by").defer("semantics").order_by("-patch", "-pk")


def library_rows(libraries: Sequence[H5PLibrary]) -> list[LibraryRow]:
    """These patches as a list shows them, in a number of queries that does not grow with them."""
    keys = {key_of(each) for each in libraries}
    playing = {row.pk for row in playing_libraries(keys).values()}
    conflicts, use = _conflicts(libraries), contents_by_library(keys)
    return [LibraryRow(each, _standing(each, playing, conflicts), len(use[key_of(each)])) for each in libraries]


def _standing(library: H5PLibrary, playing: set[int], conflicts: set[int]) -> Standing:
    if library.status == H5PLibrary.Status.BLOCKED:
        return Standing.BLOCKED
    if library.status == H5PLibrary.Status.PENDING:
        return Standing.CONFLICT if library.pk in conflicts else Standing.WAITS
    if library.pk not in playing:
        return Standing.KEPT
    return Standing.ROLLED_BACK if library.preferred_at else Standing.PLAYS


def _conflicts(libraries: Sequence[H5PLibrary]) -> set[int]:
    """Those of them that wait beside another one of the same number that runs other scripts or styles."""
    waiting = {(key_of(each), each.patch) for each in libraries if each.status == H5PLibrary.Status.PENDING}
    rows = H5PLibrary.objects.exclude(status=H5PLibrary.Status.BLOCKED).defer("semantics", "metadata")
    named = rows.filter(machine_name__in={key.machine_name for key, _patch in waiting}).prefetch_related("files")
    programs: dict[tuple[LibraryKey, int], dict[int, set[tuple[str, str]]]] = {}
    for row in named.order_by("pk") if waiting else ():
        if (number := (key_of(row), row.patch)) in waiting:
            programs.setdefault(number, {})[row.pk] = program_of(row.files.all())
    return {pk for same in programs.values() for pk, mine in same.items() if any(mine != one for one in same.values())}


def compared_with(library: H5PLibrary) -> H5PLibrary | None:
    """What a patch is best read beside: the one that plays, else the nearest other patch; None when there is none."""
    key = key_of(library)
    playing = playing_libraries([key]).get(key)
    if playing and playing.pk != library.pk:
        return playing
    others = patches_of(key).exclude(pk=library.pk)
    return others.filter(patch__lte=library.patch).first() or others.last()


def contents_by_library(keys: Iterable[LibraryKey]) -> Mapping[LibraryKey, list[int]]:
    """The exercises in use that need each library, by the ids of their activities."""
    use: dict[LibraryKey, list[int]] = {key: [] for key in keys}
    names = {str(key): key for key in use}
    for content, dependencies in current_versions().order_by("pk").values_list("content_id", "dependencies"):
        for name in dependencies:
            if name in names:
                use[names[name]].append(content)
    return use


def libraries_that_need(key: LibraryKey) -> list[LibraryKey]:
    """Libraries of the store, blocked ones left out, that name this one among what they load."""
    rows = H5PLibrary.objects.exclude(status=H5PLibrary.Status.BLOCKED).defer("semantics")
    return sorted({key_of(row) for row in rows.order_by("pk") if key in manifest_of(row).dependencies})


@dataclass(frozen=True)
class Waiting:
    """What stands between some libraries and playing: rows to approve, and names that nobody can approve at once."""

    libraries: tuple[H5PLibrary, ...]
    # None of them waits, or two that differ do under the same number: an administrator looks at these one by one.
    unclear: tuple[str, ...]


def what_waits(keys: Iterable[LibraryKey]) -> Waiting:
    """The libraries to approve before all of these play, with what each needs in turn: the highest patch of each."""
    chosen: dict[LibraryKey, H5PLibrary] = {}
    unclear: list[str] = []
    wanted, seen = {key for key in keys if not is_for_editing(key)}, set[LibraryKey]()
    while wanted:
        seen |= wanted
        playing = playing_libraries(wanted)
        best = _best_waiting(wanted - playing.keys())
        chosen |= {key: rows[0] for key, rows in best.items() if len(rows) == 1}
        unclear += sorted(str(key) for key in wanted if key not in playing and key not in chosen)
        used = [row for key in wanted if (row := playing.get(key) or chosen.get(key))]
        needs = {need for row in used for need in manifest_of(row).dependencies}
        wanted = {need for need in needs - seen if not is_for_editing(need)}
    return Waiting(tuple(chosen[key] for key in sorted(chosen)), tuple(unclear))


def _best_waiting(keys: set[LibraryKey]) -> dict[LibraryKey, list[H5PLibrary]]:
    """The rows that wait under the highest number, for each library that has some."""
    pending = H5PLibrary.objects.filter(status=H5PLibrary.Status.PENDING).defer("semantics").order_by("pk")
    best: dict[LibraryKey, list[H5PLibrary]] = {}
    for row in pending.filter(machine_name__in={key.machine_name for key in keys}):
        key = key_of(row)
        if key not in keys:
            continue
        held = best.get(key, [])
        if not held or row.patch > held[0].patch:
            best[key] = [row]
        elif row.patch == held[0].patch:
            held.append(row)
    return best
