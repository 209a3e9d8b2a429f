"""Web and worker are killed with kill -9 while certificates are awarded; the long run is `make bench`."""

from pathlib import Path

import pytest

from tests.faults.killing import expected, kill_during_awards

pytestmark = pytest.mark.faults


def test_no_award_is_lost_or_doubled_when_web_and_worker_are_killed(tmp_path: Path) -> None:
    report = kill_during_awards(tmp_path, awards=20, kills=3, seed=1)
    assert report.items() >= expected(20).items(), (tmp_path / "site.log").read_text()[-3000:]
