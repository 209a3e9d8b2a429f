"""Services of editing: a draft that only its author sees, kept as a new version of the exercise."""

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image

from assessments.h5p.editing.submitted import references
from assessments.h5p.models import H5PAsset, H5PContent, H5PContentVersion, H5PDraft, H5PDraftAsset
from assessments.h5p.package import Asset
from assessments.h5p.paths import extension
from assessments.h5p.pictures import FORMATS, draw_again
from assessments.h5p.problems import PackageRefused, Problem
from assessments.h5p.queries import current_version
from assessments.h5p.semantics import Params
from assessments.h5p.signatures import media_type
from assessments.h5p.store import Keeper
from assessments.h5p.workshop import Workshop, main_of
from lms.accounts.models import User
from lms.journal import services as journal

FILE_BYTES = 32 * 1024 * 1024  # as for a file of a package
SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp",
            "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "audio/ogg": ".ogg", "audio/wav": ".wav"}  # fmt: skip


class OutOfDate(Exception):
    """The draft went on meanwhile, in another window: this page no longer shows it."""


class AnotherVersion(Exception):
    """Somebody kept a version meanwhile that this person has not seen: `version`."""

    def __init__(self, version: H5PContentVersion) -> None:
        super().__init__(version.number)
        self.version = version


class NothingChanged(Exception):
    """The draft says what the exercise says already."""


def draft_of(*, content: H5PContent, user: User) -> H5PDraft | None:
    """What this person is changing of the exercise."""
    drafts = H5PDraft.objects.filter(content=content, user=user).select_related("base", "content__activity")
    return drafts.prefetch_related("assets").first()


@transaction.atomic
def keep_draft(
    *,
    content: H5PContent,
    user: User,
    base: H5PContentVersion,
    edition: int,
    params: Mapping[str, Any],
    assets: Sequence[Asset] = (),
    now: datetime.datetime,
) -> H5PDraft:
    """Keep what was typed so far. `edition` is that of the page it was typed in, 0 before there was a draft.

    Raises `OutOfDate` when another window changed the draft since: nothing is overwritten.
    """
    fields = {"params": dict(params), "saved_at": now, "edition": edition + 1}
    if edition == 0:
        draft, created = H5PDraft.objects.get_or_create(content=content, user=user, defaults=fields | {"base": base})
        if not created:
            raise OutOfDate
    else:
        mine = H5PDraft.objects.filter(content=content, user=user, edition=edition)
        if not mine.update(**fields):
            raise OutOfDate
        draft = H5PDraft.objects.get(content=content, user=user)
    for each in assets:
        H5PDraftAsset.objects.get_or_create(
            draft=draft,
            path=each.path,
            defaults={"sha256": each.sha256, "size": each.size, "mime": each.media_type},
        )
    return draft


def dependencies_of(draft: H5PDraft) -> list[str]:
    """What must be loaded to play a draft. Raises `PackageRefused`."""
    workshop = Workshop("")
    return workshop.dependencies(workshop.gate(main_of(draft.base), draft.params))


def discard(*, draft: H5PDraft) -> None:
    """Give a draft up."""
    draft.delete()


@transaction.atomic
def publish(*, draft: H5PDraft, seen: int, workshop: Workshop, by: User, now: datetime.datetime) -> H5PContentVersion:
    """Make the draft the newest version: it passes the gate of packages, and plays from now on.

    `seen` is the number of the newest version that the person has seen. Raises `AnotherVersion` when there is a newer
    one, `NothingChanged`, `PackageRefused`.
    """
    content = H5PContent.objects.select_for_update().select_related("activity").get(pk=draft.content_id)
    latest = current_version(content)
    if latest is not None and latest.number > max(seen, draft.base.number):
        raise AnotherVersion(latest)
    base = draft.base
    passed = workshop.gate(main_of(base), draft.params)
    if latest is not None and passed.value == latest.params:
        raise NothingChanged
    assets: list[H5PAsset | H5PDraftAsset] = [*draft.assets.order_by("pk"), *base.assets.order_by("pk")]
    version = _new_version(base, latest, passed, workshop.dependencies(passed), assets, by, now)
    draft.delete()
    _tell("h5p.edited", version, by, now)
    return version


