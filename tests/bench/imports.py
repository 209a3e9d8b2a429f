"""What bringing an H5P package costs, beside `unzip` and hashing each file of the same package, in the same rounds.

The packages of H5P_PACKAGES_DIR nearest to four megabytes, else one of our own. Each round begins with an empty store;
the second time the libraries are known. Pictures, which are drawn anew, are told apart too: `unzip` does nothing alike.
"""

import hashlib
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.storage import storages
from django.utils import timezone

from assessments.activities.models import Activity
from assessments.h5p.archive import Archive
from assessments.h5p.drawing import drawn_pictures
from assessments.h5p.models import H5PContentVersion, H5PLibrary, H5PPackage
from assessments.h5p.package import read_archive
from assessments.h5p.pictures import FORMATS
from assessments.h5p.queries import KnownLibraries
from assessments.h5p.receiving import receive_package
from lms.accounts.models import User
from lms.structures.models import Structure
from tests.factories.h5p import FOLDER, h5p_package
from tests.factories.people import StructureFactory, trainer

LIKE = 4_000_000  # bytes
PACKAGES = 3


def measure(rounds: int) -> dict[str, Any]:
    """Print a line per package; the same figures by name: milliseconds, the best of the rounds, and ratios."""
    desk = _Desk()
    desk.bring(h5p_package().getvalue(), "first")  # what a process does once is not counted
    found = {}
    for name, data in packages().items():
        figures = [desk.round(name, data) for _ in range(rounds)]
        best = {key: min(each[key] for each in figures) for key in figures[0]}
        best |= {
            "ratio": best["new_ms"] / best["unzip_ms"],
            "ratio_without_pictures": (best["new_ms"] - best["pictures_ms"]) / best["unzip_ms"],
            "ratio_known": best["known_ms"] / best["unzip_ms"],
        }
        found[name] = {"bytes": len(data)} | {key: round(value, 2) for key, value in best.items()}
        sys.stdout.write(f"{name}: {found[name]}\n")
    return found


def packages() -> dict[str, bytes]:
    """What is brought, by name."""
    folder = os.environ.get("H5P_PACKAGES_DIR")
    if folder:
        paths = sorted(Path(folder).glob("*.h5p"), key=lambda path: abs(path.stat().st_size - LIKE))
        return {path.name: path.read_bytes() for path in paths[:PACKAGES]}
    chance = random.Random(1)
    files = {f"{FOLDER}/language/x{'abcdefghij'[number % 10] * (number // 10 + 1)}.json": {"semantics": ["x" * 3000]}
             for number in range(200)}  # fmt: skip
    texts = {f"{FOLDER}/scripts/{number}.js": chance.randbytes(8_000).hex() for number in range(300)}
    sounds = {f"content/{number}.mp3": b"ID3" + chance.randbytes(400_000) for number in range(4)}
    return {"our own": h5p_package(**files, **texts, **sounds).getvalue()}


class _Desk:
    """A trainer, a structure, a clock."""

    def __init__(self) -> None:
        self.structure: Structure = StructureFactory.create()
        self.by: User = trainer(self.structure)

    def round(self, name: str, data: bytes) -> dict[str, float]:
        """Everything once, the store empty at first."""
        self.empty()
        return {
            "unzip_ms": _timed(lambda: unzip_and_hash(data)),
            "read_ms": _timed(lambda: read_archive(Archive.opened(io.BytesIO(data)), known_libraries=KnownLibraries())),
            "new_ms": _timed(lambda: self.bring(data, name)),
            "known_ms": _timed(lambda: self.bring(data, name)),
            "pictures_ms": draw_timed(data),
        }

    def bring(self, data: bytes, name: str) -> None:
        receive_package(file=io.BytesIO(data), name=name, structure=self.structure, by=self.by, now=timezone.now())

    def empty(self) -> None:
        """Nothing is known any more."""
        H5PContentVersion.objects.all().delete()
        Activity.objects.filter(structure=self.structure).delete()
        for model in (H5PPackage, H5PLibrary):
            model.objects.all().delete()
        shutil.rmtree(storages["h5p"].location, ignore_errors=True)  # type: ignore[attr-defined]


def unzip_and_hash(data: bytes) -> None:
    """The least that anybody who takes a package in would do."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.h5p"
        path.write_bytes(data)
        subprocess.run(["unzip", "-q", "-o", str(path), "-d", f"{folder}/out"], check=True)
        for file in Path(folder, "out").rglob("*"):
            if file.is_file():
                hashlib.sha256(file.read_bytes()).hexdigest()


def draw_timed(data: bytes) -> float:
    """The pictures alone, in milliseconds."""
    archive = Archive.opened(io.BytesIO(data))
    package = read_archive(archive, known_libraries=KnownLibraries())
    pictures = [asset for asset in package.assets if asset.media_type in FORMATS]

    def draw() -> None:
        with drawn_pictures(archive, pictures):
            pass

    return _timed(draw)


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000
