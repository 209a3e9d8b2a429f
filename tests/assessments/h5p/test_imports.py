"""Files sent to the studio: kept as sent, taken in by a job each, and a report that says what became of them."""

import datetime
import hashlib
import io
import json
import os
import shutil
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import connection, connections
from django.utils import timezone, translation

import assessments.tasks  # noqa: F401 — whoever does jobs knows their kinds
from assessments.activities.models import Activity
from assessments.h5p import imports, receiving, store
from assessments.h5p.import_models import TAKE, H5PImport, H5PImportFile
from assessments.h5p.import_queries import FileReport, import_report, recent_imports
from assessments.h5p.imports import Sent
from assessments.h5p.limits import LIMITS
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PLibrary, H5PLibraryFile, H5PPackage
from lms.jobs import services as jobs
from lms.jobs.models import Job
from lms.structures.models import Structure
from tests.factories.h5p import FOLDER, content_only, h5p_files, h5p_json, h5p_package, library_json, picture
from tests.factories.people import StructureFactory, trainer
from tests.sql import CapturedSql

pytestmark = pytest.mark.django_db
State = H5PImportFile.State


@pytest.fixture(autouse=True)
def _empty_storage() -> None:
    shutil.rmtree(storages["h5p"].location, ignore_errors=True)  # type: ignore[attr-defined]


@pytest.fixture
def structure() -> Structure:
    return StructureFactory.create()


def files_kept() -> set[str]:
    root = Path(storages["h5p"].location)  # type: ignore[attr-defined]
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def send(structure: Structure, *packages: io.BytesIO, names: str = "abcdefghij", **arguments: Any) -> H5PImport:
    sent = [Sent(f"{name}.h5p", len(each.getvalue()), each) for name, each in zip(names, packages, strict=False)]
    return imports.send(files=sent, structure=structure, by=trainer(structure), now=timezone.now(), **arguments)


def do_jobs() -> None:
    jobs.run_due(now=timezone.now())


def taken(structure: Structure, *packages: io.BytesIO, **arguments: Any) -> list[FileReport]:
    """What became of packages sent and taken in, in French."""
    batch = send(structure, *packages, **arguments)
    do_jobs()
    with translation.override("fr"):
        report = import_report(trainer(structure), batch.uuid)
        assert report is not None
        assert not report.under_way
        return list(report.files)


def another(title: str) -> io.BytesIO:
    return h5p_package(**{"h5p.json": h5p_json(title=title)})


def test_each_file_waits_for_its_job_then_becomes_an_exercise_with_a_report_in_french(structure: Structure) -> None:
    batch = send(structure, another("Un"), another("Deux"))
    report = import_report(trainer(structure), batch.uuid)
    assert report is not None
    assert (report.done, report.under_way) == (0, True)
    do_jobs()
    with translation.override("fr"):
        report = import_report(trainer(structure), batch.uuid)
        assert report is not None
        assert (report.done, report.under_way, report.came_in) == (2, False, 2)
        said = " ".join(report.files[0].lines)
    assert "Un\N{NARROW NO-BREAK SPACE}», fait avec Declic.Card 1.2." in said
    assert "Association d’essai" in said
    assert "CC BY" in said
    assert "Declic.Paper 1.0.3" in said
    assert "1 image" in said
    assert report.files[0].waits_for == ["Declic.Paper 1.0", "Declic.Card 1.2"]
    assert [each.title for each in report.files] == ["Un", "Deux"]


def test_the_file_as_sent_is_the_one_that_stays(structure: Structure) -> None:
    package = h5p_package()
    taken(structure, package)
    row = H5PPackage.objects.get()
    with row.file.open() as file:
        assert file.read() == package.getvalue()
    assert len([name for name in files_kept() if name.startswith("sent/")]) == 1


def test_a_refused_file_stays_in_the_report_and_nothing_of_it_on_the_disk(structure: Structure) -> None:
    before = files_kept()
    good, bad = taken(structure, another("Bon"), h5p_package(**{"content/x.svg": "<svg onload=alert(1)>"}))
    assert (good.file.state, bad.file.state) == (State.KEPT, State.REFUSED)
    assert "x.svg" in bad.lines[0]
    assert "Retirez ce fichier" in bad.advice[0]
    kept = files_kept() - before
    assert {name for name in kept if name.startswith("sent/")} == {H5PPackage.objects.get().file.name}
    assert bad.file.file.name == ""


