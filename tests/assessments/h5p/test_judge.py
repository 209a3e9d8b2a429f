"""Another implementation of H5P judges the real packages as we do, and takes what we write."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from assessments.h5p import drafts, services
from assessments.h5p.export import regenerated
from assessments.h5p.package import read_package
from assessments.h5p.workshop import Workshop
from cms.demo.package import h5p_package as demo_package
from lms.structures.models import Structure
from tests.assessments.h5p.conftest import Exercise, approve_all
from tests.assessments.h5p.judge import judged
from tests.assessments.h5p.test_real_packages import verdict
from tests.factories.h5p import FOLDER, HELPER_FOLDER, h5p_package, helper_json, library_json
from tests.factories.people import StructureFactory, trainer

# Of one type alone, of many, a set, with sounds and pictures: the others are written anew under H5P_ALL=1.
SOME = ("H5P.TrueFalse-1.8.h5p", "column-test-5-55329.h5p", "dialog-cards-620.h5p", "drag-the-words-1399.h5p")
# What the judge takes and we do not: it does not look whether a picture is one.
WE_REFUSE = {"h5p-with-virus.h5p"}


def expected(folder: Path) -> dict[str, str]:
    """The verdict that was reasoned for each real package."""
    with (folder / "EXPECTED.tsv").open() as file:
        return {row["file"]: row["verdict"] for row in csv.DictReader(file, delimiter="\t")}


def made_anew(file: Path, structure: Structure, to: Path) -> Path:
    """A real package received, approved and written anew; read back with what it held."""
    with file.open("rb") as package:
        received = services.receive_package(
            file=package, name=file.name, structure=structure, by=trainer(structure), now=timezone.now()
        )
    approve_all()
    with regenerated(received.version) as data:
        (to / file.name).write_bytes(data.read())
    with (to / file.name).open("rb") as written:
        again = read_package(written)
    assert again.params == received.version.params, file.name
    assert [str(key) for key in again.dependencies] == received.version.dependencies, file.name
    assert len(again.assets) == received.version.assets.count(), file.name
    return to / file.name


def test_an_independent_judge_agrees_on_the_packages_received(h5p_packages_dir: Path):
    names = sorted(expected(h5p_packages_dir))
    ours = {name: verdict(h5p_packages_dir / name) == "accept" for name in names}
    theirs = {name: why is None for name, why in judged(h5p_packages_dir / name for name in names).items()}
    assert {name for name in names if ours[name] != theirs[name]} == WE_REFUSE


@pytest.mark.django_db
def test_real_exercises_written_anew_are_taken_by_us_and_by_the_judge(h5p_packages_dir: Path, tmp_path: Path):
    place = StructureFactory.create()
    accepted = [name for name, wanted in expected(h5p_packages_dir).items() if wanted == "accept"]
    names = accepted if os.environ.get("H5P_ALL") else SOME
    files = [made_anew(h5p_packages_dir / name, place, tmp_path) for name in names]
    assert judged(files) == dict.fromkeys(names)


@pytest.mark.django_db
def test_what_was_edited_here_is_taken_with_its_new_words(h5p_packages_dir: Path, tmp_path: Path):
    place, name, now = StructureFactory.create(), "LumiH5PIDMultiChoiceTest.h5p", timezone.now()
    with (h5p_packages_dir / name).open("rb") as package:
        received = services.receive_package(file=package, name=name, structure=place, by=trainer(place), now=now)
    approve_all()
    author = trainer(place)
    params = received.version.params | {"question": "<p>Une autre question ?</p>"}
    draft = drafts.keep_draft(
        content=received.content, user=author, base=received.version, edition=0, params=params, now=now
    )
    edited = drafts.publish(draft=draft, seen=received.version.number, workshop=Workshop("fr"), by=author, now=now)
    assert edited.package is None
    with regenerated(edited) as data:
        (tmp_path / name).write_bytes(data.read())
    with (tmp_path / name).open("rb") as written:
        assert read_package(written).params == edited.params
    assert edited.params["question"] == "<p>Une autre question ?</p>"
    assert judged([tmp_path / name]) == {name: None}


@pytest.mark.django_db
def test_an_exercise_of_our_own_type_is_taken_by_the_judge(make_exercise: Callable[..., Exercise], tmp_path: Path):
    # Other sites know few licences of libraries, and ours is none of them.
    libraries = {
        f"{FOLDER}/library.json": library_json(license=None),
        f"{HELPER_FOLDER}/library.json": helper_json(license=None),
    }
    exercise = make_exercise(h5p_package(**libraries))
    file = tmp_path / "carte.h5p"
    with regenerated(exercise.content.versions.get()) as data:
        file.write_bytes(data.read())
    assert judged([file]) == {"carte.h5p": None}


def test_the_exercise_of_the_demo_is_taken_by_the_judge(tmp_path: Path):
    file = tmp_path / "demo.h5p"
    file.write_bytes(demo_package())
    assert judged([file]) == {"demo.h5p": None}
