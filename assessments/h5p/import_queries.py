"""Reads of imports: how far each is, and what became of each file, for whoever works in the structure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from assessments.h5p.import_models import TAKE, H5PImport, H5PImportFile
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.queries import playing_libraries
from assessments.h5p.reports import advice_lines, problem_lines, report_lines
from lms.accounts.models import User
from lms.jobs.models import Job

RECENT = 8
State = H5PImportFile.State


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What became of one file, in the reader's language. `lines` say it, `advice` what to do about a refusal."""

    file: H5PImportFile
    lines: Sequence[str]
    advice: Sequence[str]
    waits_for: Sequence[str]  # libraries that an administrator must approve before the exercise plays
    stopped: bool  # nobody works on it any more, and it came to no end
    title: str  # of its exercise, where it has one that is still there

    @property
    def under_way(self) -> bool:
        return self.file.state == State.WAITING and not self.stopped


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """An import and its files, in the order of sending."""

    batch: H5PImport
    files: Sequence[FileReport]

    @property
    def done(self) -> int:
        return sum(not each.under_way for each in self.files)

    @property
    def under_way(self) -> bool:
        return self.done < len(self.files)

    @property
    def came_in(self) -> int:
        return sum(each.file.state == State.KEPT for each in self.files)

    @property
    def refused(self) -> int:
        return sum(each.file.state == State.REFUSED for each in self.files)


def recent_imports(user: User) -> QuerySet[H5PImport]:
    """The latest imports where the person works, with `sent` files, those `waiting` and those `kept`."""
    states = {name: Count("files", filter=Q(files__state=state)) for name, state in _COUNTED.items()}
    mine = H5PImport.objects.visible_to(user).select_related("by", "replaces__activity")
    return mine.annotate(sent=Count("files"), **states).order_by("-sent_at", "-pk")[:RECENT]


_COUNTED = {"waiting": State.WAITING, "kept": State.KEPT, "refused": State.REFUSED}


def import_report(user: User, uuid: UUID) -> ImportReport | None:
    """An import that the person may see; None when there is none. Four queries, however many files."""
    batch = H5PImport.objects.visible_to(user).select_related("replaces__activity").filter(uuid=uuid).first()
    if batch is None:
        return None
    files = list(batch.files.select_related("content__activity", "twin_of", "version").order_by("place"))
    failed = _failed(files)
    waiting = _waiting(files)
    return ImportReport(batch=batch, files=[_file_report(each, failed, waiting) for each in files])


def _file_report(file: H5PImportFile, failed: set[str], waiting: dict[int, list[str]]) -> FileReport:
    refused = file.state == State.REFUSED
    return FileReport(
        file=file,
        lines=problem_lines(file.problems) if refused else report_lines(file.report) if file.report else [],
        advice=advice_lines(file.problems) if refused else [],
        waits_for=waiting.get(file.pk, []),
        stopped=file.state == State.WAITING and f"{TAKE}:{file.uuid}" in failed,
        title=file.content.activity.title if file.content else "",
    )


def _failed(files: Iterable[H5PImportFile]) -> set[str]:
    """Keys of jobs that ended without having done their file, or that are no more."""
    keys = {f"{TAKE}:{file.uuid}" for file in files if file.state == State.WAITING}
    alive = Job.objects.filter(key__in=keys).exclude(state__in=[Job.State.FAILED, Job.State.DONE])
    return keys - set(alive.order_by("pk").values_list("key", flat=True))


def _waiting(files: Iterable[H5PImportFile]) -> dict[int, list[str]]:
    """Libraries that each file's exercise waits for: one query for all."""
    needed = {
        file.pk: [key for name in file.version.dependencies if (key := LibraryKey.parse(name))]
        for file in files
        if file.version is not None
    }
    playing = playing_libraries({key for keys in needed.values() for key in keys}) if needed else {}
    return {pk: [str(key) for key in keys if key not in playing] for pk, keys in needed.items()}