def test_a_file_over_the_limit_is_refused_unread_and_the_others_come_in(structure: Structure) -> None:
    class Unreadable(io.BytesIO):
        def read(self, *_size: Any) -> bytes:
            raise AssertionError("read before its size was judged")

    sent = [Sent("lourd.h5p", LIMITS.package + 1, Unreadable()), Sent("a.h5p", 1, h5p_package())]
    batch = imports.send(files=sent, structure=structure, by=trainer(structure), now=timezone.now())
    do_jobs()
    states = list(batch.files.order_by("place").values_list("state", flat=True))
    assert states == [State.REFUSED, State.KEPT]


def test_two_files_with_the_same_bytes_are_one_exercise(structure: Structure) -> None:
    first, second = taken(structure, h5p_package(), h5p_package())
    assert (first.file.state, second.file.state) == (State.KEPT, State.TWIN)
    assert second.file.twin_of == first.file
    assert H5PContent.objects.count() == 1


def test_a_file_that_came_in_before_is_not_taken_twice_unless_asked_for(structure: Structure) -> None:
    taken(structure, h5p_package())
    before = files_kept()
    (again,) = taken(structure, h5p_package())
    assert (again.file.state, again.title) == (State.PRESENT, "Une carte")
    assert files_kept() == before
    assert H5PContent.objects.count() == 1
    (copy,) = taken(structure, h5p_package(), again=True)
    assert copy.file.state == State.KEPT
    assert H5PContent.objects.count() == 2
    (elsewhere,) = taken(StructureFactory.create(), h5p_package())
    assert elsewhere.file.state == State.KEPT, "what another structure has is not told"


def test_a_file_replaces_that_of_an_exercise_which_keeps_its_title(structure: Structure) -> None:
    taken(structure, h5p_package())
    content = H5PContent.objects.get()
    (same,) = taken(structure, h5p_package(), replaces=content)
    assert same.file.state == State.PRESENT
    taken(structure, another("Nouveau titre"), replaces=content)
    assert content.versions.count() == 2
    assert Activity.objects.get().title == "Une carte"
    (back,) = taken(structure, h5p_package(), replaces=content)
    assert back.file.state == State.KEPT, "the first file again, after another"


def test_a_title_cannot_turn_or_break_the_lines_around_it(structure: Structure) -> None:
    """Titles stand in lists, in letters' subjects and in names of files; spaces of French stay."""
    title = "Le\u202e gpj\r\nBcc: x\u2066 &#8238;&#x0a;sûr\xa0! \u06a9\u200c"
    taken(structure, h5p_package(**{"h5p.json": h5p_json(title=title)}))
    assert Activity.objects.get().title == "Le gpj Bcc: x sûr\xa0! \u06a9\u200c"
    (none,) = taken(structure, h5p_package(**{"h5p.json": h5p_json(title="&#8238; \u202e")}))
    assert none.file.state == State.REFUSED


def accordion() -> io.BytesIO:
    """An exercise that never says that it is finished."""
    dependency = {"machineName": "H5P.Accordion", "majorVersion": 1, "minorVersion": 2}
    library = library_json("H5P.Accordion", preloadedDependencies=None)
    package = {name: None for name in h5p_files() if name.startswith(FOLDER)} | {
        "h5p.json": h5p_json(mainLibrary="H5P.Accordion", preloadedDependencies=[dependency]),
        "H5P.Accordion-1.2/library.json": library,
        "H5P.Accordion-1.2/card.js": "x()",
        "H5P.Accordion-1.2/card.css": "p {}",
    }
    return h5p_package(**package)  # type: ignore[arg-type]


def test_an_exercise_of_another_kind_is_told_and_ends_in_its_own_way(structure: Structure) -> None:
    taken(structure, h5p_package())
    content = H5PContent.objects.get()
    (report,) = taken(structure, accordion(), replaces=content)
    assert "Declic.Card 1.2" in report.lines[1]
    content.refresh_from_db()
    assert content.completion_rule == H5PContent.CompletionRule.DECLARED


