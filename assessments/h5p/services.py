"""Receives packages into the library store."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.db import transaction
from django.db.models import Max

from assessments.activities.models import Activity
from assessments.h5p import queries
from assessments.h5p.archive import CHUNK, Archive
from assessments.h5p.deciding import approve_library as approve_library
from assessments.h5p.deciding import block_library as block_library
from assessments.h5p.library_store import keep_libraries, record_libraries
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import (
    H5PAsset,
    H5PContent,
    H5PContentVersion,
    H5PPackage,
)
from assessments.h5p.package import CONTENT_FOLDER, Asset, Package, read_package
from assessments.h5p.pictures import FORMATS, draw_again
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
    package = read_package(file, known_libraries=queries.KnownLibraries())
    with keeping() as keeper:
        # Files first, outside the transaction: a hundred of them would hold every other writer up.
        assets = _keep_assets(file, package, keeper)
        keep_libraries(Archive(file), package.libraries, keeper)
        original = _keep_original(file, name, keeper)
        with transaction.atomic():
            states = record_libraries(package.libraries, needs=package.dependencies, source=name, by=by, now=now)
            report = _report(package, states, assets)
            row = _record_package(original, report, by, now)
            version = _record_content(package, assets, row, structure, replaces, by, now)
            journal.record(
                verb="h5p.received",
                now=now,
                by=by,
                structure_id=structure.pk,
                target=f"activity:{version.content.activity.uuid}",
            )
    return Received(version.content, version, report)


def _keep_assets(file: IO[bytes], package: Package, keeper: Keeper) -> list[Asset]:
    archive = Archive(file)
    return [_keep_asset(archive, asset, keeper) for asset in package.assets]


def _keep_asset(archive: Archive, asset: Asset, keeper: Keeper) -> Asset:
    whole = f"{CONTENT_FOLDER}/{asset.path}"
    if asset.media_type not in FORMATS:
        keeper.keep_chunks(asset.sha256, archive.chunks(whole))
        return asset
    data = draw_again(whole, b"".join(archive.chunks(whole)), asset.media_type)
    return Asset(asset.path, len(data), keeper.keep_bytes(data), asset.media_type)


@dataclass(frozen=True)
class Original:
    """The file as received, kept."""

    stored_as: str
    name: str
    sha256: str
    size: int


def _keep_original(file: IO[bytes], name: str, keeper: Keeper) -> Original:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := file.read(CHUNK):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    stored_as = keeper.keep_new(f"packages/{digest.hexdigest()}.h5p", file)
    return Original(stored_as, name[:200], digest.hexdigest(), size)


def _record_package(original: Original, report: dict[str, Any], by: User, now: datetime.datetime) -> H5PPackage:
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
    by: User,
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


def _new_content(package: Package, structure: Structure, by: User, now: datetime.datetime) -> H5PContent:
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


@transaction.atomic
def record_download(*, version: H5PContentVersion, form: str, by: User, now: datetime.datetime) -> None:
    """An exercise left with its answers: the journal says who took which version, as received or written anew."""
    activity = version.content.activity
    journal.record(
        verb="h5p.exported",
        now=now,
        by=by,
        structure_id=activity.structure_id,
        target=f"activity:{activity.uuid}",
        form=form,
        version=version.number,
    )
