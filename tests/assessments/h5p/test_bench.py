"""The bench of imports runs; its figures are of `make bench`."""

import shutil

import pytest

from tests.bench import imports


@pytest.mark.django_db
@pytest.mark.skipif(shutil.which("unzip") is None, reason="the bench sets imports beside unzip")
def test_the_bench_of_imports_tells_its_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("H5P_PACKAGES_DIR", raising=False)
    found = imports.measure(1)["our own"]
    assert found["bytes"] > 1_000_000
    assert all(found[f"{name}_ms"] > 0 for name in ("unzip", "read", "new", "known"))
    assert found["ratio"] > 0
