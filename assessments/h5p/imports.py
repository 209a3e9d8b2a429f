"""Takes H5P files in beside the page: kept as they were sent, then one job each (docs/decisions/0039).

A job reads its file in no transaction, keeps what it holds under hashes, and writes all rows together with what became
of the file: killed anywhere, it begins again and its effect comes once.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.db import transaction

from assessments.h5p.import_models import FOLDER, TAKE, H5PImport, H5PImportFile
from assessments.h5p.limits import LIMITS, MEBIBYTE
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PPackage
from assessments.h5p.problems import PackageRefused, Problem, printable
from assessments.h5p.receiving import SILENT_TYPES, Original, Prepared, Received, measured, prepared, record
from assessments.h5p.store import PARTS, storage
from lms.accounts.models import User
from lms.jobs.models import Job
from lms.jobs.services import enqueue
from lms.structures.models import Structure

FILES = 30  # in one import
TOGETHER = 100 * MEBIBYTE  # of one import: what one request may carry, and a little less
KEPT = datetime.timedelta(days=30)
YOUNG = datetime.timedelta(days=1)
State = H5PImportFile.State


class TakenMeanwhile(Exception):
    """Another worker has just done this file: what this one did is undone."""


@dataclass(frozen=True)
class Sent:
    """A file as it comes: nothing of it is read before its size is judged."""

    name: str
    size: int  # bytes
    file: IO[bytes]


def send(
    *,
    files: Sequence[Sent],
    structure: Structure,
    by: User,
    now: datetime.datetime,
    replaces: H5PContent | None = None,
    again: bool = False,
) -> H5PImport:
    """Keep files as they were sent, and have each taken in by a job. `again`: also those that are here already.

    Files over the limit are refused unread; of two with the same bytes, the second only points to the first.
    """
    batch = H5PImport(structure=structure, by=by, replaces=replaces, again=again, sent_at=now)
    kept: list[str] = []
    try:
        rows = _rows(batch, files, now, kept)
        with transaction.atomic():
            batch.save()
            for row in rows:
                row.save()
                if row.state == State.WAITING:
                    enqueue(kind=TAKE, key=f"{TAKE}:{row.uuid}", payload={"file": str(row.uuid)}, now=now)
    except BaseException:
        for name in kept:
            storage().delete(name)
        raise
    return batch


def _rows(batch: H5PImport, files: Sequence[Sent], now: datetime.datetime, kept: list[str]) -> list[H5PImportFile]:
    rows: list[H5PImportFile] = []
    first: dict[str, H5PImportFile] = {}
    for place, sent in enumerate(files):
        row = H5PImportFile(batch=batch, place=place, name=str(printable(sent.name))[:200], size=sent.size)
        rows.append(row)
        if sent.size > LIMITS.package:
            params = {"size": -(-sent.size // MEBIBYTE), "limit": LIMITS.package // MEBIBYTE}
            row.state, row.ended_at = State.REFUSED, now
            row.problems = [{"code": "too_large", "params": params}]
            continue
        row.sha256 = measured(sent.file, sent.name).sha256
        if row.sha256 in first:
            row.state, row.twin_of, row.ended_at = State.TWIN, first[row.sha256], now
            continue
        first[row.sha256] = row
        row.file = storage().save(f"{FOLDER}{row.uuid}.h5p", sent.file)
        kept.append(row.file.name)
    return rows


def take(*, uuid: str, now: datetime.datetime) -> None:
    """Judge one file, and make an exercise of it or say why not. What is done already is not done again."""
    row = H5PImportFile.objects.select_related("batch__structure", "batch__by", "batch__replaces").get(uuid=uuid)
    if row.state != State.WAITING:
        return
    present = _present(row)
    if present is not None:
        _leave_out(row, now, state=State.PRESENT, content=present.content, version=present)
        return
    try:
        name = str(row.file.name)
        with storage().open(name) as file:
            original = Original(row.name, row.sha256, row.size, stored_as=name)
            with prepared(file, original) as ready, transaction.atomic():
                _keep(row, ready, now)
    except PackageRefused as refused:
        _leave_out(row, now, state=State.REFUSED, problems=[_packed(each) for each in refused.problems])


def _present(row: H5PImportFile) -> H5PContentVersion | None:
    """The exercise that came of the same file, which is then not made twice unless it was asked for."""
    batch = row.batch
    if batch.again:
        return None
    same = H5PContentVersion.objects.filter(package__sha256=row.sha256).select_related("content")
    if batch.replaces is not None:
        latest = batch.replaces.versions.order_by("-number").first()
        return same.filter(pk=latest.pk).first() if latest else None
    mine = same.filter(content__activity__structure=batch.structure, content__activity__retired_at=None)
    return mine.order_by("-created_at", "-pk").first()


def _keep(row: H5PImportFile, ready: Prepared, now: datetime.datetime) -> None:
    batch = row.batch
    replaces = _as_it_is_now(row) if batch.replaces else None
    before = replaces.versions.order_by("-number").first() if replaces else None
    received = record(ready, structure=batch.structure, by=batch.by, now=now, replaces=replaces)
    report = received.report
    if before is not None and _type(before) != _type(received.version):
        report = report | {"was_made_with": before.main_library}
        _follow_type(received, before)
    _end(row, now, state=State.KEPT, report=report, content=received.content, version=received.version)


def _as_it_is_now(row: H5PImportFile) -> H5PContent:
    """The exercise to replace, held until its new version is written: people went on with it while the file was read,
    and another file or an edited version may want the same number."""
    held = H5PContent.objects.select_for_update(of=("self",)).select_related("activity")
    content = held.filter(pk=row.batch.replaces_id).first()
    if content is None:
        raise TakenMeanwhile(row.pk)
    return content


def _type(version: H5PContentVersion) -> str:
    return str(version.main_library).split(" ")[0]


def _follow_type(received: Received, before: H5PContentVersion) -> None:
    """An exercise of another type says in its own way that it is finished, unless the author chose another rule."""
    rules = H5PContent.CompletionRule
    usual = {True: rules.DECLARED, False: rules.AUTO}
    content = received.content
    if content.completion_rule == usual[_type(before) in SILENT_TYPES]:
        content.completion_rule = usual[_type(received.version) in SILENT_TYPES]
        content.save(update_fields=["completion_rule"])


def _end(row: H5PImportFile, now: datetime.datetime, **became: Any) -> None:
    if not H5PImportFile.objects.filter(pk=row.pk, state=State.WAITING).update(ended_at=now, **became):
        raise TakenMeanwhile(row.pk)


def _packed(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "params": dict(problem.params)}


def _leave_out(row: H5PImportFile, now: datetime.datetime, **became: Any) -> None:
    """The bytes of a file that does not come in go at once: nothing of it is left."""
    name = str(row.file.name)
    _end(row, now, file="", **became)
    storage().delete(name)


def sweep(*, now: datetime.datetime) -> int:
    """Delete what is told of imports of a month ago, bytes that became nothing, and files half written; how many."""
    old = H5PImport.objects.filter(sent_at__lt=now - KEPT)
    files = H5PImportFile.objects.filter(batch__in=old.order_by().values("pk"))
    unused = list(files.exclude(file="").exclude(state=State.KEPT).order_by("pk").values_list("file", flat=True))
    jobs = [f"{TAKE}:{uuid}" for uuid in files.order_by("pk").values_list("uuid", flat=True)]
    swept = len(jobs)
    with transaction.atomic():
        Job.objects.filter(key__in=jobs).delete()
        old.delete()
    for name in unused:
        storage().delete(name)
    return swept + _forget_lost(now)


def _forget_lost(now: datetime.datetime) -> int:
    """Files that no row speaks of, a day old at least: their import was never written, or their exercise is gone."""
    known = set(H5PPackage.objects.order_by().values_list("file", flat=True))
    known |= set(H5PImportFile.objects.order_by().values_list("file", flat=True))
    lost = [name for folder in (FOLDER, PARTS) for name in _names(folder) if name not in known]
    old = [name for name in lost if now - storage().get_modified_time(name) > YOUNG]
    for name in old:
        storage().delete(name)
    return len(old)


def _names(folder: str) -> list[str]:
    try:
        return [folder + name for name in storage().listdir(folder)[1]]
    except FileNotFoundError:  # nothing was ever kept there
        return []
