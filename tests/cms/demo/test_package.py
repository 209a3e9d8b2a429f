"""The demo's H5P exercise passes the same gate as any package that an author brings."""

import io

from assessments.h5p.package import read_package
from cms.demo.package import h5p_package
from lms.web.typography import french


def test_the_exercise_is_an_acceptable_package() -> None:
    package = read_package(io.BytesIO(h5p_package()))
    assert (package.title, package.language) == ("Les mots de l’écran", "fr")
    assert str(package.main_library) == "Declic.WordMatch 1.0"
    assert not package.skipped
    assert not package.absent


def test_the_exercise_is_the_same_bytes_each_time() -> None:
    assert h5p_package() == h5p_package()


def test_the_words_of_the_exercise_are_typeset_as_french() -> None:
    params = read_package(io.BytesIO(h5p_package())).params
    for pair in params["pairs"]:
        assert french(pair["meaning"]) == pair["meaning"]
    assert len({pair["word"] for pair in params["pairs"]}) == len(params["pairs"])
