"""The gate: what a package holds when it is accepted, and everything that is said when it is not."""

import contextlib
import io
import json
import random
import stat
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.h5p.archive import Limits
from assessments.h5p.jsonfile import nesting
from assessments.h5p.libraries import Library
from assessments.h5p.manifest import LibraryKey, LibraryManifest
from assessments.h5p.package import package_chunks, read_package
from assessments.h5p.problems import PackageRefused
from tests.factories.h5p import (
    FOLDER,
    HELPER,
    HELPER_FOLDER,
    LIBRARY,
    PARAMS,
    SEMANTICS,
    content_only,
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

CARD = LibraryKey(LIBRARY, 1, 2)
PAPER = LibraryKey(HELPER, 1, 0)


def refusal(package: io.BytesIO, **arguments: Any) -> list[str]:
    """The codes of the problems for which a package is refused."""
    with pytest.raises(PackageRefused) as refused:
        read_package(package, **arguments)
    return [problem.code for problem in refused.value.problems]


def with_extra(*pairs: tuple[str | zipfile.ZipInfo, bytes]) -> io.BytesIO:
    """A good package with more entries at its end."""
    return zipped([*h5p_files().items(), *pairs])


def test_a_good_package_says_what_it_holds() -> None:
    package = read_package(h5p_package())

    assert (package.title, package.language, package.licence) == (
        "Une carte",
        "fr",
        "CC BY",
    )
    assert [author.name for author in package.authors] == ["Association d’essai"]
    assert package.main_library == CARD
    assert package.dependencies == (PAPER, CARD), "each library after those it needs"
    assert {library.key for library in package.libraries} == {CARD, PAPER}
    assert [(asset.path, asset.media_type) for asset in package.assets] == [("images/photo.png", "image/png")]
    assert package.skipped == package.cleaned == package.external == package.absent == ()


def test_the_bytes_of_one_file_can_be_read_again() -> None:
    assert b"".join(package_chunks(h5p_package(), "content/images/photo.png")) == picture()


def test_two_builds_of_a_library_have_one_tree_hash_and_another_script_another() -> None:
    trees = [
        next(lib.tree_sha256 for lib in read_package(package).libraries if lib.key == CARD)
        for package in (
            h5p_package(),
            h5p_package(),
            h5p_package(**{f"{FOLDER}/card.js": "other()"}),
        )
    ]
    assert trees[0] == trees[1] != trees[2]


@pytest.mark.parametrize(
    "name",
    ["../evil.js", "content/../../evil.js", "/etc/passwd", "content//x.png", "content/./x.png", "~/x.png",
     "C:/x.png", "content\\x.png", "content/a\x01.png",
     "content/\u202egnp.exe", "content/e\u0301.png", "content/ x.png"],
)  # fmt: skip
def test_a_name_that_could_leave_the_folder_or_deceive_is_refused(name: str) -> None:
    assert refusal(with_extra((zip_entry(name), b"x"))) == ["unsafe_path"]


def test_a_name_cut_short_by_a_nul_is_refused() -> None:
    package = with_extra(("content/images/x_png.png", picture()))
    assert refusal(io.BytesIO(package.getvalue().replace(b"x_png", b"x\0png"))) == ["unsafe_path"]


def test_a_link_and_a_special_file_are_refused() -> None:
    link = zip_entry("content/images/link.png", stat.S_IFLNK | 0o777)
    pipe = zip_entry("content/images/pipe.png", stat.S_IFIFO | 0o644)
    assert refusal(with_extra((link, b"/etc/passwd"), (pipe, b""))) == [
        "not_a_file",
        "not_a_file",
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused_unless_they_are_the_same_file() -> None:
    twice = ("content/images/photo.png", picture((9, 9)))
    same = ("content/images/photo.png", picture())
    assert refusal(with_extra(twice)) == ["duplicate"]
    assert len(read_package(with_extra(same)).assets) == 1


def test_names_that_differ_only_by_capitals_are_refused() -> None:
    assert refusal(with_extra(("content/images/PHOTO.png", picture()))) == ["duplicate"]


def test_a_file_that_is_also_a_folder_is_refused() -> None:
    assert "duplicate" in refusal(with_extra(("content/images/photo.png/x.png", picture())))


def test_a_file_compressed_beyond_reason_is_refused() -> None:
    assert refusal(with_extra(("content/zeros.txt", bytes(3 * 2**20)))) == ["bomb"]


def test_too_many_files_are_refused_before_the_directory_is_read() -> None:
    crowd = [(f"content/{number}.txt", b"") for number in range(30)]
    assert refusal(with_extra(*crowd), limits=Limits(entries=20)) == ["too_many_files"]


def test_limits_of_size_hold_for_the_package_a_file_and_the_whole() -> None:
    noise = random.Random(1).randbytes(4000)
    assert refusal(h5p_package(), limits=Limits(package=100)) == ["too_large"]
    assert refusal(with_extra(("content/a.txt", noise)), limits=Limits(member=3500)) == ["file_too_large"]
    assert refusal(with_extra(("content/a.txt", noise)), limits=Limits(unpacked=4000)) == ["unpacked_too_large"]


@pytest.mark.parametrize("announced", [3, 5_000_000])
def test_a_size_that_lies_is_found_out(announced: int) -> None:
    package = with_announced_size(h5p_package(), "content/images/photo.png", announced)
    codes = refusal(package)
    assert codes in (["damaged"], ["bomb"])


def test_a_header_that_gives_another_name_is_refused() -> None:
    package = with_local_name(h5p_package(), "content/images/photo.png", "content/images/../../x.p")
    assert refusal(package) == ["damaged"]


def test_an_encrypted_or_oddly_compressed_file_is_refused() -> None:
    package = bytearray(h5p_package().getvalue())
    at = package.index(b"PK\x01\x02")
    package[at + 8] |= 1
    package[at + 10] = 12
    assert refusal(io.BytesIO(bytes(package))) == ["encrypted", "compression"]


def test_bytes_before_or_after_the_archive_make_it_no_package() -> None:
    good = h5p_package().getvalue()
    assert refusal(io.BytesIO(b"GIF89a" + good)) == ["not_a_zip"]
    assert refusal(io.BytesIO(good + b"<html>")) == ["not_a_zip"]


def test_a_package_cut_at_any_point_is_refused() -> None:
    good = h5p_package().getvalue()
    for tenth in range(1, 10):
        assert refusal(io.BytesIO(good[: len(good) * tenth // 10])) == ["not_a_zip"]
    assert refusal(io.BytesIO(b"")) == ["not_a_zip"]


def test_one_changed_byte_in_a_file_is_found_out() -> None:
    package = zipped([(zip_entry(name, compress_type=0), data) for name, data in h5p_files().items()])
    data = package.getvalue().replace(b".declic-state { color: teal }", b".declic-state { color: real }")
    assert refusal(io.BytesIO(data)) == ["damaged"]


@pytest.mark.parametrize("kind", ["svg", "html", "js", "exe", "php", "zip", "swf", ""])
def test_content_of_a_kind_that_can_run_is_refused(kind: str) -> None:
    assert refusal(h5p_package(**{f"content/images/x.{kind}".rstrip("."): "<svg onload=alert(1)>"})) == ["extension"]


@pytest.mark.parametrize("name", ["x.png", "x.jpg", "x.mp3", "x.mp4", "x.webm", "x.ogg", "x.wav", "x.vtt"])
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str) -> None:
    assert refusal(h5p_package(**{f"content/{name}": "<html><script>alert(1)</script>"})) == ["not_its_kind"]


def test_a_picture_under_the_name_of_another_kind_of_picture_is_served_as_what_it_is() -> None:
    package = read_package(h5p_package(**{"content/images/photo.png": picture(kind="JPEG")}))
    assert package.assets[0].media_type == "image/jpeg"


def test_hidden_files_notes_and_strays_are_passed_over_and_reported() -> None:
    package = read_package(
        h5p_package(
            **{
                f"{FOLDER}/README.md": "x",
                "__MACOSX/a.png": "x",
                "content/.DS_Store": "x",
                "notes.txt": "x",
            }
        )
    )
    assert set(package.skipped) == {
        f"{FOLDER}/README.md",
        "__MACOSX/a.png",
        "content/.DS_Store",
        "notes.txt",
    }
    assert all(file.path != "README.md" for library in package.libraries for file in library.files)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "json_syntax"),
        ("[" * 65 + "]" * 65, "json_depth"),
        ('{"a":' * 100_000, "json_depth"),
        ('{"points": NaN}', "json_number"),
        ('{"points": -Infinity}', "json_number"),
        ('{"points": 1e999}', "json_number"),
        ('{"points": 9007199254740993}', "json_number"),
        ('{"question": "\\u0000"}', "json_text"),
        ('{"question": "\\ud800"}', "json_text"),
        (b'{"question": "\xff"}', "json_encoding"),
        ("[]", "field"),
    ],
)
def test_content_that_is_not_the_json_we_accept_is_refused(text: str | bytes, code: str) -> None:
    assert refusal(h5p_package(**{"content/content.json": text})) == [code]


def test_json_over_the_limit_is_refused() -> None:
    text = json.dumps({"question": "".join(random.Random(2).choices("abcdefgh", k=2 * 2**20))})
    assert refusal(h5p_package(**{"content/content.json": text})) == ["json_too_large"]


def test_brackets_inside_texts_do_not_count_as_nesting() -> None:
    package = read_package(h5p_package(**{"content/content.json": {"question": "[" * 500 + '\\"{'}}))
    assert package.params["question"].startswith("[[[")


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"title": None}, ["field"]),
        ({"title": "x" * 300, "language": "français"}, ["field", "field"]),
        ({"mainLibrary": None}, ["field"]),
        ({"mainLibrary": "../x"}, ["field"]),
        ({"mainLibrary": "H5P.Other"}, ["main_library"]),
        ({"preloadedDependencies": None}, ["field"]),
        ({"preloadedDependencies": [{"machineName": LIBRARY}]}, ["field"]),
        ({"preloadedDependencies": "all"}, ["field"]),
        (
            {
                "mainLibrary": HELPER,
                "preloadedDependencies": [dependency(HELPER, 1, 0)],
            },
            ["not_runnable"],
        ),
    ],
)
def test_a_manifest_with_wrong_fields_is_refused(changes: dict[str, Any], codes: list[str]) -> None:
    assert refusal(h5p_package(**{"h5p.json": h5p_json(**changes)})) == codes


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": None}, "field"),
        ({"patchVersion": None}, "field"),
        ({"patchVersion": 99999}, "field"),
        ({"runnable": "yes"}, "field"),
        ({"preloadedJs": [{"path": "../card.js"}]}, "field"),
        ({"preloadedJs": [{"path": "card.php"}]}, "field"),
        ({"preloadedJs": [{"path": "absent.js"}]}, "library_file"),
        ({"coreApi": {"majorVersion": 1, "minorVersion": 99}}, "core_api"),
        ({"machineName": "Declic.Other"}, "library_name"),
        (
            {"preloadedDependencies": [dependency("H5P.Absent", 1, 0)]},
            "missing_library",
        ),
    ],
)
def test_a_library_with_wrong_fields_is_refused(changes: dict[str, Any], code: str) -> None:
    assert refusal(h5p_package(**{f"{FOLDER}/library.json": library_json(**changes)})) == [code]


