"""A hostile exercise in real browsers, Chromium and Firefox: in its lesson, and with its frame's address in a tab."""

import contextlib
import http.server
import json
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from assessments.attempts.models import Statement
from assessments.h5p import services
from assessments.h5p.models import H5PLibrary, H5PState
from courses.outline.models import Lesson, LessonActivity
from tests.browser import h5p_urls
from tests.browser.conftest import chromium_path, system_program
from tests.browser.h5p_desk import session_of
from tests.factories.h5p import FOLDER, h5p_package
from tests.factories.outline import EnrolmentFactory, LessonFactory
from tests.factories.people import learner, trainer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.h5p_urls")]

HERE = Path(__file__).parent / "containment"
CARD = "\nvar Declic = { Card: function () { this.attach = this.on = this.trigger = function () {}; } };\n"


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Another site, which notes what reaches it."""

    def do_GET(self) -> None:
        self.server.heard.append(self.path)  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    do_POST = do_GET  # noqa: N815 the name that http.server asks for

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""


@dataclass
class Listener:
    """Another site, on TCP and on UDP (for what calls between computers ask), and what it heard."""

    port: int
    heard: list[str]


@pytest.fixture
def elsewhere() -> Iterator[Listener]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    listener = Listener(server.server_port, [])
    server.heard = listener.heard  # type: ignore[attr-defined]
    with server, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as calls:
        calls.bind(("127.0.0.1", server.server_port))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        threading.Thread(target=_hear, args=(calls, listener.heard), daemon=True).start()
        yield listener
        server.shutdown()


def _hear(calls: socket.socket, heard: list[str]) -> None:
    with contextlib.suppress(OSError):  # closed when the test is over
        while True:
            heard.append(f"UDP from {calls.recvfrom(2000)[1]}")


def executable_of(browser: str) -> str:
    return chromium_path() if browser == "chrome" else system_program("firefox-esr", "firefox")


@pytest.fixture
def hostile_lesson() -> Lesson:
    """A lesson with an exercise whose library an administrator approved by mistake."""
    lesson: Lesson = LessonFactory.create()
    author = trainer(lesson.course.structure)
    attack = (HERE / "attack.js").read_text()
    package = h5p_package(**{f"{FOLDER}/card.js": attack + CARD})
    received = services.receive_package(
        file=package, name="piège.h5p", structure=lesson.course.structure, by=author, now=timezone.now()
    )
    for library in H5PLibrary.objects.order_by("pk"):
        services.approve_library(library=library, by=author, now=timezone.now())
    LessonActivity.objects.create(lesson=lesson, activity=received.content.activity)
    return lesson


# What browsers answer to the trials of attack.js, wherever the frame's address is opened.
REFUSED = {
    "real cookie", "real localStorage", "real sessionStorage", "indexedDB", "caches", "private files",
    "service worker", "shared worker", "fetch", "fetch a page of ours", "request", "worker of its own", "module",
    "peers", "clipboard", "camera",
}  # fmt: skip
REFUSED_IN_A_LESSON = REFUSED | {"parent document", "parent variable", "top address", "top replaced"}
NOTHING = {"origin": "null", "frame element": "none", "opener": "none", "dialog": "none"}


def assert_contained(tried: dict[str, str], refused: set[str]) -> None:
    assert {name for name, answer in tried.items() if answer.startswith("refused")} >= refused, tried
    assert {name: tried[name] for name in NOTHING} == NOTHING
    assert tried["cookie"] in ("empty", "refused SecurityError")
    assert tried["popup"] != "opened"
    assert tried["place"] != "given"


@pytest.mark.parametrize("browser_name", ["chrome", "firefox"])
def test_a_hostile_exercise_reaches_nothing_and_leaves_nothing(
    browser_name: str, hostile_lesson: Lesson, live_server: Any, elsewhere: Listener
) -> None:
    user = learner(hostile_lesson.course.structure)
    EnrolmentFactory.create(user=user, course=hostile_lesson.course)
    placed = LessonActivity.objects.get(lesson=hostile_lesson)
    address = f"{live_server.url}/essai/{placed.activity.uuid}/{hostile_lesson.uuid}/"
    h5p_urls.HEARD.clear()

    told = escape(
        browser=browser_name,
        executable=executable_of(browser_name),
        cookie={"name": settings.SESSION_COOKIE_NAME, "value": session_of(user), "url": live_server.url},
        lesson=address,
        shell=f"{live_server.url}/h5p/shell/",
        attack=(HERE / "attack.js").read_text(),
        addresses=[f"{live_server.url}/h5p/stolen/", f"http://127.0.0.1:{elsewhere.port}/"],
    )

    assert told["version"].lower().startswith(browser_name)
    assert_contained(told["lesson"]["tried"], REFUSED_IN_A_LESSON)
    assert_contained(told["tab"]["tried"], REFUSED)
    # A frame may leave its own page for another of ours: without a session, and the player lets go of it.
    assert h5p_urls.HEARD == [("itself", False)]
    assert elsewhere.heard == []
    assert told["lesson"]["address"] == told["elsewhere"] == address, "the page stays where it is"
    assert told["lesson"]["pages"] == told["tab"]["pages"] == 2, "no window opens beside the first, empty one"
    assert told["dialogs"] == []
    assert told["lesson"]["marks"] == {"cookies": "", "local": 0, "session": 0}
    assert not Statement.objects.exists(), "what is posted beside the channel is not heard"
    assert not H5PState.objects.exists()


def escape(**task: Any) -> Any:
    """What came of the trials."""
    node = system_program("node")
    done = subprocess.run(
        [node, HERE / "escape.mjs"], input=json.dumps(task), capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)
