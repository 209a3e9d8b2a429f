"""What nothing needs any more goes, and nothing that an import under way relies on."""

import datetime
import io
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone

from assessments.activities.models import Activity
from assessments.h5p import cleaning, deciding, queries, services
from assessments.h5p.bundles import bundle_file, ensure_bundle
from assessments.h5p.import_models import H5PImportFile
from assessments.h5p.models import H5PContentVersion, H5PDoomedFile, H5PDraft, H5PDraftAsset, H5PLibrary, H5PPackage
from assessments.h5p.problems import PackageRefused
from assessments.h5p.services import Received
from assessments.h5p.store import Keeper, blob_name, keeping, read_blob
from lms.journal.models import Entry
from lms.structures.models import Structure
from tests.assessments.h5p.conftest import approve_all
from tests.factories.h5p import FOLDER, LIBRARY, content_only, h5p_package, library_json
from tests.factories.people import StructureFactory, trainer

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LATER = datetime.timedelta(days=40)


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> None:
    """A store of its own for each test, empty."""
    options = {"location": tmp_path / "h5p", "base_url": None}
    settings.STORAGES = settings.STORAGES | {"h5p": settings.STORAGES["h5p"] | {"OPTIONS": options}}


@pytest.fixture
def structure() -> Structure:
    return StructureFactory.create()


def receive(structure: Structure, package: io.BytesIO | None = None) -> Received:
    return services.receive_package(
        file=package or h5p_package(), name="carte.h5p", structure=structure, by=trainer(structure), now=timezone.now()
    )


def forget(received: Received) -> None:
    """The exercise is gone for good, with all its versions and the file it came from."""
    content = received.content
    H5PContentVersion.objects.filter(content=content).delete()
    H5PPackage.objects.all().delete()
    activity = content.activity_id
    content.delete()
    Activity.objects.filter(pk=activity).delete()


def stored_files() -> set[str]:
    root = Path(storages["h5p"].location)  # type: ignore[attr-defined]
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def names(libraries: list[H5PLibrary]) -> list[str]:
    return [str(library) for library in libraries]


def test_what_an_exercise_needs_is_never_offered_for_removal(structure: Structure) -> None:
    receive(structure)
    newer = {f"{FOLDER}/library.json": library_json(patchVersion=4), f"{FOLDER}/card.js": "newer()"}
    receive(structure, h5p_package(**newer))  # type: ignore[arg-type]
    Activity.objects.update(retired_at=timezone.now())
    assert cleaning.unused_libraries(now=timezone.now() + LATER) == []


def test_unused_libraries_go_after_a_month_and_their_files_a_day_later(structure: Structure) -> None:
    empty = stored_files()
    received = receive(structure)
    forget(received)
    now = timezone.now()
    assert cleaning.unused_libraries(now=now) == []
    unused = cleaning.unused_libraries(now=now + LATER)
    assert names(unused) == ["Declic.Card 1.2.3", "Declic.Paper 1.0.3"]
    alone = sum(file.size for library in unused for file in library.files.all())
    assert cleaning.bytes_of(unused) == alone

    gone = cleaning.remove_libraries(libraries=unused, by=trainer(structure), now=now + LATER)
    assert gone == names(unused)
    assert not H5PLibrary.objects.exists()
    assert Entry.objects.filter(verb="h5p.library_removed").count() == 2
    assert cleaning.sweep_files(now=now + LATER).removed == 0
    swept = cleaning.sweep_files(now=now + LATER + DAY)
    assert swept.size > alone
    assert stored_files() == empty
    assert not H5PDoomedFile.objects.exists()


