"""Libraries that an operator adds: from folders, packages, and a hub that answers over a real line."""

import io
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assessments.h5p import adding, services
from assessments.h5p.hub import HubError, fetched
from assessments.h5p.models import H5PContent, H5PLibrary, H5PLibraryFile
from assessments.h5p.problems import PackageRefused
from assessments.h5p.store import read_blob
from lms.journal.models import Entry
from tests.factories.h5p import (
    FOLDER,
    HELPER,
    HELPER_FOLDER,
    LIBRARY,
    content_only,
    h5p_files,
    h5p_package,
    library_json,
)
from tests.factories.people import StructureFactory, trainer

Answer = Callable[[BaseHTTPRequestHandler], None]


def run(*arguments: str) -> tuple[str, str]:
    """What the command said, and what it complained of."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("h5p_libraries", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), err.getvalue()


def unpacked(folder: Path, **changes: object) -> Path:
    """The libraries of the package, each in its folder."""
    for name, data in h5p_files(**changes).items():  # type: ignore[arg-type]
        if name.startswith((FOLDER, HELPER_FOLDER)):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
    return folder


def states() -> dict[str, str]:
    return {f"{row.machine_name}.{row.patch}": row.status for row in H5PLibrary.objects.all()}


@pytest.mark.django_db
def test_unpacked_libraries_and_packages_of_a_folder_are_kept_and_wait(tmp_path: Path) -> None:
    unpacked(tmp_path)
    (tmp_path / "autre.h5p").write_bytes(
        h5p_package(**{f"{FOLDER}/library.json": library_json(patchVersion=4)}).getvalue()
    )
    (tmp_path / "notes").mkdir()
    out, err = run("add", str(tmp_path))
    assert err == ""
    assert "Declic.Card 1.2.3: new" in out
    assert "Declic.Card 1.2.4: newer" in out
    assert states() == {f"{LIBRARY}.3": "pending", f"{LIBRARY}.4": "pending", f"{HELPER}.3": "pending"}
    assert not H5PContent.objects.exists(), "the content of a package is left alone"
    row = H5PLibrary.objects.get(machine_name=LIBRARY, patch=3)
    assert (row.source, row.brought_by) == (FOLDER, None)
    assert row.files.filter(path="card.js").exists()
    assert Entry.objects.filter(verb="h5p.libraries_added").count() == 3


@pytest.mark.django_db
def test_once_approved_a_package_without_libraries_plays_at_once(tmp_path: Path) -> None:
    out, err = run("add", str(unpacked(tmp_path)), "--approve")
    assert "Declic.Card 1.2.3: approved" in out
    structure = StructureFactory.create()
    received = services.receive_package(
        file=content_only(), name="seul.h5p", structure=structure, by=trainer(structure), now=timezone.now()
    )
    assert not received.waits_for


@pytest.mark.django_db
def test_a_conflict_is_never_approved_in_passing(tmp_path: Path) -> None:
    run("add", str(unpacked(tmp_path / "one")), "--approve")
    (tmp_path / "two").mkdir()
    _out, err = run("add", str(unpacked(tmp_path / "two", **{f"{FOLDER}/card.js": "other()"})), "--approve")
    assert "Declic.Card 1.2.3: not approved, another one has its number." in err
    assert H5PLibrary.objects.get(status="pending").machine_name == LIBRARY
    _out, err = run("approve", "Declic.Card 1.2.3")
    assert "Two that differ" in err


@pytest.mark.django_db
def test_a_library_passes_the_gate_of_packages_or_is_refused_and_the_others_stay(tmp_path: Path) -> None:
    unpacked(tmp_path, **{f"{FOLDER}/card.js": None})
    out, err = run("add", str(tmp_path))
    assert "Declic.Paper 1.0.3: new" in out
    assert "names the file “card.js”, which is missing" in err
    assert "1 not added." in err
    assert list(states()) == [f"{HELPER}.3"]


@pytest.mark.django_db
def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.js").write_text("secret")
    libraries = unpacked(tmp_path / "libraries")
    (libraries / FOLDER / "card.js").unlink()
    os.symlink(tmp_path / "secret.js", libraries / FOLDER / "card.js")
    _out, err = run("add", str(libraries / FOLDER))
    assert "is a link or a special file" in err
    assert states() == {}


@pytest.mark.django_db
def test_what_is_needed_and_not_there_is_said(tmp_path: Path) -> None:
    _out, err = run("add", str(unpacked(tmp_path) / FOLDER))
    assert "Declic.Paper 1.0: needed, and not here" in err


@pytest.mark.django_db
def test_libraries_are_listed_approved_and_blocked_by_name(tmp_path: Path) -> None:
    run("add", str(unpacked(tmp_path)))
    assert "Declic.Card 1.2.3\twaits\t0 exercises" in run("list")[0]
    out, _err = run("approve", "Declic.Card")
    assert out == "Declic.Card 1.2.3: approved\n  it needs Declic.Paper 1.0.3, which waits\n"
    assert "Declic.Card" not in run("list", "--waiting")[0]
    run("block", "Declic.Card 1.2")
    assert states()[f"{LIBRARY}.3"] == "blocked"
    assert "No library to decide on is called Declic.Card." in run("approve", "Declic.Card")[1]
    run("approve", "Declic.Card 1.2.3")
    assert states()[f"{LIBRARY}.3"] == "approved"
    for wrong in ("Declic.Nothing", "Declic.Card 1.x", "Declic.Card 1.2.3.4", "Declic.Card ²"):
        assert "is called" in run("approve", wrong)[1]


@pytest.mark.django_db
def test_cleaning_says_first_what_would_go(tmp_path: Path) -> None:
    run("add", str(unpacked(tmp_path)))
    assert "0 libraries would go" in run("clean", "--dry-run", "--days", "-1")[0]
    out, _err = run("clean", "--dry-run", "--days", "-1", "--added-too", "--keep", "Declic.Paper")
    assert out.startswith("Declic.Card 1.2.3\n1 libraries would go")
    assert len(states()) == 2
    run("clean", "--days", "-1", "--added-too", "--keep", "Declic.Paper")
    assert list(states()) == [f"{HELPER}.3"]


@pytest.mark.django_db
def test_the_libraries_of_the_real_packages_are_added(h5p_packages_dir: Path) -> None:
    out, err = run("add", str(h5p_packages_dir / "question-set-616.h5p"), "--approve")
    assert err == ""
    assert "H5P.QuestionSet" in out
    assert set(states().values()) == {"approved"}


@pytest.mark.django_db
def test_a_file_that_two_libraries_hold_is_stored_once(tmp_path: Path) -> None:
    shared = h5p_files()[f"{FOLDER}/card.js"]
    run("add", str(unpacked(tmp_path, **{f"{HELPER_FOLDER}/copy.js": shared})))
    hashes = H5PLibraryFile.objects.filter(path__in=["card.js", "copy.js"]).values_list("sha256", flat=True)
    assert len(hashes) == 2
    assert len(set(hashes)) == 1
    assert read_blob(hashes[0]) == shared


@pytest.mark.django_db
def test_the_real_set_takes_less_than_half_of_what_it_brings(h5p_packages_dir: Path) -> None:
    received = 0
    for path in sorted(h5p_packages_dir.glob("*.h5p")):
        with path.open("rb") as file:
            try:
                _archive, libraries = adding.read_libraries(file)
            except PackageRefused:
                continue
            received += sum(each.size for library in libraries for each in library.files)
            adding.add_libraries(file=file, source=path.name, by=None, now=timezone.now())
    stored = sum(dict(H5PLibraryFile.objects.values_list("sha256", "size")).values())
    assert stored * 2 < received


class Hub:
    """A hub on this machine: `answers` by path."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hub.asked.append(self.path)
                answer = hub.answers.get(self.path)
                if answer is None:
                    self.send_error(404)
                else:
                    answer(self)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/v1/content-types"


