"""Takes a package in: judged, its pictures drawn again, its files kept, then all its rows in one transaction."""

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from django.db import transaction
from django.db.models import Max

from assessments.activities.models import Activity
from assessments.h5p import queries
from assessments.h5p.archive import CHUNK, Archive
from assessments.h5p.drawing import drawn_pictures
from assessments.h5p.library_store import keep_libraries, record_libraries
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import H5PAsset, H5PContent, H5PContentVersion, H5PPackage
from assessments.h5p.package import CONTENT_FOLDER, Asset, Package, read_archive
from assessments.h5p.pictures import FORMATS
from assessments.h5p.preparing import queue_preparing
from assessments.h5p.problems import printable
from assessments.h5p.store import Keeper, keeping
from lms.accounts.models import User
from lms.journal import services as journal
from lms.structures.models import Structure

# Exercise types that never say by themselves that the person came to the end (seen on real packages).
SILENT_TYPES = frozenset(
    f"H5P.{name}"
    for name in """
    Accordion AdvancedText Agamotto Audio AudioRecorder Chart Collage Dialogcards DocumentationTool GreetingCard
    GuessTheAnswer IFrameEmbed Image ImageHotspots ImageJuxtaposition ImageSlider InfoWall InformationWall KewArCode
    Link Table Text Timeline Video
    """.split()  # noqa: SIM905 — a list of forty short strings reads worse
)


@dataclass(frozen=True)
class Received:
    """What came of a package: the exercise, its version, and the report to show the person who brought it."""

    content: H5PContent
    version: H5PContentVersion
    report: dict[str, Any]

    @property
    def waits_for(self) -> list[str]:
        """Libraries that an administrator must approve before the exercise plays."""
        return list(queries.play_set(self.version).waiting)


@dataclass(frozen=True)
class Original:
    """A file as it was sent. `stored_as`: where the storage has it; empty when it has still to be kept."""

    name: str
    sha256: str
    size: int  # bytes
    stored_as: str = ""


@dataclass(frozen=True)
class Prepared:
    """A package found good, its files kept: only its rows are still to be written. `assets` as they are kept."""

    package: Package
    assets: tuple[Asset, ...]
    original: Original


def receive_package(
    *,
    file: IO[bytes],
    name: str,
    structure: Structure,
    by: User,
    now: datetime.datetime,
    replaces: H5PContent | None = None,
) -> Received:
    """Judge a package and, when it is good, store it as an exercise of `structure` or a new version of `replaces`.

    Libraries that the store does not have are kept waiting for an administrator. Pictures are drawn again, at most
    1,600 pixels long. Raises `PackageRefused` with every reason; nothing of a refused package is kept.
    """
    with prepared(file, measured(file, name)) as ready, transaction.atomic():
        return record(ready, structure=structure, by=by, now=now, replaces=replaces)