def test_every_row_that_names_a_file_of_the_store_keeps_it() -> None:
    """A model with a hash that the sweep does not know would lose its files."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("assessments.h5p")]
    hashed = {model for model in ours if any(field.name == "sha256" for field in model._meta.fields)}
    name_their_file = {H5PPackage, H5PImportFile}
    assert hashed - name_their_file == set(cleaning.HOLDERS)


def test_the_picture_of_a_draft_stays(structure: Structure) -> None:
    received = receive(structure)
    with keeping() as keeper:
        sha256 = keeper.keep_bytes(b"drawn yesterday, published tomorrow")
    version = received.version
    draft = H5PDraft.objects.create(
        content=version.content, user=trainer(structure), base=version, params=version.params, saved_at=timezone.now()
    )
    H5PDraftAsset.objects.create(draft=draft, path="images/new.png", sha256=sha256, size=35, mime="image/png")
    for days in range(3):
        cleaning.sweep_files(now=timezone.now() + days * DAY)
    assert read_blob(sha256)


def test_decisions_and_what_an_operator_added_stay(structure: Structure) -> None:
    forget(receive(structure))
    card = H5PLibrary.objects.get(machine_name=LIBRARY)
    deciding.block_library(library=card, by=None, now=timezone.now())
    H5PLibrary.objects.exclude(pk=card.pk).update(brought_by=None, source="/srv/libraries")
    assert cleaning.unused_libraries(now=timezone.now() + LATER) == []
    assert names(cleaning.unused_libraries(now=timezone.now() + LATER, added_too=True)) == ["Declic.Paper 1.0.3"]


def test_what_became_needed_since_the_page_was_read_stays(structure: Structure) -> None:
    forget(receive(structure))
    unused = cleaning.unused_libraries(now=timezone.now() + LATER)
    received = receive(structure, content_only())
    assert cleaning.remove_libraries(libraries=unused, by=None, now=timezone.now() + LATER) == []
    approve_all()
    assert queries.play_set(received.version).is_ready


def test_a_file_shared_with_another_library_is_not_counted_and_stays(structure: Structure) -> None:
    received = receive(structure)
    twin = {"Declic.Twin-1.0/library.json": library_json("Declic.Twin", 0, preloadedDependencies=None)}
    files = {f"Declic.Twin-1.0/{name}": data for name, data in (("card.js", "twin()"), ("card.css", "p{}"))}
    shared = read_blob(H5PLibrary.objects.get(machine_name=LIBRARY).files.get(path="card.js").sha256)
    receive(structure, h5p_package(**twin, **files, **{"Declic.Twin-1.0/shared.js": shared}))  # type: ignore[arg-type]
    twins = [row for row in cleaning.unused_libraries(now=timezone.now() + LATER) if "Twin" in row.machine_name]
    assert cleaning.bytes_of(twins) == sum(file.size for file in twins[0].files.exclude(path="shared.js"))
    cleaning.remove_libraries(libraries=twins, by=None, now=timezone.now() + LATER)
    for days in (0, 1):
        cleaning.sweep_files(now=timezone.now() + LATER + days * DAY)
    approve_all()
    assert ensure_bundle(queries.play_set(received.version).libraries)


def test_what_a_killed_import_left_goes_by_itself(structure: Structure) -> None:
    receive(structure)
    before = stored_files()
    keeper = Keeper()  # nobody says that it failed: its process is gone
    keeper.keep_bytes(b"half an import")
    keeper.keep_new("packages/killed.h5p", ContentFile(b"PK"))
    assert cleaning.sweep_files(now=timezone.now()).doomed == 2
    assert cleaning.sweep_files(now=timezone.now() + DAY).removed == 2
    assert stored_files() == before


def test_bundles_go_when_other_patches_play(structure: Structure) -> None:
    received = receive(structure)
    approve_all()
    first = ensure_bundle(queries.play_set(received.version).libraries)
    newer = {f"{FOLDER}/library.json": library_json(patchVersion=4), f"{FOLDER}/card.js": "newer()"}
    receive(structure, h5p_package(**newer))  # type: ignore[arg-type]
    approve_all()
    second = ensure_bundle(queries.play_set(received.version).libraries)
    for days in (0, 1):
        cleaning.sweep_files(now=timezone.now() + days * DAY)
    kept = {name for name in stored_files() if name.startswith("bundle/")}
    assert bundle_file(second, "css", "br") in kept
    assert bundle_file(first, "css", "br") not in kept
    assert len(kept) == 4


def test_counting_only_changes_nothing(structure: Structure) -> None:
    forget(receive(structure))
    before = stored_files()
    assert cleaning.sweep_files(now=timezone.now(), dry=True).doomed > 0
    assert not H5PDoomedFile.objects.exists()
    assert stored_files() == before


def test_an_import_that_began_before_a_removal_finds_its_files(structure: Structure) -> None:
    """It relied on files that nothing needed yet; the sweep that follows leaves them alone."""
    data = b"a sound that two exercises share"
    with keeping() as keeper:
        sha256 = keeper.keep_bytes(data)
    cleaning.sweep_files(now=timezone.now())
    with keeping() as another:
        another.keep_bytes(data)
        assert cleaning.sweep_files(now=timezone.now() + DAY).removed == 0
        assert read_blob(sha256) == data
    assert cleaning.sweep_files(now=timezone.now() + 2 * DAY).removed == 1


def test_a_package_whose_library_went_while_it_was_read_is_refused(
    structure: Structure, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(receive(structure))
    known = queries.KnownLibraries()
    for key in known:
        assert known[key]
    monkeypatch.setattr(queries, "KnownLibraries", lambda: known)
    unused = cleaning.unused_libraries(now=timezone.now() + LATER)
    cleaning.remove_libraries(libraries=unused, by=None, now=timezone.now() + LATER)
    with pytest.raises(PackageRefused) as refused:
        receive(structure, content_only())
    assert {problem.code for problem in refused.value.problems} == {"missing_library"}
    assert not H5PContentVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_imports_and_sweeps_at_the_same_time_lose_no_file() -> None:
    """Each day everything of the day before is waiting to be removed, and comes in again while it is."""
    structure = StructureFactory.create()
    start, today, over = timezone.now(), [0], threading.Event()
    removed, errors = [0], list[BaseException]()
    night = threading.Lock()  # no sweep lasts from one day to the next

    def sweep() -> None:
        try:
            while not over.is_set():
                with night:
                    removed[0] += cleaning.sweep_files(now=start + today[0] * DAY).removed
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    sweeping = threading.Thread(target=sweep)
    sweeping.start()
    try:
        for _ in range(12):
            received = receive(structure)
            assert [sha256 for sha256 in _hashes_of(received) if not storages["h5p"].exists(blob_name(sha256))] == []
            forget(received)
            H5PLibrary.objects.all().delete()
            _wait_until_doomed(errors)
            with night:
                today[0] += 1
    finally:
        over.set()
        sweeping.join()
    assert errors == []
    assert removed[0] > 0


def _wait_until_doomed(errors: list[BaseException]) -> None:
    """The sweep beside has written down every file that there is."""
    for _ in range(500):
        if set(cleaning.stored_files()) <= set(H5PDoomedFile.objects.values_list("name", flat=True)) or errors:
            return
        time.sleep(0.01)
    raise AssertionError("the sweep does not come through")


def _hashes_of(received: Received) -> set[str]:
    with transaction.atomic():
        files = [file for library in H5PLibrary.objects.all() for file in library.files.all()]
        return {file.sha256 for file in files} | set(received.version.assets.values_list("sha256", flat=True))