def test_a_rule_chosen_while_the_new_file_is_read_stays(structure: Structure, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file takes a minute to read, and the author goes on working meanwhile."""
    content = taken(structure, h5p_package())[0].file.content
    assert content is not None
    prepared = imports.prepared

    @contextmanager
    def meanwhile(*arguments: Any) -> Iterator[Any]:
        with prepared(*arguments) as ready:
            H5PContent.objects.update(completion_rule="viewed")
            yield ready

    monkeypatch.setattr(imports, "prepared", meanwhile)
    taken(structure, accordion(), replaces=content)
    assert content.versions.count() == 2
    assert H5PContent.objects.get().completion_rule == "viewed"


def test_content_alone_comes_in_after_the_file_that_brought_its_libraries(structure: Structure) -> None:
    brought, alone = taken(structure, h5p_package(), content_only(**{"h5p.json": h5p_json(title="Seul")}))
    assert (brought.file.state, alone.file.state) == (State.KEPT, State.KEPT)
    assert alone.waits_for
    (before,) = taken(structure, content_only(**{"content/images/photo.png": picture((9, 9))}))
    assert before.file.state == State.KEPT


def test_only_people_of_the_place_see_an_import(structure: Structure) -> None:
    batch = send(structure, h5p_package())
    stranger = trainer(StructureFactory.create())
    assert import_report(stranger, batch.uuid) is None
    assert not recent_imports(stranger).exists()
    assert [each.sent for each in recent_imports(trainer(structure))] == [1]


def test_a_report_asks_as_much_for_one_file_as_for_six(structure: Structure) -> None:
    one, six = (send(structure, *(another(str(each)) for each in range(count))) for count in (1, 6))
    do_jobs()
    user = trainer(structure)
    counts = []
    for batch in (one, six):
        with CapturedSql.on(connection) as captured:
            report = import_report(user, batch.uuid)
        assert report is not None
        assert all(each.title and each.waits_for for each in report.files)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 5


def test_a_job_that_failed_for_good_says_so(structure: Structure, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = send(structure, h5p_package())
    monkeypatch.setattr(imports, "prepared", lambda *_arguments: 1 / 0)
    for hours in range(9):
        jobs.run(job_id=Job.objects.get().pk, now=timezone.now() + datetime.timedelta(hours=hours))
    report = import_report(trainer(structure), batch.uuid)
    assert report is not None
    assert report.files[0].stopped
    assert not report.under_way


def test_imports_are_forgotten_after_a_month_with_the_bytes_that_became_nothing(structure: Structure) -> None:
    kept = send(structure, h5p_package())
    do_jobs()
    waiting = send(structure, another("Jamais lu"))
    unread = waiting.files.get().file.name
    before = files_kept()
    later = timezone.now() + datetime.timedelta(days=29)
    imports.sweep(now=later)
    assert files_kept() == before
    assert imports.sweep(now=later + datetime.timedelta(days=2)) == 2
    assert before - files_kept() == {unread}
    assert not H5PImport.objects.filter(pk__in=[kept.pk, waiting.pk]).exists()
    assert not Job.objects.filter(kind=TAKE).exists()
    packages = {name for name in files_kept() if name.startswith("sent/")}
    assert packages == {H5PPackage.objects.get().file.name}
    assert H5PContent.objects.exists()


def test_files_half_written_are_swept_after_a_day(structure: Structure) -> None:
    storage = store.storage()
    name = storage.save(f"{store.PARTS}half", io.BytesIO(b"half"))  # type: ignore[arg-type]
    imports.sweep(now=timezone.now())
    assert storage.exists(name)
    imports.sweep(now=timezone.now() + datetime.timedelta(days=2))
    assert not storage.exists(name)


def kill_at_blob(number: int) -> Callable[[], None]:
    """The process is killed while it writes its n-th file."""

    def arm() -> None:
        replace, calls = os.replace, []

        def killing(source: str, target: str) -> None:
            calls.append(target)
            if len(calls) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            replace(source, target)

        store.os.replace = killing  # type: ignore[attr-defined]

    return arm


def kill_in_transaction() -> None:
    """The process is killed once the rows of the exercise are written, and not yet committed."""
    receiving.journal.record = lambda **_entry: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[attr-defined]


def kill_after_effect() -> None:
    """The process is killed when the file has come in and the job is not yet marked done."""
    jobs._finish = lambda _job: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("arm", [kill_at_blob(1), kill_at_blob(5), kill_in_transaction, kill_after_effect])
def test_a_worker_killed_in_the_middle_leaves_nothing_half_made_and_the_job_goes_on(
    structure: Structure, arm: Callable[[], None]
) -> None:
    batch = send(structure, h5p_package())
    job = Job.objects.get()
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            arm()
            jobs.run(job_id=job.pk, now=timezone.now())
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, "it was to be killed"

    came_in = arm is kill_after_effect
    assert H5PContentVersion.objects.count() == H5PPackage.objects.count() == came_in
    assert H5PLibrary.objects.exists() == came_in
    for name in files_kept():
        if name.startswith("blob/"):
            assert _is_whole(name)
    assert not jobs.run(job_id=job.pk, now=timezone.now()), "its lease still stands"
    assert jobs.run(job_id=job.pk, now=timezone.now() + datetime.timedelta(hours=1))
    assert H5PContentVersion.objects.count() == H5PPackage.objects.count() == 1
    assert batch.files.get().state == State.KEPT
    assert {store.blob_name(each) for each in H5PLibraryFile.objects.values_list("sha256", flat=True)} <= files_kept()


def _is_whole(name: str) -> bool:
    with store.storage().open(name) as file:
        return hashlib.sha256(file.read()).hexdigest() == Path(name).name


def test_two_workers_on_one_file_make_one_exercise(structure: Structure, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = send(structure, h5p_package())
    uuid = str(batch.files.get().uuid)
    prepared = imports.prepared

    @contextmanager
    def overtaken(*arguments: Any) -> Iterator[Any]:
        with prepared(*arguments) as ready:
            monkeypatch.setattr(imports, "prepared", prepared)
            imports.take(uuid=uuid, now=timezone.now())
            yield ready

    monkeypatch.setattr(imports, "prepared", overtaken)
    with pytest.raises(imports.TakenMeanwhile):
        imports.take(uuid=uuid, now=timezone.now())
    assert H5PContent.objects.count() == H5PPackage.objects.count() == 1
    assert {store.blob_name(each) for each in H5PLibraryFile.objects.values_list("sha256", flat=True)} <= files_kept()
    assert H5PPackage.objects.get().file.name in files_kept()


def test_real_content_without_libraries_comes_in_once_others_brought_them(
    structure: Structure, h5p_packages_dir: Path
) -> None:
    """No package of the set brings these versions: stand-ins do, one with the semantics of a neighbouring version."""

    def bring(name: str) -> FileReport:
        return taken(structure, io.BytesIO((h5p_packages_dir / f"{name}.h5p").read_bytes()))[0]

    for name in ("course-presentation-with-links", "interactive-video-truefalse"):
        refused = bring(name)
        assert refused.file.state == State.REFUSED
        assert {each["code"] for each in refused.file.problems} == {"missing_library"}
        assert "Exportez-le de nouveau avec ses bibliothèques" in refused.advice[0]
        missing = [each["params"]["library"] for each in refused.file.problems]
        stand_ins: dict[str, Any] = {}
        for library in missing:
            machine_name, version = library.split(" ")
            folder, minor = f"{machine_name}-{version}", int(version.split(".")[1])
            manifest = library_json(
                machine_name, minor, preloadedJs=None, preloadedCss=None, preloadedDependencies=None
            )
            stand_ins |= {
                f"{folder}/library.json": manifest,
                f"{folder}/semantics.json": _semantics(h5p_packages_dir, machine_name),
            }
        taken(structure, h5p_package(**stand_ins))
        came = bring(name)
        assert came.file.state == State.KEPT, came.lines
        assert came.file.version is not None
        assert came.file.version.main_library in came.file.version.dependencies
        assert came.file.version.params


def _semantics(folder: Path, machine_name: str) -> list[Any]:
    """Those of any version of a library that the set holds; none where it holds none."""
    for path in sorted(folder.glob("*.h5p")):
        if not zipfile.is_zipfile(path):
            continue
        with zipfile.ZipFile(path) as archive:
            for entry in archive.namelist():
                if entry.startswith(f"{machine_name}-") and entry.endswith("/semantics.json"):
                    found: list[Any] = json.loads(archive.read(entry))
                    return found
    return [{"name": "title", "type": "text", "default": "-"}]
