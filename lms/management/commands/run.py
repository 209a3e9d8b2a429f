"""`manage.py run`: the demo on one machine. Web server and worker, started and stopped together."""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from lms.management.commands.jobs_worker import die_with_parent


class Command(BaseCommand):
    help = "Prepares the database and the demo, then serves the site with its worker until Ctrl-C."
    requires_system_checks: list[str] = []

    children: list[subprocess.Popen[bytes]]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="web processes")
        parser.add_argument("--no-demo", action="store_true", help="do not load the demo")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _refuse_busy_port(host, port)
        os.environ.setdefault("BASE_URL", f"http://{_shown(host)}:{port}")
        settings.BASE_URL = os.environ["BASE_URL"]
        self._prepare(demo=not options["no_demo"])
        die_with_parent()
        self.children = [self._web(host, port, options["workers"]), self._worker()]
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        self._announce(demo=not options["no_demo"])
        self._watch()

    def _prepare(self, *, demo: bool) -> None:
        """Everything that a first start needs; a later one finds it done and passes in seconds."""
        Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        _collect_static()
        if demo:
            call_command("demo_load")

    def _web(self, host: str, port: int, workers: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "gunicorn", "lms.wsgi", "--bind", f"{host}:{port}"]
        command += ["--workers", str(workers), "--threads", "4", "--timeout", "60", "--log-level", "warning"]
        # A new connection costs a slow line one journey more: keep it while a person reads.
        command += ["--keep-alive", "75"]
        return self._child(command)

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._child([sys.executable, "manage.py", "jobs_worker"])

    def _child(self, command: list[str]) -> subprocess.Popen[bytes]:
        """A child in a group of its own: Ctrl-C reaches us, we stop it; the kernel stops it if we are killed."""
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
        return subprocess.Popen(  # noqa: S603  the command is ours
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def _announce(self, *, demo: bool) -> None:
        self.stdout.write(f"\nDéclic : {settings.BASE_URL}/\n")
        if demo:
            call_command("demo_accounts")
        self.stdout.write("Ctrl-C pour arrêter.\n")

    def _watch(self) -> None:
        """Wait; if one of the two ends by itself, stop the other and say so."""
        while all(child.poll() is None for child in self.children):
            time.sleep(0.3)
        codes = [child.poll() for child in self.children]
        self._end_children()
        raise CommandError(f"A process ended by itself (codes {codes}): see its message above.")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._end_children()
        self.stdout.write("Arrêté.")
        sys.exit(0)

    def _end_children(self) -> None:
        for child in self.children:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        for child in self.children:
            try:
                child.wait(timeout=20)
            except subprocess.TimeoutExpired:
                child.kill()


def _collect_static() -> None:
    """Hash and compress the static files, unless they are those of the last start."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            found.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    if stamp.exists() and stamp.read_text() == found.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(found.hexdigest())


def _refuse_busy_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CommandError(f"Port {port} is reserved to root: choose another, make run PORT=8080.") from error
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} is not free ({error.strerror}): stop what uses it, or choose another, "
                f"make run PORT={port + 1}."
            ) from error


def _shown(host: str) -> str:
    """The address people can open: a wildcard is reached by the machine's own name."""
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
