"""Awards over HTTP to a real web server, files and corrections by the real worker, killed with SIGKILL at work."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = {"CELERY_BROKER_URL", "CACHE_URL", "STORAGE_URL"}  # services that this site does without
PATIENCE = 240  # seconds until what is not finished counts as lost
LONGEST = 3600  # the same for a correction of a hundred thousand answers


class Site:
    """A web server and a worker on one database, each in a process group of its own so that it dies whole."""

    def __init__(self, folder: Path, *, database_url: str = "", broker: str = "") -> None:
        self.port = free_port()
        self.log = (folder / "site.log").open("ab")
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ELSEWHERE},
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": database_url or f"sqlite:///{folder}/faults.sqlite3",
            "LOG_LEVEL": "WARNING",
            **({"CELERY_BROKER_URL": broker} if broker else {}),
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        address = f"127.0.0.1:{self.port}"
        commands = {
            "web": [
                "-m",
                "gunicorn",
                "lms.wsgi",
                "--bind",
                address,
                "--workers",
                "2",
                "--log-level",
                "error",
                "-t",
                "900",
            ],
            "worker": ["manage.py", "jobs_worker", "--poll", "0.05"],
            "celery": ["-m", "celery", "-A", "lms", "worker", "--concurrency", "2", "--loglevel", "WARNING"],
        }
        self.running[name] = subprocess.Popen(
            [sys.executable, *commands[name]],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def kill(self, name: str) -> None:
        """SIGKILL to the whole group: no handler runs, no transaction ends."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def ask(self, path: str, *, within: int = 30) -> Any:
        """The answer as JSON; tried again while the server is dead, as a person would; `within` in seconds."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=within) as answer:
                    return json.loads(answer.read() or b"null")
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def site_of(folder: Path, *, database_url: str = "", broker: str = "") -> Iterator[Site]:
    site = Site(folder, database_url=database_url, broker=broker)
    try:
        yield site
    finally:
        for name in list(site.running):
            site.kill(name)
        site.log.close()


def kill_during_awards(folder: Path, *, awards: int, kills: int, seed: int, database_url: str = "") -> dict[str, Any]:
    """Award so many certificates while web and worker are killed so many times; what there is at the end."""
    chance = random.Random(seed)
    with site_of(folder, database_url=database_url) as site:
        site.start("web")
        people = site.ask(f"prepare/{awards}")["learners"]
        site.start("worker")
        asking = threading.Thread(target=lambda: [site.ask(f"give/{person}") for person in people])
        asking.start()
        for number in range(kills):
            wait_until_working(site, past=awards * number // (kills + 1))
            time.sleep(chance.uniform(0, 0.15))
            for name in ("worker", "web") if number % 2 else ("web", "worker"):
                site.kill(name)
                site.start(name)
        asking.join(PATIENCE)
        return final_report(site, awards)


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """What there is at the end, and how long the worker took, in seconds, deaths and leases included."""

    report: dict[str, Any]
    seconds: float
    killed_at: list[int]  # answers done, as each kill found it


def kill_during_correction(
    folder: Path, *, people: int, kills: int, seed: int, kind: str = "key", database_url: str = ""
) -> Corrected:
    """Correct a question that so many people answered, while the worker is killed so many times."""
    chance = random.Random(seed)
    killed_at: list[int] = []
    with site_of(folder, database_url=database_url) as site:
        site.start("web")
        site.ask(f"correct/{people}/{kind}", within=900)
        start = time.monotonic()
        site.start("worker")
        for number in range(kills):
            wait_until_corrected(site, past=people * number // (kills + 1))
            time.sleep(chance.uniform(0, 0.3))
            site.kill("worker")
            killed_at.append(site.ask("correction")["done"])
            site.start("worker")
        wait_until_corrected(site, past=people)
        return Corrected(report=site.ask("correction"), seconds=time.monotonic() - start, killed_at=killed_at)


def wait_until_corrected(site: Site, *, past: int) -> None:
    """Until more than so many answers are done, or all is."""
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        report = site.ask("correction")
        if report["done"] > past or report["state"] == "applied":
            return
        time.sleep(0.2)


def wait_until_working(site: Site, *, past: int) -> None:
    """Until the worker has finished more than so many jobs: the next one is then in its hands."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and site.ask("report")["jobs_done"] <= past:
        time.sleep(0.02)


def final_report(site: Site, awards: int) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while (report := site.ask("report"))["jobs_done"] < awards and time.monotonic() < deadline:
        time.sleep(0.2)
    return dict(report)


def expected(awards: int) -> dict[str, int]:
    """None lost, none doubled."""
    each_once = "credentials learners issued files intact_files noted_awarded noted_issued journalled jobs jobs_done"
    return dict.fromkeys(each_once.split(), awards)


def expected_correction(people: int, kind: str) -> dict[str, object]:
    """None lost, none doubled: a new key changes everybody's result, a neutral question raises every second one.

    Those who pass from then on have proved the lesson: who picked « a » by the new key, « b » without the question.
    """
    of_a, of_b = (people + 1) // 2, people // 2
    changed, proved = (people, of_a) if kind == "key" else (of_a, of_b)
    everybody = dict.fromkeys(("done", "total", "as_they_should"), people)
    each_once = dict.fromkeys(("kept", "told", "journalled"), changed)
    return {"state": "applied", **everybody, **each_once, "proved": proved}
