"""Web and worker are killed with kill -9 while certificates are awarded and questions corrected; the long runs are
`make bench`."""

from pathlib import Path

import pytest

from tests.faults.killing import expected, expected_correction, kill_during_awards, kill_during_correction

pytestmark = pytest.mark.faults


def test_no_award_is_lost_or_doubled_when_web_and_worker_are_killed(tmp_path: Path) -> None:
    report = kill_during_awards(tmp_path, awards=20, kills=3, seed=1)
    assert report.items() >= expected(20).items(), (tmp_path / "site.log").read_text()[-3000:]


@pytest.mark.parametrize("kind", ["key", "neutral"])
def test_nobody_is_left_out_or_corrected_twice_when_the_worker_is_killed(tmp_path: Path, kind: str) -> None:
    people = 900
    done = kill_during_correction(tmp_path, people=people, kills=2, seed=1, kind=kind)
    log = (tmp_path / "site.log").read_text()[-3000:]
    assert done.report == expected_correction(people, kind), log
    assert min(done.killed_at) < people, "no kill came while it worked"