def measured(file: IO[bytes], name: str) -> Original:
    """A file as it was sent, counted and hashed; read from its beginning, and left there."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return Original(str(printable(name))[:200], digest.hexdigest(), size)


@contextmanager
def prepared(file: IO[bytes], original: Original) -> Iterator[Prepared]:
    """Judge a package and keep its files; they are gone again when the block, which writes its rows, fails.

    Long, and not for a transaction. Raises `PackageRefused` before anything is kept.
    """
    archive = Archive.opened(file)
    package = read_archive(archive, known_libraries=queries.KnownLibraries())
    pictures = [asset for asset in package.assets if asset.media_type in FORMATS]
    with drawn_pictures(archive, pictures) as drawn, keeping() as keeper:
        keeper.claim(drawn.hashes() | {asset.sha256 for asset in package.assets})
        assets = tuple(drawn.kept(asset, keeper) or _as_sent(archive, asset, keeper) for asset in package.assets)
        keep_libraries(archive, package.libraries, keeper)
        yield Prepared(package, assets, original if original.stored_as else _keep_original(file, original, keeper))


def _as_sent(archive: Archive, asset: Asset, keeper: Keeper) -> Asset:
    keeper.keep_chunks(asset.sha256, archive.chunks(f"{CONTENT_FOLDER}/{asset.path}"))
    return asset


def _keep_original(file: IO[bytes], original: Original, keeper: Keeper) -> Original:
    file.seek(0)
    stored_as = keeper.keep_new(f"packages/{original.sha256}.h5p", file)
    return Original(original.name, original.sha256, original.size, stored_as)


def record(
    ready: Prepared, *, structure: Structure, by: User | None, now: datetime.datetime, replaces: H5PContent | None
) -> Received:
    """Write the rows of a package whose files are kept; in the caller's transaction."""
    package, assets = ready.package, ready.assets
    states = record_libraries(package.libraries, needs=package.dependencies, source=ready.original.name, by=by, now=now)
    report = _report(package, states, assets)
    row = _record_package(ready.original, report, by, now)
    version = _record_content(package, assets, row, structure, replaces, by, now)
    journal.record(
        verb="h5p.received",
        now=now,
        by=by,
        structure_id=structure.pk,
        target=f"activity:{version.content.activity.uuid}",
    )
    queue_preparing(now=now)
    return Received(version.content, version, report)


def _record_package(original: Original, report: dict[str, Any], by: User | None, now: datetime.datetime) -> H5PPackage:
    return H5PPackage.objects.create(
        file=original.stored_as,
        name=original.name,
        sha256=original.sha256,
        size=original.size,
        report=report,
        uploaded_by=by,
        uploaded_at=now,
    )


def _record_content(
    package: Package,
    assets: Sequence[Asset],
    row: H5PPackage,
    structure: Structure,
    replaces: H5PContent | None,
    by: User | None,
    now: datetime.datetime,
) -> H5PContentVersion:
    content = replaces or _new_content(package, structure, by, now)
    latest = content.versions.aggregate(latest=Max("number"))["latest"] or 0
    version = H5PContentVersion.objects.create(
        content=content,
        number=latest + 1,
        package=row,
        main_library=str(package.main_library),
        params=package.params,
        dependencies=[str(key) for key in package.dependencies],
        language=package.language,
        licence=package.licence,
        authors=[{"name": author.name, "role": author.role} for author in package.authors],
        created_at=now,
    )
    H5PAsset.objects.bulk_create(
        H5PAsset(version=version, path=each.path, sha256=each.sha256, size=each.size, mime=each.media_type)
        for each in assets
    )
    return version


def _new_content(package: Package, structure: Structure, by: User | None, now: datetime.datetime) -> H5PContent:
    activity = Activity.objects.create(
        kind=Activity.Kind.H5P, structure=structure, title=package.title[:150], created_by=by, created_at=now
    )
    silent = package.main_library.machine_name in SILENT_TYPES
    rule = H5PContent.CompletionRule.DECLARED if silent else H5PContent.CompletionRule.AUTO
    return H5PContent.objects.create(activity=activity, completion_rule=rule)


def _report(package: Package, states: dict[LibraryKey, str], assets: Sequence[Asset]) -> dict[str, Any]:
    pictures = [asset for asset in package.assets if asset.media_type in FORMATS]
    after = sum(asset.size for asset in assets if asset.media_type in FORMATS)
    return {
        "title": package.title,
        "main_library": str(package.main_library),
        "licence": package.licence,
        "authors": [author.name for author in package.authors],
        "libraries": [
            {"name": str(each.key), "patch": each.manifest.patch, "state": states[each.key]}
            for each in package.libraries
        ],
        "pictures": {"count": len(pictures), "before": sum(each.size for each in pictures), "after": after},
        "skipped": list(package.skipped),
        "cleaned": list(package.cleaned),
        "external": list(package.external),
        "absent": list(package.absent),
    }
