"""Hostile packages through the real import: refused in French or made harmless, nothing left, little spent."""

import contextlib
import io
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st
from PIL import Image

import assessments.tasks  # noqa: F401 — whoever does jobs knows their kinds
from assessments.h5p import imports
from assessments.h5p.import_models import H5PImportFile
from assessments.h5p.import_queries import FileReport, import_report
from assessments.h5p.imports import Sent
from assessments.h5p.models import H5PAsset, H5PContentVersion, H5PLibrary
from assessments.h5p.package import Package, read_package
from assessments.h5p.pictures import draw_again
from assessments.h5p.problems import PackageRefused
from assessments.h5p.store import read_blob
from lms.jobs import services as jobs
from lms.structures.models import Structure
from tests.assessments.h5p.costly import COSTLY
from tests.factories.h5p import (
    FOLDER,
    PARAMS,
    SEMANTICS,
    dependency,
    h5p_files,
    h5p_json,
    h5p_package,
    helper_json,
    library_json,
    picture,
    with_announced_size,
    with_local_name,
    zip_entry,
    zipped,
)
from tests.factories.people import StructureFactory, trainer

MEMORY = 350  # megabytes above a small package: what one import may hold


def plus(*pairs: tuple[str | zipfile.ZipInfo, bytes]) -> io.BytesIO:
    return zipped([*h5p_files().items(), *pairs])


def nested_zip() -> io.BytesIO:
    return plus(("content/inner.zip", zipped([("a", b"x")]).getvalue()))


def renamed_nul() -> io.BytesIO:
    return io.BytesIO(plus(("content/x_png.png", picture())).getvalue().replace(b"x_png", b"x\0png"))


def shared_bytes() -> io.BytesIO:
    """Two entries of the directory lead to the same bytes."""
    data = bytearray(plus(("content/a.txt", b"x" * 40), ("content/b.txt", b"x" * 40)).getvalue())
    first = data.index(b"PK\x01\x02")
    places = []
    for name in (b"content/a.txt", b"content/b.txt"):
        at = data.index(name, first) - 46
        places.append(at)
    data[places[1] + 42 : places[1] + 46] = data[places[0] + 42 : places[0] + 46]
    return io.BytesIO(bytes(data))


def moved_directory() -> io.BytesIO:
    """The last record leads elsewhere than to the directory."""
    data = bytearray(h5p_package().getvalue())
    (offset,) = struct.unpack_from("<L", data, len(data) - 6)
    struct.pack_into("<L", data, len(data) - 6, offset - 30)
    return io.BytesIO(bytes(data))


def content(text: str) -> io.BytesIO:
    return h5p_package(**{"content/content.json": text})


def huge_json() -> io.BytesIO:
    return content('{"question": "' + "".join(random.Random(3).choices("abcdefgh", k=2 * 2**20)) + '"}')


def picture_bomb() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    return h5p_package(**{"content/images/photo.png": out.getvalue()})