def test_everything_wrong_is_said_at_once() -> None:
    package = h5p_package(
        **{
            "h5p.json": h5p_json(title=None),
            "content/x.svg": "<svg/>",
            f"{FOLDER}/language/fr.json": "{",
            f"{HELPER_FOLDER}/paper.css": None,
        }
    )
    assert refusal(package) == ["field", "json_syntax", "library_file", "extension"]


@pytest.mark.parametrize("missing", ["h5p.json", "content/content.json", f"{FOLDER}/library.json"])
def test_a_missing_part_is_named(missing: str) -> None:
    with pytest.raises(PackageRefused) as refused:
        read_package(h5p_package(**{missing: None}))
    assert f"“{missing}” is missing" in str(refused.value)


def test_libraries_in_a_ring_are_refused() -> None:
    ring = helper_json(preloadedDependencies=[dependency(LIBRARY, 1, 2)])
    assert refusal(h5p_package(**{f"{HELPER_FOLDER}/library.json": ring})) == ["cycle"]


def test_editor_libraries_are_neither_asked_for_nor_played() -> None:
    listed = [dependency("H5PEditor.Wizard", 1, 0), dependency(LIBRARY, 1, 2)]
    needs = library_json(
        preloadedDependencies=[
            dependency("H5PEditor.Wizard", 1, 0),
            dependency(HELPER, 1, 0),
        ]
    )
    package = read_package(
        h5p_package(
            **{
                "h5p.json": h5p_json(preloadedDependencies=listed),
                f"{FOLDER}/library.json": needs,
            }
        )
    )
    assert package.dependencies == (PAPER, CARD)


