"""A real learning record store (Ralph, of France Université Numérique) takes what we send: whole, once, by its models.

`make lrs` installs it in an environment of its own; where it is not, these tests say that they are left out.
"""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import urllib3
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from assessments.activities.models import Activity
from assessments.attempts.models import Attempt
from assessments.xapi.building import everything, told
from courses.statements.models import Delivery
from courses.statements.queries import SEND
from courses.tasks import send_statements
from lms.cohorts.models import Cohort
from lms.jobs import services as jobs
from lms.jobs.models import Job
from tests.assessments.xapi.made import HERE, KINDS, answer, attempt, outcome, report
from tests.assessments.xapi.test_reported import CLAIM
from tests.courses.gradebook.test_gradebook import cohort, course, member
from tests.courses.statements.test_files import corrected, done, exam

__all__ = ["cohort", "course", "exam"]
pytestmark = [pytest.mark.services, pytest.mark.django_db]
PROGRAMS = Path(settings.BASE_DIR) / ".lrs" / "bin"
KEY, SECRET = "declic", "a secret of the store"
STARTS_WITHIN = 60  # seconds
# Its file backend creates its file at the first write and refuses the second, unless it is told to append.
SERVE = """
import sys, uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.data.fs import FSDataBackend
FSDataBackend.default_operation_type = BaseOperationType.APPEND
uvicorn.run("ralph.api:app", host="127.0.0.1", port=int(sys.argv[1]))
"""


@dataclass(frozen=True)
class Ralph:
    address: str

    def statements(self) -> dict[str, dict[str, Any]]:
        """All that it holds, by id, page after page."""
        found: dict[str, dict[str, Any]] = {}
        more = "?limit=100&ascending=true"
        while more:
            answer = urllib3.request("GET", f"{self.address}/statements{more}", headers=HEADERS)
            assert answer.status == 200, answer.data
            page = answer.json()
            found |= {each["id"]: each for each in page["statements"]}
            more = page.get("more", "").removeprefix("/xAPI/statements") if page["statements"] else ""
        return found


HEADERS = {"X-Experience-API-Version": "1.0.3", **urllib3.make_headers(basic_auth=f"{KEY}:{SECRET}")}


@pytest.fixture(scope="module")
def programs() -> Path:
    if not (PROGRAMS / "ralph").exists():
        pytest.skip("no learning record store: type `make lrs`")
    return PROGRAMS


@pytest.fixture
def ralph(programs: Path, tmp_path: Path) -> Iterator[Ralph]:
    """Ralph with its file backend, on this machine."""
    environment = os.environ | {
        "RALPH_APP_DIR": str(tmp_path),
        "RALPH_AUTH_FILE": str(tmp_path / "auth.json"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(tmp_path / "statements"),
    }
    account = ["-u", KEY, "-p", SECRET, "-s", "all", "-A", "declic", HERE.home, "-w"]
    _run([programs / "ralph", "auth", *account], env=environment, cwd=tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [programs / "python", "-c", SERVE, str(port)]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://127.0.0.1:{port}/__heartbeat__", server, tmp_path / "log")
        with override_settings(XAPI_LRS_URL=f"http://127.0.0.1:{port}/xAPI", XAPI_LRS_KEY=KEY, XAPI_LRS_SECRET=SECRET):
            yield Ralph(f"http://127.0.0.1:{port}/xAPI")
    finally:
        server.terminate()
        server.wait()


def _run(command: list[Any], **options: Any) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()
        try:
            urllib3.request("GET", address, retries=False)
        except urllib3.exceptions.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(log.read_text())


def send() -> None:
    assert send_statements()
    job = Job.objects.get(kind=SEND, state=Job.State.WAITING)
    assert jobs.run(job_id=job.pk, now=timezone.now()), Job.objects.get(pk=job.pk).error


def test_it_holds_each_statement_once_however_often_they_are_sent(cohort: Cohort, exam: Activity, ralph: Ralph) -> None:
    attempts = [done(member(cohort), exam, "b", "a") for _ in range(3)]
    send()
    first = ralph.statements()
    assert len(first) == 15
    assert {each["context"]["registration"] for each in first.values()} == {str(each.uuid) for each in attempts}
    Delivery.objects.all().delete()  # as after a restored backup: all of it is sent again
    send()
    assert ralph.statements() == first


def test_it_takes_a_correction_with_what_it_voids(cohort: Cohort, exam: Activity, ralph: Ralph) -> None:
    made: Attempt = done(member(cohort), exam, "a", "b")
    send()
    corrected(made)
    Delivery.objects.update(state="")
    send()
    verbs = sorted(each["verb"]["id"].rsplit("/", 1)[1] for each in ralph.statements().values())
    assert verbs.count("voided") == 3
    assert verbs.count("answered") == 3
    assert "passed" in verbs


def test_every_kind_of_statement_is_one_by_its_models(programs: Path, tmp_path: Path) -> None:
    """Stricter than what it accepts over HTTP: ids, durations, empty values, formats of interactions."""
    facts = [attempt(answers=(answer(kind),), outcome=outcome()) for kind in [*KINDS, "to-come"]]
    facts += [attempt(kind="h5p", place=None, reports=(report(CLAIM),), outcome=outcome(maximum=0.0, raw=0.0))]
    facts += [attempt(answers=(answer(revisions=("c+",)),), outcome=outcome(success=False), voided=True)]
    statements = [each for one in facts for each in everything(told(one, HERE), HERE)]
    (tmp_path / "statements.json").write_text(json.dumps(statements))
    judge = (
        "import json, sys; from ralph.models.xapi.base.statements import BaseXapiStatement as Model;"
        "print(len([Model.model_validate(each) for each in json.load(open(sys.argv[1]))]))"
    )
    said = _run([programs / "python", "-c", judge, tmp_path / "statements.json"], cwd=tmp_path)
    assert int(said.splitlines()[-1]) == len(statements)
