"""Receiving packages: what is stored, what waits, what is told, and that nothing of a refused one remains."""

import datetime
import io
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from assessments.activities.models import Activity
from assessments.h5p import queries, services
from assessments.h5p.cleaning import sweep_files
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import H5PAsset, H5PContent, H5PLibrary, H5PPackage
from assessments.h5p.problems import PackageRefused
from assessments.h5p.services import Received
from assessments.h5p.store import read_blob
from lms.journal.models import Entry
from lms.structures.models import Structure
from tests.factories.h5p import (
    FOLDER,
    HELPER_FOLDER,
    LIBRARY,
    content_only,
    h5p_package,
    library_json,
    picture,
)
from tests.factories.people import StructureFactory, trainer

pytestmark = pytest.mark.django_db
CARD = LibraryKey(LIBRARY, 1, 2)


@pytest.fixture
def structure() -> Structure:
    return StructureFactory.create()


def receive(package: io.BytesIO, structure: Structure, **arguments: object) -> Received:
    return services.receive_package(
        file=package,
        name="carte.h5p",
        structure=structure,
        by=trainer(structure),
        now=timezone.now(),
        **arguments,  # type: ignore[arg-type]
    )


def approve_all() -> None:
    for library in H5PLibrary.objects.order_by("pk"):
        services.approve_library(library=library, by=trainer(), now=timezone.now())


def stored_files() -> set[str]:
    """Every file under the storage of packages."""
    root = Path(storages["h5p"].location)  # type: ignore[attr-defined]
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_a_package_becomes_an_exercise_whose_libraries_wait(structure: Structure) -> None:
    received = receive(h5p_package(), structure)

    activity = received.content.activity
    assert (activity.kind, activity.title, activity.structure) == (Activity.Kind.H5P, "Une carte", structure)
    assert received.version.dependencies == ["Declic.Paper 1.0", "Declic.Card 1.2"]
    assert received.version.params["labels"] == {"right": "Juste", "wrong": "Faux"}
    assert received.waits_for == ["Declic.Paper 1.0", "Declic.Card 1.2"]
    assert {library["state"] for library in received.report["libraries"]} == {"new"}
    assert H5PLibrary.objects.filter(status="pending").count() == 2
    assert Entry.objects.filter(verb="h5p.received", target=f"activity:{activity.uuid}").exists()


def test_it_plays_once_an_administrator_approved_what_it_needs(structure: Structure) -> None:
    received = receive(h5p_package(), structure)
    approve_all()
    assert received.waits_for == []
    assert Entry.objects.filter(verb="h5p.library_approved").count() == 2

    card = H5PLibrary.objects.get(machine_name=LIBRARY)
    services.block_library(library=card, by=trainer(), now=timezone.now())
    assert received.waits_for == ["Declic.Card 1.2"]


def test_the_original_is_kept_as_it_was_sent(structure: Structure) -> None:
    package = h5p_package()
    receive(package, structure)
    row = H5PPackage.objects.get()
    assert (row.name, row.size) == ("carte.h5p", len(package.getvalue()))
    with row.file.open() as file:
        assert file.read() == package.getvalue()


def test_the_same_package_again_adds_no_library_and_no_file_twice(structure: Structure) -> None:
    receive(h5p_package(), structure)
    before = {name for name in stored_files() if name.startswith("blob")}
    again = receive(h5p_package(), structure)
    assert {library["state"] for library in again.report["libraries"]} == {"known"}
    assert H5PLibrary.objects.count() == 2
    assert {name for name in stored_files() if name.startswith("blob")} == before


def test_a_new_package_can_replace_an_exercise_and_earlier_versions_stay(structure: Structure) -> None:
    first = receive(h5p_package(), structure)
    second = receive(h5p_package(), structure, replaces=first.content)
    assert H5PContent.objects.count() == 1
    assert (first.version.number, second.version.number) == (1, 2)
    assert queries.current_version(first.content) == second.version


