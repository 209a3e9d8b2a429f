"""The long run of tests/faults: a question that 100,000 people answered is corrected while the worker is killed.

`python -m tests.bench.regrade [--people 100000] [--kills 4] [--kinds key,neutral] [--database-url …]`; a SQLite file
of its own by default; a database that is named is emptied, and « bench » must be in its name. Ends with 1 when somebody
is lost or corrected twice.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.killing import Corrected, expected_correction, kill_during_correction


def told(people: int, kind: str, done: Corrected, wrong: dict[str, object]) -> str:
    found = f"WRONG {wrong}" if wrong else "0 lost, 0 doubled"
    each = 1000 * done.seconds / people
    return (
        f"correction ({kind}): {people} answers in {done.seconds:.0f} s, {each:.1f} ms each, "
        f"worker killed at {', '.join(map(str, done.killed_at)) or 'no time'}: {found}\n"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--kinds", default="key,neutral")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", default="")
    options = parser.parse_args()
    if options.database_url and "bench" not in options.database_url.rpartition("/")[2]:
        parser.error("The database is emptied: name one of the bench's own, with « bench » in its name.")
    failed = 0
    for kind in options.kinds.split(","):
        with tempfile.TemporaryDirectory(prefix="declic-regrade-") as folder:
            done = kill_during_correction(
                Path(folder),
                people=options.people,
                kills=options.kills,
                seed=options.seed,
                kind=kind,
                database_url=options.database_url,
            )
        awaited = expected_correction(options.people, kind)
        wrong = {name: done.report[name] for name in awaited if done.report[name] != awaited[name]}
        sys.stdout.write(told(options.people, kind, done, wrong))
        sys.stdout.flush()
        failed += bool(wrong)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