HOSTILE: dict[str, tuple[Callable[[], io.BytesIO], str]] = {
    "zip slip": (lambda: plus((zip_entry("content/../../x.png"), picture())), "n’est pas un nom de fichier sûr"),
    "absolute": (lambda: plus((zip_entry("/etc/cron.d/x"), b"x")), "n’est pas un nom de fichier sûr"),
    "a drive": (lambda: plus((zip_entry("C:/x.png"), picture())), "n’est pas un nom de fichier sûr"),
    "symlink": (lambda: plus((zip_entry("content/a.png", 0o120777), b"/etc/passwd")), "un lien ou un fichier spécial"),
    "a pipe": (lambda: plus((zip_entry("content/a.png", 0o010644), b"")), "un lien ou un fichier spécial"),
    "one name twice": (lambda: plus(("content/images/photo.png", picture((9, 9)))), "apparaît deux fois"),
    "capitals": (lambda: plus(("content/images/PHOTO.png", picture())), "apparaît deux fois"),
    "a name written from right to left": (
        lambda: plus((zip_entry("content/\u202egnp.exe"), b"x")),
        "n’est pas un nom de fichier sûr",
    ),
    "a NUL in a name": (renamed_nul, "n’est pas un nom de fichier sûr"),
    "a bomb": (COSTLY["thirty_two_in_one"], "bien plus qu’"),
    "many small bombs": (COSTLY["zeros"], "bien plus qu’"),
    "too many files": (lambda: zipped((f"content/{n}.txt", b"") for n in range(2001)), "2000"),
    "more files than announced": (COSTLY["crowded_directory"], "2000"),
    "a second directory": (COSTLY["hidden_directory"], "ne s’ouvre pas comme une archive zip"),
    "a directory elsewhere": (moved_directory, "ne s’ouvre pas comme une archive zip"),
    "a zip within": (nested_zip, "les fichiers de ce type ne sont pas acceptés"),
    "bytes twice": (shared_bytes, "partage ses octets"),
    "another name at the file": (
        lambda: with_local_name(h5p_package(), "content/images/photo.png", "content/images/../../x.p"),
        "abîmé",
    ),
    "a size that lies": (lambda: with_announced_size(h5p_package(), "content/images/photo.png", 3), "abîmé"),
    "truncated": (lambda: io.BytesIO(h5p_package().getvalue()[:-300]), "ne s’ouvre pas comme une archive zip"),
    "a picture before": (
        lambda: io.BytesIO(b"GIF89a" + h5p_package().getvalue()),
        "ne s’ouvre pas comme une archive zip",
    ),
    "a page after": (lambda: io.BytesIO(h5p_package().getvalue() + b"<html>"), "ne s’ouvre pas comme une archive zip"),
    "huge JSON": (huge_json, "2 Mo"),
    "deep JSON": (lambda: content("[" * 100_000), "la limite est de 64"),
    "NaN": (lambda: content('{"points": NaN}'), "un nombre inutilisable"),
    "a NUL in a text": (lambda: content('{"question": "\\u0000"}'), "un caractère interdit"),
    "JSON beside the content": (lambda: plus(("content/x.json", b"[" * 70)), "la limite est de 64"),
    "a missing library": (
        lambda: h5p_package(
            **{f"{FOLDER}/library.json": library_json(preloadedDependencies=[dependency("H5P.No", 1, 0)])}
        ),
        "H5P.No 1.0",
    ),
    "a library under another name": (
        lambda: h5p_package(**{f"{FOLDER}/library.json": library_json(machineName="Declic.Other")}),
        "ne correspond pas",
    ),
    "libraries in a ring": (
        lambda: h5p_package(
            **{"Declic.Paper-1.0/library.json": helper_json(preloadedDependencies=[dependency("Declic.Card", 1, 2)])}
        ),
        "dépendent",
    ),
    "script in an svg": (lambda: plus(("content/x.svg", b"<svg onload=alert(1)>")), "ne sont pas acceptés"),
    "a page": (lambda: plus(("content/x.html", b"<script>alert(1)</script>")), "ne sont pas acceptés"),
    "a page under the name of a picture": (
        lambda: plus(("content/x.png", b"<script>")),
        "n’est pas ce que son nom annonce",
    ),
    "a picture bomb": (picture_bomb, "trop de pixels"),
    "pictures that are huge together": (COSTLY["large_pictures"], "trop de pixels"),
    "an endless film": (COSTLY["endless_film"], "trop de pixels"),
    "a text that takes minutes to clean": (COSTLY["half_tags"], "le texte est trop long"),
    "a list that takes hours to walk": (COSTLY["long_list_beside_long_semantics"], "trop volumineux"),
    "a file elsewhere": (
        lambda: content('{"picture": {"path": "../../../etc/passwd", "mime": "image/png"}}'),
        "../../../etc/passwd",
    ),
}


@pytest.fixture
def structure() -> Structure:
    return StructureFactory.create()


def files_kept() -> set[str]:
    root = Path(storages["h5p"].location)  # type: ignore[attr-defined]
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def taken(structure: Structure, package: io.BytesIO) -> FileReport:
    """What the job made of a package sent to the studio, in French."""
    sent = [Sent("hostile.h5p", len(package.getvalue()), package)]
    batch = imports.send(files=sent, structure=structure, by=trainer(structure), now=timezone.now())
    jobs.run_due(now=timezone.now())
    with translation.override("fr"):
        report = import_report(trainer(structure), batch.uuid)
        assert report is not None
        return report.files[0]


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_package_is_refused_in_french_and_leaves_nothing(structure: Structure, name: str) -> None:
    make, words = HOSTILE[name]
    before = files_kept()
    report = taken(structure, make())
    assert report.file.state == H5PImportFile.State.REFUSED
    assert report.lines
    assert report.advice
    said = " ".join(report.lines).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert words in said
    assert "\u202e" not in said
    assert files_kept() == before
    assert not H5PLibrary.objects.exists()
    assert not H5PContentVersion.objects.exists()