@transaction.atomic
def bring_back(*, version: H5PContentVersion, by: User, now: datetime.datetime) -> H5PContentVersion:
    """Make an older version the newest again, as a copy. Raises `NothingChanged` for the newest itself."""
    content = H5PContent.objects.select_for_update().select_related("activity").get(pk=version.content_id)
    latest = current_version(content)
    if latest is None or latest.pk == version.pk:
        raise NothingChanged
    params = Params(version.params, files=set(references(version.params)))
    assets = list(version.assets.order_by("pk"))
    copied = _new_version(version, latest, params, version.dependencies, assets, by, now)
    _tell("h5p.brought_back", copied, by, now)
    return copied


def _new_version(
    base: H5PContentVersion,
    latest: H5PContentVersion | None,
    params: Params,
    dependencies: list[str],
    assets: Sequence[H5PAsset | H5PDraftAsset],
    by: User,
    now: datetime.datetime,
) -> H5PContentVersion:
    version = H5PContentVersion.objects.create(
        content_id=base.content_id,
        number=(latest.number if latest else 0) + 1,
        package=None,
        edited_by=by,
        main_library=base.main_library,
        params=params.value,
        dependencies=dependencies,
        language=base.language,
        licence=base.licence,
        authors=base.authors,
        created_at=now,
    )
    # A file that the parameters never named stays with them: some libraries load files by names of their own.
    replaced = references(base.params) - params.files
    kept = {each.path: each for each in reversed(assets) if each.path not in replaced}
    H5PAsset.objects.bulk_create(
        H5PAsset(version=version, path=each.path, sha256=each.sha256, size=each.size, mime=each.mime)
        for path, each in sorted(kept.items())
        if isinstance(each, H5PAsset) or path in params.files
    )
    return version


def _tell(verb: str, version: H5PContentVersion, by: User, now: datetime.datetime) -> None:
    activity = version.content.activity
    journal.record(
        verb=verb,
        now=now,
        by=by,
        structure_id=activity.structure_id,
        target=f"activity:{activity.uuid}",
        number=version.number,
    )


class Newcomers:
    """Files put into a draft with one form: kept at once, gone again when the form is not kept."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self.assets: list[Asset] = []

    def keep(self, node: Any, upload: "UploadedFile[Any]") -> Any:
        """The value of a picture or sound field for a file sent: drawn again, judged by its bytes.

        Raises `PackageRefused`.
        """
        name = upload.name or ""
        if (upload.size or 0) > FILE_BYTES:
            raise PackageRefused([Problem("file_too_large", {"path": name, "limit": FILE_BYTES // 2**20})])
        data = upload.read()
        kind = media_type(f"file{extension(PurePosixPath(name).name)}", data[:64])
        wanted = "image/" if node.kind == "image" else "audio/"
        if kind is None or kind not in SUFFIXES or not kind.startswith(wanted):
            raise PackageRefused([Problem("not_its_kind", {"path": name})])
        if kind in FORMATS:
            data = draw_again(name, data, kind)
        value = {"path": self._keep(data, kind), "mime": kind, "copyright": {"license": "U"}}
        return value | _size(data) if kind in FORMATS else [value]

    def _keep(self, data: bytes, kind: str) -> str:
        sha256 = self._keeper.keep_bytes(data)
        folder = "images" if kind in FORMATS else "audios"
        path = f"{folder}/{sha256[:24]}{SUFFIXES[kind]}"
        self.assets.append(Asset(path, len(data), sha256, kind))
        return path


def _size(data: bytes) -> dict[str, int]:
    with Image.open(io.BytesIO(data)) as picture:
        return {"width": picture.width, "height": picture.height}
