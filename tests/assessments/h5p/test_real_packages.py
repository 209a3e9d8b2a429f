"""Real packages, made by others: each gets the verdict that was reasoned from its files."""

import csv
from pathlib import Path

import pytest

from assessments.h5p.libraries import Library
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.package import Package, read_package
from assessments.h5p.problems import PackageRefused


def verdict(path: Path) -> str:
    """`accept`, `libraries` (only libraries are missing) or `refuse`."""
    try:
        with path.open("rb") as file:
            read_package(file)
    except PackageRefused as refused:
        only_libraries = {problem.code for problem in refused.problems} == {"missing_library"}
        return "libraries" if only_libraries else "refuse"
    return "accept"


def read(folder: Path, name: str, known: dict[LibraryKey, Library] | None = None) -> Package:
    with (folder / name).open("rb") as file:
        return read_package(file, known_libraries=known)


def test_each_real_package_gets_the_expected_verdict(h5p_packages_dir: Path) -> None:
    with (h5p_packages_dir / "EXPECTED.tsv").open() as file:
        expected = {row["file"]: row["verdict"] for row in csv.DictReader(file, delimiter="\t")}
    assert {name: verdict(h5p_packages_dir / name) for name in expected} == expected


def test_reasons_name_what_is_wrong(h5p_packages_dir: Path) -> None:
    reasons = {
        "2-invalid-libraries.h5p": ["language_file", "field"],
        "missing-preloaded-js.h5p": ["library_file"],
        "h5p-with-virus.h5p": ["not_its_kind"],
        "xss-svg.h5p": ["extension"],
        "malformed-library-directory.h5p": ["library_folder"],
        "invalid-library-directory-name.h5p": ["library_name"],
        "corrupt_archive.h5p": ["not_a_zip"],
    }
    for name, codes in reasons.items():
        with pytest.raises(PackageRefused) as refused:
            read(h5p_packages_dir, name)
        assert [problem.code for problem in refused.value.problems] == codes, name


def test_a_book_that_lists_editor_libraries_plays_without_them(
    h5p_packages_dir: Path,
) -> None:
    package = read(h5p_packages_dir, "vietnamese-story.h5p")
    assert not [key for key in package.dependencies if key.machine_name.startswith("H5PEditor.")]
    assert package.main_library.machine_name == "H5P.InteractiveBook"
    assert package.main_library in package.dependencies


def test_texts_of_good_packages_lose_nothing_when_cleaned(
    h5p_packages_dir: Path,
) -> None:
    for name in (
        "question-set-616.h5p",
        "column-test-5-55329.h5p",
        "H5P.TrueFalse-1.8.h5p",
        "summary-714.h5p",
    ):
        assert read(h5p_packages_dir, name).cleaned == ()