@pytest.mark.django_db
def test_what_is_made_harmless_comes_in_without_its_poison(structure: Structure) -> None:
    evil = (
        "<script>alert(1)</script><a href='javascript:alert(2)' onclick='x()'>ici</a><iframe src='https://e.example'>"
    )
    params = PARAMS | {"question": evil, "hint": "<img src=x onerror=alert(3)>", "extra": {"script": "alert(4)"}}
    photo = picture((300, 200), "JPEG") + b"<script>alert(5)</script>"
    report = taken(
        structure,
        h5p_package(**{"content/content.json": params, "content/images/photo.png": photo, "evil.php": "<?php"}),
    )
    assert report.file.state == H5PImportFile.State.KEPT
    version = report.file.version
    assert version is not None
    kept = str(version.params)
    for poison in ("<script", "javascript:", "onclick", "<img", "<iframe", "alert(4)"):
        assert poison not in kept
    assert b"script" not in read_blob(H5PAsset.objects.get().sha256)
    said = " ".join(report.lines)
    assert "content.question" in said
    assert "evil.php" in said


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
@pytest.mark.parametrize(
    "name", ["largest_good", "unpacks_far", "many_files", "crowded_directory", "hidden_directory", "deep_json",
             "empty_lists", "nested_objects", "short_texts", "heavy_languages", "long_list_beside_long_semantics",
             "nested_markup", "one_huge_picture", "large_colour_picture", "large_webp", "film_of_pictures"],
)  # fmt: skip
def test_the_costliest_packages_take_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "costly.h5p"
    path.write_bytes(COSTLY[name]().getvalue())
    command = [sys.executable, "-m", "tests.assessments.h5p.costly", str(path)]
    told = subprocess.run(
        command, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True, timeout=120
    ).stdout
    _seconds, megabytes, *came_of_it = told.split()
    assert came_of_it
    assert int(megabytes) < MEMORY


def outcome(data: bytes) -> Package | PackageRefused:
    """What reading comes to; anything else than these two is raised."""
    try:
        return read_package(io.BytesIO(data))
    except PackageRefused as refused:
        return refused


GOOD = h5p_package().getvalue()
STORED = zipped([(zip_entry(name, compress_type=0), data) for name, data in h5p_files().items()]).getvalue()
places = st.floats(0, 1, exclude_max=True)


@how(max_examples=200, deadline=None)
@given(st.sampled_from([GOOD, STORED]), st.lists(st.tuples(places, st.binary(min_size=1, max_size=6)), max_size=10))
def test_random_bytes_written_over_a_package_are_refused_or_harmless(
    good: bytes, changes: list[tuple[float, bytes]]
) -> None:
    data = bytearray(good)
    for place, piece in changes:
        at = int(place * len(data))
        data[at : at + len(piece)] = piece[: len(data) - at]
    outcome(bytes(data))


@how(max_examples=100, deadline=None)
@given(places, places)
def test_a_package_cut_or_with_a_hole_is_refused(start: float, share: float) -> None:
    at = int(start * len(GOOD))
    assert isinstance(outcome(GOOD[:at]), PackageRefused)
    hole = max(1, int(share * (len(GOOD) - at)))
    assert isinstance(outcome(GOOD[:at] + GOOD[at + hole :]), PackageRefused)


@how(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False), st.binary(max_size=40))
def test_a_shuffled_directory_or_one_with_other_numbers_is_refused_or_the_same_package(
    chance: random.Random, noise: bytes
) -> None:
    size, offset = struct.unpack_from("<2L", GOOD, len(GOOD) - 10)
    directory = GOOD[offset : offset + size]
    entries = [b"PK\x01\x02" + each for each in directory.split(b"PK\x01\x02")[1:]]
    chance.shuffle(entries)
    shuffled = outcome(GOOD[:offset] + b"".join(entries) + GOOD[offset + size :])
    assert isinstance(shuffled, Package)
    assert {asset.path for asset in shuffled.assets} == {"images/photo.png"}
    entry = bytearray(entries[0])
    for sign in noise:
        entry[chance.randrange(4, 46)] = sign
    outcome(GOOD[:offset] + bytes(entry) + b"".join(entries[1:]) + GOOD[offset + size :])


@how(max_examples=150, deadline=None)
@given(
    st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]),
    st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=12),
    places,
)
def test_a_damaged_picture_is_drawn_or_refused(kind: str, changes: list[tuple[float, int]], end: float) -> None:
    data = bytearray(picture((40, 30), kind))
    for place, value in changes:
        data[int(place * len(data))] = value
    for each in (bytes(data), bytes(data[: int(end * len(data))])):
        with contextlib.suppress(PackageRefused):
            assert draw_again("x", each, f"image/{kind.lower()}")


JSON_FILES = ["h5p.json", "content/content.json", f"{FOLDER}/library.json", f"{FOLDER}/semantics.json"]
json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


@how(max_examples=150, deadline=None)
@given(
    st.sampled_from(["h5p.json", "content/content.json", f"{FOLDER}/library.json", f"{FOLDER}/semantics.json"]),
    json_values,
)
def test_any_value_in_a_json_file_is_refused_or_read(name: str, value: object) -> None:
    good = {
        "h5p.json": h5p_json(),
        "content/content.json": PARAMS,
        f"{FOLDER}/library.json": library_json(),
        f"{FOLDER}/semantics.json": SEMANTICS,
    }[name]
    changed = good | {next(iter(good)): value} if isinstance(good, dict) else [*good, value]
    outcome(h5p_package(**{name: changed}).getvalue())
    outcome(h5p_package(**{name: value if isinstance(value, dict | list) else {}}).getvalue())
