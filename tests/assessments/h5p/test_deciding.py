"""What an administrator decides of libraries: which patch plays, what a conflict becomes, and going back."""

import io

import pytest
from django.db import connection
from django.utils import timezone

from assessments.h5p import deciding, queries, services
from assessments.h5p.bundles import ensure_bundle
from assessments.h5p.library_queries import Standing, contents_by_library, library_rows, patches_of, what_waits
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.models import H5PLibrary
from assessments.h5p.services import Received
from lms.accounts.models import User
from lms.journal.models import Entry
from lms.structures.models import Structure
from tests.assessments.h5p.conftest import approve_all
from tests.factories.h5p import FOLDER, HELPER, LIBRARY, dependency, h5p_package, library_json
from tests.factories.people import StructureFactory, trainer
from tests.sql import CapturedSql

pytestmark = pytest.mark.django_db
CARD = LibraryKey(LIBRARY, 1, 2)
PAPER = LibraryKey(HELPER, 1, 0)


@pytest.fixture
def structure() -> Structure:
    return StructureFactory.create()


@pytest.fixture
def boss(structure: Structure) -> User:
    return trainer(structure)


def receive(structure: Structure, package: io.BytesIO | None = None, name: str = "carte.h5p") -> Received:
    return services.receive_package(
        file=package or h5p_package(), name=name, structure=structure, by=trainer(structure), now=timezone.now()
    )


def patched(patch: int, script: str, **manifest: object) -> io.BytesIO:
    """The package with another patch of its main library."""
    changes = {f"{FOLDER}/library.json": library_json(patchVersion=patch, **manifest), f"{FOLDER}/card.js": script}
    return h5p_package(**changes)  # type: ignore[arg-type]


def card(patch: int) -> H5PLibrary:
    return H5PLibrary.objects.get(machine_name=LIBRARY, patch=patch)


def plays() -> H5PLibrary:
    return queries.playing_libraries([CARD])[CARD]


def approve(library: H5PLibrary, by: User) -> None:
    deciding.approve_library(library=library, by=by, now=timezone.now())


def test_an_exercise_follows_a_roll_back_and_its_undoing_at_once(structure: Structure, boss: User) -> None:
    version = receive(structure).version
    approve_all()
    bundle = ensure_bundle(queries.play_set(version).libraries)
    receive(structure, patched(4, "broken()"))
    approve(card(4), boss)
    assert ensure_bundle(queries.play_set(version).libraries) != bundle

    deciding.roll_back_to(library=card(3), by=boss, now=timezone.now())
    assert plays() == card(3)
    assert ensure_bundle(queries.play_set(version).libraries) == bundle
    assert card(4).status == "approved", "nothing else was decided"
    assert [row.standing for row in library_rows(patches_of(CARD))] == [Standing.KEPT, Standing.ROLLED_BACK]

    deciding.end_roll_back(library=card(3), by=boss, now=timezone.now())
    assert plays() == card(4)
    verbs = Entry.objects.filter(target=f"h5p_library:{card(3).pk}", actor=boss).values_list("verb", flat=True)
    assert {"h5p.library_rolled_back", "h5p.library_roll_back_ended"} <= set(verbs)


def test_a_newer_patch_that_is_approved_ends_a_roll_back_an_older_one_does_not(
    structure: Structure, boss: User
) -> None:
    for patch in (3, 4, 2, 5):
        receive(structure, patched(patch, f"patch{patch}()"))
    approve(card(3), boss)
    approve(card(4), boss)
    deciding.roll_back_to(library=card(3), by=boss, now=timezone.now())
    approve(card(2), boss)
    assert plays() == card(3)
    approve(card(5), boss)
    assert plays() == card(5)
    assert not H5PLibrary.objects.exclude(preferred_at=None).exists()


def test_blocking_the_patch_gone_back_to_lets_the_newest_play(structure: Structure, boss: User) -> None:
    receive(structure)
    receive(structure, patched(4, "newer()"))
    approve_all()
    deciding.roll_back_to(library=card(3), by=boss, now=timezone.now())
    deciding.block_library(library=card(3), by=boss, now=timezone.now())
    assert plays() == card(4)


