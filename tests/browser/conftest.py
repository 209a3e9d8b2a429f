"""Journeys in a real browser against a real server: `make run`'s own command, with its own demo database."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    sync_playwright,
)

from tests.browser.h5p_desk import desk, orm_beside_the_browser  # noqa: F401 — fixtures
from tests.conftest import migrated_template

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.hookimpl(tryfirst=True)  # before the workers read the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys share one server: one worker runs them, marked `browser`."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def chromium_path() -> str:
    """The system's Chromium."""
    return system_program("chromium", "chromium-browser", "google-chrome")


def system_program(*names: str) -> str:
    """The path of the first of these programs that is there; installed by apt as root, else the command to type."""
    found = next((path for name in names if (path := shutil.which(name, path=_search_path()))), None)
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", names[0]], check=True)
        found = shutil.which(names[0])
    if found is None:
        pytest.fail(f"The journeys need {names[0]}. Type: sudo apt-get install {names[0]}")
    return found


def _search_path() -> str:
    """Node may come from PyPI, beside Python."""
    return os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])


@dataclass(frozen=True)
class Site:
    """The running demo: its address, its accounts, and its data folder."""

    url: str
    accounts: dict[str, Any]
    data_dir: Path
    environment: dict[str, str]

    def manage(self, *arguments: str, text: str | None = None) -> str:
        """Run a management command against the demo's database and give back what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, input=text, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        """Run Python in the demo's Django: for what no screen shows, journal rows for instance."""
        return self.manage("shell", "--no-imports", "-c", code)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 600  # a loaded machine loads the demo slowly
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.3)
    pytest.fail(f"the server did not start:\n{log.read_text()[-4000:]}")


def _environment(url: str, folder: Path) -> dict[str, str]:
    """How every process of the demo is started: its own data, nothing of the machine's services."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "STATIC_ROOT": str(ROOT / "var" / "test-static"),  # collected once for all the runs
        "DATA_DIR": str(folder),
        "BASE_URL": url,
        "DATABASE_URL": f"sqlite:///{folder}/declic.sqlite3",
    }
    for name in ("CACHE_URL", "CELERY_BROKER_URL", "STORAGE_URL"):
        environment.pop(name, None)
    return environment


def _with_accounts(url: str, folder: Path, environment: dict[str, str]) -> Site:
    made = Site(url, {}, folder, environment)
    return Site(url, json.loads(made.manage("demo_accounts", "--json")), folder, environment)


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[Site]:
    """The demo as `make run` serves it, on a free port, with data of its own that goes with the session.

    While journeys are written, DECLIC_SITE_URL and DECLIC_SITE_DATA name a server that runs already and its
    folder: a start takes a minute. A journey that changes the demo then finds it changed at the next run.
    """
    if running := os.environ.get("DECLIC_SITE_URL"):
        data = Path(os.environ["DECLIC_SITE_DATA"])
        yield _with_accounts(running, data, _environment(running, data))
        return
    folder = Path(tempfile.mkdtemp(prefix="declic-journeys-"))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = _environment(url, folder)
    if migrated_template().exists():
        shutil.copyfile(migrated_template(), folder / "declic.sqlite3")
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "run", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait_until_up(url, server, log)
        yield _with_accounts(url, folder, environment)
    finally:
        server.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=30)
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def playwright_running() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright_running: Playwright) -> Iterator[Browser]:
    chromium = playwright_running.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGS)
    yield chromium
    chromium.close()


@dataclass
class Seat:
    """One person at one computer: a browser context of its own, and what went wrong in it."""

    context: BrowserContext
    page: Page
    url: str
    faults: list[str]

    def go(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.url + path)

    def sign_in_with_card(self, learner: dict[str, str]) -> None:
        self.go("/entrer/")
        self.page.get_by_label("Le code de la carte").fill(learner["card"])
        self.page.get_by_label("4 chiffres").fill(learner["pin"])
        self.page.get_by_role("button", name="Entrer").click()

    def sign_in_as_staff(self, account: dict[str, str]) -> None:
        self.go("/connexion/equipe/")
        self.page.locator("input[name=login]").fill(account["username"])
        self.page.locator("input[name=password]").fill(account["password"])
        self.page.locator("main form button").first.click()

    def assert_accessible(self) -> None:
        """axe finds nothing on the page that is shown (WCAG 2.2 AA and best practices); a script, it needs scripts."""
        assert self.page.evaluate("matchMedia('(scripting: enabled)').matches"), "axe cannot run without JavaScript"
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
        told = [f"{v['id']}: {v['help']} – {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]
        assert not found, f"{self.page.url}:\n" + "\n".join(told)

    def assert_no_fault(self) -> None:
        """No policy violation, no script error, nothing missing, no answer of the server that begins with 5."""
        assert not self.faults, "\n".join(self.faults)


def _listen(page: Page, faults: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        refused = "responded with a status of 4" in message.text  # on_response tells whether it was wanted
        if "Content Security Policy" in message.text or (message.type == "error" and not refused):
            faults.append(f"{page.url}: {message.text}")

    def on_response(response: Response) -> None:
        """A page may refuse, with words; what pages are made of may not be missing, and nothing may fail."""
        if response.status >= (500 if response.request.is_navigation_request() else 400):
            faults.append(f"{response.status} {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("response", on_response)


@pytest.fixture
def take_seat(site: Site, browser: Browser) -> Iterator[Callable[..., Seat]]:
    """`seat = take_seat(javascript=False)`: a new person at a new computer. Screenshots land in var/screenshots."""
    taken: list[Seat] = []

    def take(*, javascript: bool = True, width: int = 1280, **options: Any) -> Seat:
        context = browser.new_context(
            java_script_enabled=javascript,
            locale="fr-FR",
            viewport={"width": width, "height": 900},
            **options,
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        seat = Seat(context, page, site.url, [])
        _listen(page, seat.faults)
        taken.append(seat)
        return seat

    yield take
    for seat in taken:
        seat.context.close()


@pytest.fixture
def keep_screenshot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep what the person saw under var/screenshots/<test>-<name>.png, for guides and for a look."""
    folder = ROOT / "var" / "screenshots"

    def keep(page: Page, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{request.node.name}-{name}.png", full_page=True)

    return keep