def test_content_alone_names_each_missing_library_even_nested_ones() -> None:
    inner = {"library": "H5P.Absent 1.4", "params": {}}
    with pytest.raises(PackageRefused) as refused:
        read_package(content_only(**{"content/content.json": PARAMS | {"inner": inner}}))
    assert [(each.code, each.params["library"]) for each in refused.value.problems] == [
        ("missing_library", str(CARD)),
        ("missing_library", "H5P.Absent 1.4"),
    ]


def known(key: LibraryKey, *dependencies: LibraryKey, semantics: list[Any] | None = None) -> Library:
    manifest = LibraryManifest(key, 0, key.machine_name, True, "", None, (), (), dependencies, {})
    return Library(manifest, semantics or [])


def test_content_alone_is_accepted_once_its_libraries_are_known() -> None:
    libraries = {CARD: known(CARD, PAPER, semantics=SEMANTICS), PAPER: known(PAPER)}
    package = read_package(content_only(), known_libraries=libraries)
    assert package.dependencies == (PAPER, CARD)
    assert package.libraries == ()
    assert package.params["labels"] == {"right": "Juste", "wrong": "Faux"}


def test_the_higher_patch_of_a_library_decides_what_fields_there_are() -> None:
    newer = LibraryManifest(CARD, 9, "Card", True, "", None, (), (), (), {})
    libraries = {CARD: Library(newer, [{"name": "hint", "type": "text", "default": "newer"}])}
    assert read_package(h5p_package(), known_libraries=libraries).params == {"hint": "newer"}


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1, max_size=12))
def test_no_damage_raises_anything_but_a_refusal(
    changes: list[tuple[int, int]],
) -> None:
    data = bytearray(zipped([(zip_entry(n, compress_type=0), d) for n, d in h5p_files().items()]).getvalue())
    for place, value in changes:
        data[(place * 7919) % len(data)] = value
    with contextlib.suppress(PackageRefused):
        read_package(io.BytesIO(bytes(data)))


@pytest.mark.parametrize(
    ("text", "deep"),
    [
        (rb"[[[]]]", 3),
        (rb'{"a": "[[[", "b": [1]}', 2),
        (rb'["\"[[", ["\\"], []]', 2),
        (rb'["\\\"[[["]', 1),
        (rb'["never closed [[[', 1),
        (b"]]][", 0),
    ],
)
def test_nesting_counts_brackets_outside_texts(text: bytes, deep: int) -> None:
    assert nesting(text) == deep