@pytest.mark.parametrize(
    ("patch", "script", "state"),
    [(3, "other()", "conflict"), (4, "other()", "newer"), (2, "other()", "older"), (3, None, "known")],
)
def test_a_library_is_told_from_the_one_that_is_there(
    structure: Structure, patch: int, script: str | None, state: str
) -> None:
    receive(h5p_package(), structure)
    approve_all()
    changes = {f"{FOLDER}/library.json": library_json(patchVersion=patch), f"{FOLDER}/language/nb.json": {}}
    if script:
        changes[f"{FOLDER}/card.js"] = script  # type: ignore[assignment]
    received = receive(h5p_package(**changes), structure)  # type: ignore[arg-type]
    states = {library["name"]: library["state"] for library in received.report["libraries"]}
    assert states["Declic.Card 1.2"] == state
    playing = queries.playing_libraries([CARD])[CARD]
    assert playing.patch == 3, "what an administrator has not read does not play"
    assert H5PLibrary.objects.filter(machine_name=LIBRARY, status="pending").count() == (state != "known")


def test_the_highest_approved_patch_plays(structure: Structure) -> None:
    receive(h5p_package(), structure)
    newer = {f"{FOLDER}/library.json": library_json(patchVersion=10), f"{FOLDER}/card.js": "newer()"}
    receive(h5p_package(**newer), structure)  # type: ignore[arg-type]
    approve_all()
    assert queries.playing_libraries([CARD])[CARD].patch == 10


def test_content_alone_is_received_once_its_libraries_are_known(structure: Structure) -> None:
    with pytest.raises(PackageRefused) as refused:
        receive(content_only(), structure)
    assert [problem.code for problem in refused.value.problems] == ["missing_library"]

    receive(h5p_package(), structure)
    received = receive(content_only(), structure)
    assert received.version.dependencies == ["Declic.Paper 1.0", "Declic.Card 1.2"]
    assert received.waits_for
    approve_all()
    assert not received.waits_for


def test_pictures_are_drawn_again_small_and_bare(structure: Structure) -> None:
    secret = b"<script>alert(1)</script>"
    large = picture((4000, 1000), "JPEG") + secret
    receive(h5p_package(**{"content/images/photo.png": large}), structure)
    asset = H5PAsset.objects.get()
    data = read_blob(asset.sha256)
    assert secret not in data
    assert asset.mime == "image/jpeg"
    assert Image.open(io.BytesIO(data)).size == (1600, 400)
    assert asset.size == len(data)


@pytest.mark.parametrize(
    "package",
    [
        {"content/images/photo.png": b"\x89PNG\r\n\x1a\n" + bytes(60)},
        {"content/images/photo.png": picture()[:-30]},
        {"h5p.json": "{"},
        {f"{HELPER_FOLDER}/library.json": None},
    ],
)
def test_nothing_of_a_refused_package_remains(structure: Structure, package: dict[str, bytes | None]) -> None:
    before = stored_files()
    with pytest.raises(PackageRefused):
        receive(h5p_package(**package), structure)
    assert stored_files() == before
    assert not H5PLibrary.objects.exists()
    assert not Activity.objects.exists()
    assert not H5PPackage.objects.exists()


def test_a_picture_bomb_is_refused_by_its_dimensions(structure: Structure) -> None:
    out = io.BytesIO()
    Image.new("1", (12000, 12000)).save(out, "PNG")
    with pytest.raises(PackageRefused) as refused:
        receive(h5p_package(**{"content/images/photo.png": out.getvalue()}), structure)
    assert [problem.code for problem in refused.value.problems] == ["picture_too_large"]


def test_nothing_remains_when_the_database_refuses(structure: Structure, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored_files()
    monkeypatch.setattr(H5PPackage.objects.model, "save", lambda *_args, **_options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        receive(h5p_package(), structure)
    for days in (0, 2):  # by the daily sweep: another import may have come to rely on its files
        sweep_files(now=timezone.now() + datetime.timedelta(days=days))
    assert stored_files() <= before
    assert not H5PLibrary.objects.exists()


def test_real_packages_are_received_and_play_once_approved(structure: Structure, h5p_packages_dir: Path) -> None:
    names = ["true-false-question-7-63683.h5p", "question-set-616.h5p", "vietnamese-story.h5p"]
    received = []
    for name in names:
        with (h5p_packages_dir / name).open("rb") as file:
            received.append(
                services.receive_package(
                    file=file, name=name, structure=structure, by=trainer(structure), now=timezone.now()
                )
            )
    assert all(each.waits_for for each in received)
    approve_all()
    assert not any(each.waits_for for each in received)
    assert "conflict" not in {lib["state"] for each in received for lib in each.report["libraries"]}