def test_only_what_is_approved_can_be_gone_back_to(structure: Structure, boss: User) -> None:
    receive(structure)
    receive(structure, patched(2, "older()"))
    approve(card(3), boss)
    with pytest.raises(deciding.NotApproved):
        deciding.roll_back_to(library=card(2), by=boss, now=timezone.now())
    assert plays() == card(3)


def test_of_two_with_one_number_that_approved_last_plays(structure: Structure, boss: User) -> None:
    receive(structure)
    approve_all()
    first = card(3)
    receive(structure, patched(3, "other()"))
    second = H5PLibrary.objects.exclude(pk=first.pk).get(machine_name=LIBRARY)
    assert plays() == first
    assert [row.standing for row in library_rows([first, second])] == [Standing.PLAYS, Standing.CONFLICT]
    approve(second, boss)
    assert plays() == second
    approve(first, boss)
    assert plays() == first
    deciding.roll_back_to(library=second, by=boss, now=timezone.now())
    approve(first, boss)
    assert plays() == first


def test_a_patch_that_needs_one_more_library_waits_for_it(structure: Structure, boss: User) -> None:
    version = receive(structure).version
    approve_all()
    needs = [dependency(HELPER, 1, 0), dependency("Declic.Ink", 1, 0)]
    ink = {"Declic.Ink-1.0/library.json": library_json("Declic.Ink", 0, preloadedDependencies=None, preloadedCss=None)}
    package = {f"{FOLDER}/library.json": library_json(patchVersion=4, preloadedDependencies=needs)}
    receive(structure, h5p_package(**package, **ink, **{"Declic.Ink-1.0/card.js": "ink()"}))  # type: ignore[arg-type]
    assert [str(row) for row in what_waits([LibraryKey("Declic.Ink", 1, 0)]).libraries] == ["Declic.Ink 1.0.3"]
    approve(card(4), boss)
    assert queries.play_set(version).waiting == ("Declic.Ink 1.0",)
    approve(H5PLibrary.objects.get(machine_name="Declic.Ink"), boss)
    loaded = [library.machine_name for library in queries.play_set(version).libraries]
    assert loaded == [HELPER, "Declic.Ink", LIBRARY]


def test_all_that_an_exercise_waits_for_is_known_with_what_it_needs_in_turn(structure: Structure, boss: User) -> None:
    version = receive(structure).version
    waiting = what_waits([CARD])
    assert [str(row) for row in waiting.libraries] == ["Declic.Card 1.2.3", "Declic.Paper 1.0.3"]
    assert waiting.unclear == ()
    deciding.approve_libraries(libraries=waiting.libraries, by=boss, now=timezone.now())
    assert queries.play_set(version).is_ready
    assert what_waits([CARD]).libraries == ()


def test_two_that_differ_under_one_number_are_never_chosen_between(structure: Structure) -> None:
    receive(structure)
    receive(structure, patched(3, "other()"))
    waiting = what_waits([CARD])
    assert waiting.libraries == ()
    assert waiting.unclear == ("Declic.Card 1.2",)


def test_a_library_remembers_the_file_and_the_person_that_brought_it(structure: Structure) -> None:
    receive(structure, name="vient-de-moodle.h5p")
    row = card(3)
    assert row.source == "vient-de-moodle.h5p"
    assert row.brought_by is not None
    assert list(contents_by_library([CARD, PAPER])[PAPER])


def test_asking_for_many_exercises_costs_what_one_costs(structure: Structure) -> None:
    versions = [receive(structure).version]
    approve_all()
    with CapturedSql.on(connection) as one:
        queries.play_sets(versions)
    versions += [receive(structure).version for _ in range(4)]
    with CapturedSql.on(connection) as many:
        sets = queries.play_sets(versions)
    assert len(many) == len(one) == 1
    assert all(each.is_ready for each in sets.values())
