"""The long run of tests/faults: a hundred awards, web and worker killed with kill -9 fifteen times.

`python -m tests.bench.kill [--awards 100] [--kills 15] [--seed 1] [--database-url …]`; DATABASE_URL by default a
SQLite file of its own. Ends with 1 when a certificate is lost or doubled.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.killing import expected, kill_during_awards


def run(*, awards: int = 100, kills: int = 15, seed: int = 1, database_url: str = "") -> bool:
    """Print what was found; True when nothing was lost or doubled."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="declic-kill-") as folder:
        report = kill_during_awards(Path(folder), awards=awards, kills=kills, seed=seed, database_url=database_url)
    wrong = {name: report[name] for name, count in expected(awards).items() if report[name] != count}
    sys.stdout.write(
        f"kill -9: {awards} awards, web and worker killed {kills} times in {time.monotonic() - start:.0f} s, "
        f"{report['retried']} jobs begun again (up to {report['most_tries']} times): "
        + (f"WRONG {wrong}" if wrong else "0 lost, 0 doubled")
        + "\n"
    )
    return not wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--awards", type=int, default=100)
    parser.add_argument("--kills", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", default="")
    options = parser.parse_args()
    return 0 if run(**vars(options)) else 1


if __name__ == "__main__":
    sys.exit(main())
