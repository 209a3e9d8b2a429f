"""What a library changes, file by file: read before it may run, bounded, and nothing hidden in it."""

import time

import pytest
from django.utils import timezone

from assessments.h5p import differences, services
from assessments.h5p.differences import FileChange, Kind, Line, Unread, changed_files, read_change, with_lines
from assessments.h5p.models import H5PLibrary
from tests.factories.h5p import FOLDER, LIBRARY, h5p_package, library_json, picture
from tests.factories.people import StructureFactory, trainer

pytestmark = pytest.mark.django_db


def received(**files: object) -> H5PLibrary:
    """The main library of a package with these files in it, as the store holds it."""
    before = set(H5PLibrary.objects.values_list("pk", flat=True))
    structure = StructureFactory.create()
    package = h5p_package(**{f"{FOLDER}/{path}": data for path, data in files.items()})  # type: ignore[arg-type]
    services.receive_package(
        file=package, name="carte.h5p", structure=structure, by=trainer(structure), now=timezone.now()
    )
    return H5PLibrary.objects.exclude(pk__in=before).get(machine_name=LIBRARY)


def patch(number: int, **files: object) -> H5PLibrary:
    return received(**{"library.json": library_json(patchVersion=number)}, **files)


def by_path(changes: list[FileChange]) -> dict[str, FileChange]:
    return {change.path: change for change in changes}


def test_files_are_told_apart_scripts_first() -> None:
    first = patch(3, **{"card.js": "one\ntwo\nthree\n", "images/old.png": picture()})
    second = patch(4, **{"card.js": "one\n2\nthree\n", "images/new.png": picture((9, 9))})
    changes = changed_files(first, second)
    kinds = {change.path: change.kind for change in changes}
    assert kinds == {
        "card.js": Kind.CHANGED,
        "library.json": Kind.CHANGED,
        "images/new.png": Kind.ADDED,
        "images/old.png": Kind.REMOVED,
    }
    assert changes[0].path == "card.js"
    read = by_path(list(with_lines(changes)))
    assert [line for line in read["card.js"].lines if line.sign in "+-"] == [Line("-", "two"), Line("+", "2")]
    assert [line.text.strip() for line in read["library.json"].lines if line.sign == "+"] == ['"patchVersion": 4,']
    assert read["images/new.png"].unread == Unread.BINARY


def test_beside_nothing_every_file_is_new() -> None:
    changes = changed_files(None, patch(3))
    assert {change.kind for change in changes} == {Kind.ADDED}
    assert {"card.js", "card.css", "semantics.json", "library.json", "language/fr.json"} == {
        change.path for change in changes
    }


@pytest.mark.parametrize(
    ("script", "why"),
    [("a" * 1001, Unread.MINIFIED), ("a();\n" * 60_000, Unread.LONG), ("a\n" * 6_000, Unread.LONG)],
)
def test_what_nobody_can_read_line_by_line_is_said_to_be_so(script: str, why: Unread) -> None:
    change = by_path(changed_files(patch(3), patch(4, **{"card.js": script})))["card.js"]
    read = read_change(change)
    assert (read.unread, read.lines) == (why, ())


def test_signs_that_hide_or_turn_text_are_spelt_out() -> None:
    trojan = "if (a) {\u202e /* \u2066 begin */ }\x08\u200b\n// « fin »\u00a0!"
    change = by_path(changed_files(patch(3), patch(4, **{"card.js": trojan})))["card.js"]
    added = [line.text for line in read_change(change).lines if line.sign == "+"]
    assert added == ["if (a) {⟨U+202E⟩ /* ⟨U+2066⟩ begin */ }⟨U+0008⟩⟨U+200B⟩", "// « fin »\u00a0!"]


def test_a_long_comparison_is_cut_and_costs_a_moment() -> None:
    words = [f"w{number % 97}();" for number in range(4_900)]
    change = by_path(
        changed_files(patch(3, **{"card.js": "\n".join(words)}), patch(4, **{"card.js": "\n".join(reversed(words))}))
    )["card.js"]
    began = time.monotonic()
    read = read_change(change)
    assert time.monotonic() - began < 10
    assert len(read.lines) == differences.LINES_SHOWN
    assert read.cut


def test_a_page_reads_a_bounded_number_of_files() -> None:
    many = {f"language/{first}{second}.json": {"semantics": [first]} for first in "abcdef" for second in "abcdef"}
    read = list(with_lines(changed_files(patch(3), patch(4, **many))))
    assert sum(bool(change.lines) for change in read) == differences.FILES_SHOWN
    assert {change.unread for change in read[-10:]} == {Unread.LATER}


def crafted(side: str) -> str:
    """Lines that take a comparison by the square: few are alike, in the same order, and none is common enough."""
    return "\n".join(f"c{(number // 2) % 50}" if number % 2 else f"{side}{number}" for number in range(1500))


def test_crafted_files_leave_the_rest_of_the_page_for_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differences, "SECONDS", 0.01)
    before = patch(3, **{f"a{number}.js": crafted("a") for number in range(4)})
    after = patch(4, **{f"a{number}.js": crafted("b") for number in range(4)})
    read = [each.unread for each in with_lines(changed_files(before, after)) if each.path.startswith("a")]
    assert read == [Unread.NO, Unread.LATER, Unread.LATER, Unread.LATER]