@pytest.fixture
def hub() -> Iterator[Hub]:
    made = Hub()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def sends(data: bytes) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    return answer


def leads_to(place: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", place)
        request.end_headers()

    return answer


def never_ends(pause: float, piece: bytes) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            for _ in range(100_000):
                request.wfile.write(piece)
                time.sleep(pause)
        except OSError:
            pass

    return answer


@pytest.mark.django_db
def test_a_content_type_is_fetched_from_a_hub_and_waits(hub: Hub) -> None:
    hub.answers = {
        "/v1/content-types/Declic.Card": leads_to("/files/card.h5p"),
        "/files/card.h5p": sends(h5p_package().getvalue()),
    }
    out, err = run("add", hub.address, "--type", "Declic.Card", "--http-here")
    assert err == ""
    assert "2 wait for a decision." in out
    assert set(states().values()) == {"pending"}
    assert H5PLibrary.objects.get(machine_name=LIBRARY).source == f"{hub.address}/Declic.Card"
    assert hub.asked == ["/v1/content-types/Declic.Card", "/files/card.h5p"]


@pytest.mark.django_db
def test_a_hub_is_asked_over_https_alone(hub: Hub) -> None:
    hub.answers = {"/v1/content-types/Declic.Card": sends(h5p_package().getvalue())}
    assert "only https addresses are" in run("add", hub.address, "--type", "Declic.Card")[1]
    assert hub.asked == []
    assert "Name the content types" in run("add", hub.address, "--http-here")[1]


@pytest.mark.django_db
def test_what_a_hub_sends_passes_the_gate_too(hub: Hub) -> None:
    hub.answers = {"/v1/content-types/Declic.Card": sends(b"<html>not today</html>")}
    _out, err = run("add", hub.address, "--type", "Declic.Card", "--type", "Declic.None", "--http-here")
    assert "cannot be opened as a zip archive" in err
    assert "answered 404" in err
    assert "2 not added." in err
    assert states() == {}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (leads_to("/v1/content-types/Declic.Card"), "more than 3 redirects"),
        (leads_to("http://example.org/card.h5p"), "only https"),
        (leads_to("file:///etc/passwd"), "only https"),
        (leads_to("http://127.0.0.1@example.org/"), "only https"),
        (never_ends(0, b"x" * 65536), "more than 1 MB"),
        (never_ends(0.05, b"x"), "too slow"),
    ],
    ids=["a ring", "elsewhere over http", "a file", "a name in front", "too large", "too slow"],
)
def test_a_hub_never_holds_us_nor_leads_us_astray(hub: Hub, answer: Answer, why: str) -> None:
    hub.answers = {"/v1/content-types/Declic.Card": answer}
    began = time.monotonic()
    with (
        pytest.raises(HubError, match=why),
        fetched(hub.address, "Declic.Card", allow_http_here=True, size=2**20, seconds=1),
    ):
        pass
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("name", ["../sites", "a/b", "", "H5P Card", "H5P.Card?x=1", "H5P.Card#"])
def test_only_machine_names_are_asked_for(hub: Hub, name: str) -> None:
    with pytest.raises(HubError, match="is not the machine name"), fetched(hub.address, name, allow_http_here=True):
        pass
    assert hub.asked == []
