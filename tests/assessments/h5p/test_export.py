"""An exercise leaves as a package: whole, the same each time, accepted here and elsewhere."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from assessments.h5p import deciding, services
from assessments.h5p.export import NotExportable, file_name, regenerated, version_rows
from assessments.h5p.manifest import Author, LibraryKey
from assessments.h5p.models import H5PContentVersion, H5PLibrary
from assessments.h5p.package import Package, read_package
from assessments.h5p.queries import current_version
from assessments.h5p.writing import Member, package_manifest, write_package
from tests.assessments.h5p.conftest import Exercise, approve_all
from tests.factories.h5p import FOLDER, HELPER_FOLDER, dependency, h5p_json, h5p_package, library_json, picture
from tests.factories.people import StructureFactory, trainer

MAIN = LibraryKey("Declic.Card", 1, 2)
EDITOR = "H5PEditor.Card"


def version_of(exercise: Exercise) -> H5PContentVersion:
    version = current_version(exercise.content)
    assert version is not None
    return version


def written(version: H5PContentVersion) -> bytes:
    with regenerated(version) as file:
        return file.read()


def read(data: bytes) -> Package:
    return read_package(io.BytesIO(data))


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def manifest_in(data: bytes) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("h5p.json"))
    return manifest


pytestmark = pytest.mark.django_db


def test_a_package_made_anew_comes_back_with_the_same_contents(exercise: Exercise):
    version = version_of(exercise)
    package = read(written(version))
    assert package.params == version.params
    assert (package.title, package.language, str(package.main_library)) == ("Une carte", "fr", version.main_library)
    assert (package.licence, package.authors) == ("CC BY", (Author("Association d’essai", "Author"),))
    assert {str(library.key) for library in package.libraries} == set(version.dependencies)
    assert [(asset.path, asset.sha256) for asset in package.assets] == [
        (asset.path, asset.sha256) for asset in version.assets.all()
    ]
    assert package.absent == ()


def test_the_same_version_gives_the_same_bytes(exercise: Exercise):
    first = written(version_of(exercise))
    assert written(version_of(exercise)) == first
    entries = zipfile.ZipFile(io.BytesIO(first)).infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time[0] for entry in entries} == {1980}


def test_an_edited_version_leaves_with_its_own_contents(exercise: Exercise):
    received = version_of(exercise)
    edited = H5PContentVersion.objects.create(
        content=exercise.content,
        number=received.number + 1,
        package=None,
        main_library=received.main_library,
        params=received.params | {"question": "Autre chose ?"},
        dependencies=received.dependencies,
        created_at=timezone.now(),
    )
    package = read(written(edited))
    assert package.params["question"] == "Autre chose ?"
    assert (package.language, package.licence) == ("und", "U")
    rows = version_rows(exercise.content)
    assert [(row.version.number, row.plays, row.original is None) for row in rows] == [
        (2, True, True),
        (1, False, False),
    ]


def test_the_libraries_that_leave_are_those_that_play(exercise: Exercise):
    newer = h5p_package(**{f"{FOLDER}/library.json": library_json(patchVersion=9), f"{FOLDER}/card.js": "var newer;"})
    services.receive_package(
        file=newer, name="n.h5p", structure=exercise.structure, by=trainer(exercise.structure), now=timezone.now()
    )
    before = {library.key: library.manifest.patch for library in read(written(version_of(exercise))).libraries}
    approve_all()
    after = {library.key: library.manifest.patch for library in read(written(version_of(exercise))).libraries}
    assert (before[MAIN], after[MAIN]) == (3, 9)


def test_nothing_leaves_with_a_library_that_is_blocked_but_the_file_received(exercise: Exercise):
    library = H5PLibrary.objects.get(machine_name="Declic.Paper")
    deciding.block_library(library=library, by=trainer(), now=timezone.now())
    with pytest.raises(NotExportable) as refused:
        regenerated(version_of(exercise))
    assert refused.value.waiting == ("Declic.Paper 1.0",)
    (row,) = version_rows(exercise.content)
    assert row.waiting == ("Declic.Paper 1.0",)
    assert row.original is not None


def _with_editor() -> io.BytesIO:
    editor = library_json(EDITOR, 0, runnable=0, preloadedDependencies=None, preloadedJs=[{"path": "e.js"}],
                          preloadedCss=None)  # fmt: skip
    return h5p_package(
        **{
            f"{FOLDER}/library.json": library_json(editorDependencies=[dependency(EDITOR, 1, 0)]),
            f"{EDITOR}-1.0/library.json": editor,
            f"{EDITOR}-1.0/e.js": "var editor;",
        }
    )


def test_libraries_for_editing_go_along_once_they_are_approved(make_exercise: Callable[..., Exercise]):
    exercise = make_exercise(_with_editor())
    data = written(version_of(exercise))
    assert manifest_in(data)["editorDependencies"] == [dependency(EDITOR, 1, 0)]
    assert f"{EDITOR}-1.0/e.js" in names(data)
    assert EDITOR not in {reference["machineName"] for reference in manifest_in(data)["preloadedDependencies"]}
    editor = H5PLibrary.objects.get(machine_name=EDITOR)
    deciding.block_library(library=editor, by=trainer(), now=timezone.now())
    data = written(version_of(exercise))
    assert "editorDependencies" not in manifest_in(data)
    assert not [name for name in names(data) if name.startswith("H5PEditor")]


def test_writing_costs_the_same_queries_whatever_the_exercise_holds(
    make_exercise: Callable[..., Exercise], capture_sql: Any
):
    many = {f"content/images/photo{number}.png": picture((8, 9 + number)) for number in range(9)}
    files = {f"{HELPER_FOLDER}/more{number}.css": f"p{number} {{}}" for number in range(20)}
    counts = []
    for changes in ({}, many | files):
        version = version_of(make_exercise(h5p_package(**changes)))
        version.content.activity.title  # noqa: B018 — read before, as by the view
        with capture_sql() as sql:
            written(version)
        counts.append(len(sql))
    assert counts[0] == counts[1] <= 5


def test_titles_with_signs_of_html_come_back_as_they_are():
    for title in ("Que veut dire &eacute; ?", "A & B", "<b>", "’ « »"):
        manifest = package_manifest(title=title, language="fr", main=MAIN, embeds=(), played=[MAIN])
        package = h5p_package(**{"h5p.json": h5p_json(title=manifest["title"])})
        assert read_package(package).title == title


def test_licences_and_roles_keep_to_what_other_sites_read():
    def manifest(licence: str, role: str = "") -> dict[str, Any]:
        author = [Author("Awa", role)]
        return package_manifest(
            title="t", language="", main=MAIN, embeds=("iframe", "x"), played=[MAIN], licence=licence, authors=author
        )

    assert manifest("CC BY-SA 4.0", "Licensee") | {"preloadedDependencies": []} == {
        "title": "t", "language": "und", "mainLibrary": "Declic.Card", "embedTypes": ["iframe"],
        "preloadedDependencies": [], "license": "CC BY-SA", "licenseVersion": "4.0",
        "authors": [{"name": "Awa", "role": "Licensee"}],
    }  # fmt: skip
    assert manifest("Licence Ouverte", "un rôle")["license"] == "U"
    assert manifest("Licence Ouverte")["licenseExtras"] == "Licence Ouverte"
    assert manifest("", "un rôle")["authors"] == [{"name": "Awa", "role": "Author"}]


def test_hostile_names_become_names_of_files():
    hostile = '../..\\évil\u202e"\r\nSet-Cookie: a\x00<b>.h5p'
    assert file_name(hostile) == ".. .. évil Set-Cookie a b.h5p".lstrip(". ")
    assert file_name(" \n.h5p") == "exercice.h5p"
    assert len(file_name("é" * 400)) < 110


def test_a_large_file_is_never_held_whole(monkeypatch: pytest.MonkeyPatch):
    asked: list[int] = []

    class Endless(io.RawIOBase):
        left = 5 * 1024 * 1024

        def read(self, size: int = -1) -> bytes:
            asked.append(size)
            piece = bytes(min(size, self.left))
            self.left -= len(piece)
            return piece

    write_package([Member("content/film.mp4", Endless)], io.BytesIO())  # type: ignore[arg-type, list-item]
    assert 0 < max(asked) <= 64 * 1024
    assert min(asked) > 0


def test_versions_are_listed_in_two_queries(make_exercise: Callable[..., Exercise], assert_sql_budget: Any):
    exercise = make_exercise()
    for _again in range(3):
        services.receive_package(
            file=h5p_package(), name="a.h5p", structure=StructureFactory.create(), by=trainer(), now=timezone.now(),
            replaces=exercise.content,
        )  # fmt: skip
    assert len(assert_sql_budget(2, version_rows, exercise.content)) == 4
