"""With a broker configured, ordinary Celery workers carry the jobs: no polling worker runs here."""

import os
from pathlib import Path

import pytest

from tests.faults.killing import expected, final_report, site_of

pytestmark = [pytest.mark.services, pytest.mark.faults]
AWARDS = 10


def test_celery_workers_on_redis_make_each_certificate_once(tmp_path: Path):
    broker = os.environ.get("CELERY_BROKER_URL")
    if not broker:
        pytest.skip("CELERY_BROKER_URL is not set: the run with Celery workers is left out")
    with site_of(tmp_path, broker=broker) as site:
        site.start("web")
        people = site.ask(f"prepare/{AWARDS}")["learners"]
        site.start("celery")
        for person in people:
            site.ask(f"give/{person}")
        report = final_report(site, AWARDS)
    assert {name: report[name] for name in expected(AWARDS)} == expected(AWARDS)
