"""What the person who brought a package is told, in French."""

import io

import pytest
from django.utils import timezone, translation

from assessments.h5p import services
from assessments.h5p.package import read_package
from assessments.h5p.problems import MESSAGES, PackageRefused, Problem
from assessments.h5p.reports import refusal_lines, report_lines
from tests.factories.h5p import PARAMS, h5p_json, h5p_package, library_json
from tests.factories.people import trainer


def refusal(package: io.BytesIO) -> list[str]:
    with pytest.raises(PackageRefused) as refused:
        read_package(package)
    with translation.override("fr"):
        return refusal_lines(refused.value)


def test_reasons_are_said_in_french_with_the_file_at_fault() -> None:
    package = h5p_package(**{"content/x.svg": "<svg/>", "content/y.png": "no picture"})
    assert refusal(package) == [
        "«\u202fcontent/x.svg\u202f»\u00a0: les fichiers de ce type ne sont pas acceptés dans un exercice.",
        "«\u202fcontent/y.png\u202f» n’est pas ce que son nom annonce\u00a0: "
        "son contenu ne correspond pas à ce type de fichier.",
    ]


def test_signs_that_deceive_are_not_shown() -> None:
    line = refusal(h5p_package(**{"content/\u202egnp.svg": "x"}))[0]
    assert "\u202e" not in line


@pytest.mark.parametrize("code", MESSAGES)
def test_every_reason_has_its_french(code: str) -> None:
    with translation.override("fr"):
        assert translation.gettext(Problem(code).message) != Problem(code).message


@pytest.mark.django_db
def test_the_report_says_what_it_is_what_waits_and_what_was_lost() -> None:
    author = trainer()
    package = h5p_package(
        **{
            "h5p.json": h5p_json(license="U"),
            "notes.txt": "x",
            "content/content.json": PARAMS
            | {"question": "<script>x</script>", "sound": [{"path": "https://exemple.fr/a.mp3"}]},
        }
    )
    received = services.receive_package(
        file=package,
        name="carte.h5p",
        structure=author.memberships.get().structure,
        by=author,
        now=timezone.now(),
    )
    with translation.override("fr"):
        lines = report_lines(received.report)
    text = "\n".join(lines)
    for part in (
        "Une carte",
        "fait avec Declic.Card 1.2",
        "Association d’essai",
        "n’indique pas de licence",
        "Declic.Card 1.2.3",
        "1 image, passée de 1 à 1",
        "content.question",
        "https://exemple.fr/a.mp3",
        "notes.txt",
    ):
        assert part in text


@pytest.mark.django_db
def test_libraries_of_the_editor_are_not_said_to_be_waited_for() -> None:
    author = trainer()
    tool = library_json("H5PEditor.Tool", 0, preloadedJs=None, preloadedCss=None, preloadedDependencies=None)
    received = services.receive_package(
        file=h5p_package(**{"H5PEditor.Tool-1.0/library.json": tool}),
        name="carte.h5p",
        structure=author.memberships.get().structure,
        by=author,
        now=timezone.now(),
    )
    assert any(each["name"].startswith("H5PEditor.Tool") for each in received.report["libraries"])
    assert "H5PEditor" not in "\n".join(report_lines(received.report))
