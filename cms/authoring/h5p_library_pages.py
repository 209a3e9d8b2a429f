"""What the page of one library says: each patch that we hold, what it needs, what needs it."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.activities.models import Activity
from assessments.h5p.library_queries import (
    LibraryRow,
    Waiting,
    contents_by_library,
    library_rows,
    patches_of,
    what_waits,
)
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import H5PLibrary
from assessments.h5p.queries import manifest_of, playing_libraries
from courses.outline.models import LessonActivity
from lms.accounts.models import User
from lms.structures.models import Membership

EXERCISES_SHOWN = 50


@dataclass(frozen=True)
class Need:
    """A library that a patch loads before itself."""

    key: LibraryKey
    plays: bool


@dataclass(frozen=True)
class Patch:
    """One patch with all that helps to decide on it.

    A person's name, and that of the file they brought, are shown to those who work with them alone.
    """

    row: LibraryRow
    licence: str
    author: str
    needs: tuple[Need, ...]
    waiting: Waiting
    source: str
    brought_by: str
    decided_by: str
    preferred_by: str


@dataclass(frozen=True)
class Use:
    """Exercises in use that need a library: those of one's structures with their lessons, the number of the others."""

    exercises: tuple[tuple[Activity, tuple[str, ...]], ...]
    more: int
    elsewhere: int


def patches_shown(key: LibraryKey, user: User) -> list[Patch]:
    """Every patch that we hold of a library, the newest first."""
    libraries = list(patches_of(key).prefetch_related("files"))
    manifests = [manifest_of(library) for library in libraries]
    playing = playing_libraries({need for manifest in manifests for need in manifest.dependencies})
    waiting = {needs: what_waits(needs) for needs in {manifest.dependencies for manifest in manifests}}
    names = _names_known_to(user, libraries)
    return [
        Patch(
            row=row,
            licence=manifest.licence,
            author=str(row.library.metadata.get("author") or "")[:200],
            needs=tuple(Need(need, need in playing) for need in manifest.dependencies),
            waiting=waiting[manifest.dependencies],
            source=row.library.source if row.library.brought_by_id in {None, *names} else "",
            brought_by=names.get(row.library.brought_by_id, ""),
            decided_by=names.get(row.library.decided_by_id, ""),
            preferred_by=names.get(row.library.preferred_by_id, ""),
        )
        for row, manifest in zip(library_rows(libraries), manifests, strict=True)
    ]


def _names_known_to(user: User, libraries: Iterable[H5PLibrary]) -> dict[int | None, str]:
    people = [one for each in libraries for one in (each.brought_by, each.decided_by, each.preferred_by) if one]
    known = Membership.objects.visible_to(user).filter(user__in={one.pk for one in people})
    seen = {user.pk, *known.values_list("user_id", flat=True)}
    return {one.pk: str(one) for one in people if one.pk in seen or user.is_superuser}


def use_of(key: LibraryKey, user: User) -> Use:
    """Who needs a library, as far as the person may know."""
    needed_by = contents_by_library([key])[key]
    mine = Activity.objects.visible_to(user).filter(pk__in=needed_by).order_by("title", "pk")
    shown = list(mine[:EXERCISES_SHOWN])
    links = LessonActivity.objects.filter(activity__in=[one.pk for one in shown], retired_at=None)
    lessons: dict[int, list[str]] = {}
    for link in links.filter(lesson__retired_at=None).select_related("lesson").order_by("lesson__title", "pk"):
        lessons.setdefault(link.activity_id, []).append(link.lesson.title)
    rows = tuple((one, tuple(lessons.get(one.pk, ()))) for one in shown)
    count = mine.count()
    return Use(rows, count - len(rows), len(needed_by) - count)
