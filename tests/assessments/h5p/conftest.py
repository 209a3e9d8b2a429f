"""The folder of real packages, which tests read when `H5P_PACKAGES_DIR` names it."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def h5p_packages_dir() -> Path:
    """The folder of real packages; without it the test is left out, and says so."""
    folder = os.environ.get("H5P_PACKAGES_DIR")
    if not folder:
        pytest.skip("left out: real H5P packages, because H5P_PACKAGES_DIR is not set")
    path = Path(folder)
    assert (path / "EXPECTED.tsv").is_file(), f"H5P_PACKAGES_DIR has no EXPECTED.tsv: {path}"
    return path
