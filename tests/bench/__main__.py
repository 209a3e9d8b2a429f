"""`make bench`: what Déclic costs, in one run, beside the least that it could cost.

`line`: pages on a slow line, beside static pages of the same text. `server`: processor time of screens, beside a bare
Django view under the same server. `answers`: the same of one answer in quizzes of 5 to 200 questions, beside a bare
INSERT. `kills`: certificates made while everything is killed. `cuts`: answers sent over a line that is cut a thousand
times. `imports`: H5P packages brought, beside `unzip` and hashing the same. `corrections`: a question that 100,000
people answered, corrected while the worker is killed.
`BENCH_ARGS="--parts line"` runs one of them; the figures stay under var/bench.
"""

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
KEPT = ROOT / "var" / "bench"


def prepare(folder: str, *, demo: bool) -> None:
    """A database of the bench's own, with the demo in it or empty."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.settings.bench"
    os.environ["DATA_DIR"] = folder
    os.environ["STATIC_ROOT"] = str(ROOT / "var" / "test-static")
    os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    for command in (["migrate", "-v0"], ["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
    if demo:
        subprocess.run([sys.executable, "manage.py", "demo_load"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def server(*options: str) -> Iterator[str]:
    """gunicorn, one process; one thread unless `options` say otherwise, so that requests are not mixed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
    process = subprocess.Popen([*command, *options, "--log-level", "warning"], cwd=ROOT)
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
    parser.add_argument(
        "--parts", default="line,server,answers,imports,kills,cuts,corrections", help="which of them, in this order"
    )
    parser.add_argument("--rounds", type=int, default=40, help="requests per measure of the server")
    parser.add_argument("--visits", type=int, default=3, help="visits per page on the slow line")
    parser.add_argument("--sizes", default="200,2000", help="how many learners")
    parser.add_argument("--people", type=int, default=100_000, help="how many answered the corrected question")
    options = parser.parse_args()
    parts = options.parts.split(",")
    if {"line", "server", "answers", "imports"} & set(parts):
        with tempfile.TemporaryDirectory(prefix="declic-bench-") as folder:
            prepare(folder, demo=bool({"line", "server"} & set(parts)))
            if "line" in parts:
                with server("--threads", "4", "--keep-alive", "75") as url:
                    run("line", url, options.visits, folder)
            if "server" in parts:
                with server() as url:
                    run("screens", url, options.rounds, [int(size) for size in options.sizes.split(",")])
            if "answers" in parts:
                with server() as url:
                    run("answers", url, options.rounds)
            if "imports" in parts:
                run("imports", max(3, options.rounds // 8))
    failed = kills() if "kills" in parts else 0
    failed = failed or (cuts() if "cuts" in parts else 0)
    return failed or (corrections(options.people) if "corrections" in parts else 0)


def run(module: str, *arguments: object) -> None:
    """Measure in a process where Django is set up; the figures are kept under var/bench, as JSON."""
    told = ", ".join(map(repr, arguments))
    code = (
        f"import django, json, pathlib; django.setup(); from tests.bench.{module} import measure; "
        f"found = measure({told}); kept = pathlib.Path({str(KEPT)!r}); kept.mkdir(parents=True, exist_ok=True); "
        f"(kept / '{module}.json').write_text(json.dumps(found, indent=2))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def kills() -> int:
    command = [sys.executable, "-m", "tests.bench.kill"]
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATA_DIR"}}
    return subprocess.run(command, cwd=ROOT, env=clean, check=False).returncode


def corrections(people: int) -> int:
    """On SQLite, and on the database that BENCH_DATABASE_URL names besides."""
    clean = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATA_DIR"}}
    for database in dict.fromkeys(("", os.environ.get("BENCH_DATABASE_URL", ""))):
        told = ["--people", str(people), "--database-url", database]
        command = [sys.executable, "-m", "tests.bench.regrade", *told]
        if failed := subprocess.run(command, cwd=ROOT, env=clean, check=False).returncode:
            return failed
    return 0


def cuts() -> int:
    """A thousand cuts before, during and after the server's work: answers lost 0, doubled 0."""
    command = [sys.executable, "-m", "pytest", "-q", "-s", "--durations=0", "tests/faults/test_cut_line.py"]
    outside = {"DATABASE_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE", "STATIC_ROOT"}
    clean = {name: value for name, value in os.environ.items() if name not in outside}
    return subprocess.run(command, cwd=ROOT, env=clean | {"CUTS": "1000"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
