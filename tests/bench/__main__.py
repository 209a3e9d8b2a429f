"""`make bench`: what Déclic costs, as ratios to a bare Django view under the same server, in one run."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def prepare(folder: str) -> None:
    """A database of the bench's own with the demo in it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.bench"
    os.environ["DATA_DIR"] = folder
    os.environ["STATIC_ROOT"] = str(ROOT / "var" / "test-static")
    os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "manage.py", "demo_load"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def server() -> Iterator[str]:
    """gunicorn, one process, one thread: what a request costs is not mixed with another's."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    process = subprocess.Popen([*command, "--log-level", "warning"], cwd=ROOT)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{url}/healthz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield url
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="requests per measure")
    parser.add_argument("--sizes", default="200,2000", help="how many learners")
    parser.add_argument("--no-kills", action="store_true", help="leave out the kill -9 run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="declic-bench-") as folder:
        prepare(folder)
        measure_screens(options.rounds, [int(size) for size in options.sizes.split(",")])
    if options.no_kills:
        return 0
    command = [sys.executable, "-m", "tests.bench.kill"]
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATA_DIR"}}
    return subprocess.run(command, cwd=ROOT, env=clean, check=False).returncode


def measure_screens(rounds: int, sizes: list[int]) -> None:
    """Print a line per screen: CPU as a ratio to the bare view, and queries (in a process where Django is set up)."""
    with server() as url:
        say(f"{'screen':<34}{'CPU ms':>9}{'ratio':>8}{'SQL':>6}")
        code = "import django; django.setup(); from tests.bench.screens import measure; "
        code += f"measure({url!r}, {rounds}, {sizes})"
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
