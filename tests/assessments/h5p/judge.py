"""A judge of H5P packages that is not ours: Lumi's importer, run by Node (see validator/validate.mjs)."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).parent / "validator" / "validate.mjs"
AT_ONCE = 300  # seconds for one list of files


def judged(files: Iterable[Path]) -> dict[str, str | None]:
    """By a file's name, None when it is accepted, else why not; skips where `make test` did not install the judge."""
    folder = next((each for each in _folders() if (each / "node_modules/@lumieducation/h5p-server").is_dir()), None)
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if folder is None or node is None:
        pytest.skip("@lumieducation/h5p-server is not installed: make test does it")
    paths = [str(file) for file in files]
    done = subprocess.run(
        [node, str(SCRIPT), str(folder), *paths], capture_output=True, check=True, timeout=AT_ONCE, text=True
    )
    return {Path(path).name: verdict for path, verdict in json.loads(done.stdout).items()}


def _folders() -> list[Path]:
    return [Path(named) for named in [os.environ.get("H5P_JUDGE_DIR", "")] if named] + [ROOT]
