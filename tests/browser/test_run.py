"""`make run`'s command: it starts, says where it is and who can sign in, and leaves nothing running."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, Site, free_port
from tests.conftest import migrated_template


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


def _eventually(condition: bool | None, port: int, *, seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if _answers(port) is condition:
            return True
        time.sleep(0.2)
    return False


@pytest.fixture
def bare_run(tmp_path: Path, django_db_setup: None) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A start without the demo on a migrated database: the shortest that has both processes."""
    if migrated_template().exists():
        shutil.copyfile(migrated_template(), tmp_path / "declic.sqlite3")
    port = free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.settings.dev",
        "STATIC_ROOT": str(ROOT / "var" / "test-static"),  # collected once for all the runs
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/declic.sqlite3",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run", "--port", str(port), "--no-demo"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    yield process, port
    process.kill()
    process.wait()


def _children_of(parent: int) -> list[int]:
    """The processes whose parent is `parent`, as /proc tells."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill"])
def test_whatever_stops_it_nothing_is_left_running(bare_run: tuple[subprocess.Popen[str], int], number: signal.Signals):
    process, port = bare_run
    assert _eventually(True, port, seconds=240)
    children = _children_of(process.pid)
    assert len(children) == 2  # web and worker
    process.send_signal(number)
    process.wait(timeout=30)
    assert _eventually(False, port)
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_a_busy_port_is_said_plainly_with_a_way_out(site: Site):
    port = site.url.rsplit(":", 1)[1]
    done = subprocess.run(
        [sys.executable, "manage.py", "run", "--port", port],
        cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"Port {port}" in done.stderr
    assert "PORT=" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_says_who_can_sign_in_and_how(site: Site):
    printed = (site.data_dir / "server.log").read_text()
    assert site.url in printed
    assert site.accounts["learner"]["card"] in printed
    assert site.accounts["trainer"]["username"] in printed


def test_the_demos_accounts_are_the_same_at_each_start(site: Site):
    again = site.manage("demo_load") + site.manage("demo_accounts", "--json")
    assert site.accounts["learner"]["card"] in again
