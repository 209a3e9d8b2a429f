"""A real web server of several processes on the test's own database, and visitors who speak HTTP to it."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
PATIENCE = 120  # seconds until a server that does not answer has failed
_SETTINGS = "tests.lms.signin.hostile.settings"


def _database_url() -> str:
    """The test's database, as an address that another process can open."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    where = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
    return where._replace(path=f"/{name}").geturl()


@contextlib.contextmanager
def serving(log: Path, *, workers: int = 4) -> Iterator[str]:
    """The address of gunicorn with so many processes; all that they say goes to `log`."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": _SETTINGS, "DATABASE_URL": _database_url()}
    subprocess.run([sys.executable, "manage.py", "createcachetable"], cwd=ROOT, env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", address, "--preload"]
    command += ["--workers", str(workers), "--threads", "4", "--backlog", "256", "--log-level", "warning"]
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True)
        try:
            _wait_until_up(f"http://{address}", log)
            yield f"http://{address}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _wait_until_up(url: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=5):
            return
        time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text()[-3000:]}")


@dataclass
class Answer:
    status: int
    body: str
    url: str


@dataclass
class Visitor:
    """A browser without a screen: cookies of its own, forms posted as the pages gave them."""

    base: str
    cookies: CookieJar = field(default_factory=CookieJar)
    page: str = ""

    def get(self, path: str) -> Answer:
        return self._ask(urllib.request.Request(self.base + path))

    def at_the_door(self, path: str = "/entrer/") -> "Visitor":
        """Open the door's page, so that what follows is one request."""
        self.page = self.get(path).body
        return self

    def show_card(self, *, code: str = "", pin: str = "", token: str = "") -> Answer:
        """Fill the form of the learners' door and send it."""
        page = self.page or self.at_the_door().page
        prefix = _hidden(page, "form")
        fields = {f"{prefix}-code": code, f"{prefix}-pin": pin, f"{prefix}-token": token, "form": prefix}
        return self.post("/entrer/", page, fields)

    def give_password(self, *, username: str, password: str) -> Answer:
        """Fill the form of the staff's door and send it."""
        page = self.page or self.at_the_door("/connexion/equipe/").page
        return self.post("/connexion/equipe/", page, {"login": username, "password": password})

    def post(self, path: str, page: str, fields: dict[str, str]) -> Answer:
        """Post to `path` with the CSRF token that stands in `page`."""
        fields = {"csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken"), **fields}
        return self._ask(urllib.request.Request(self.base + path, data=urllib.parse.urlencode(fields).encode()))

    def _ask(self, request: urllib.request.Request) -> Answer:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return Answer(answer.status, answer.read().decode(), answer.url)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Answer(refusal.code, refusal.read().decode(), refusal.url)


def _hidden(page: str, name: str) -> str:
    """The value of a hidden field of the page's form."""
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, f"no field {name} in the page"
    return found[1]
