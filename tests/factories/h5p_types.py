"""The types that questions of the bank become: small stand-ins of ours, and where the real ones lie.

A stand-in has the name and the fields of its type, as far as we write them, and French words.
"""

import io
from pathlib import Path
from typing import Any

from django.utils import timezone

from assessments.h5p import services
from lms.structures.models import Structure
from tests.assessments.h5p.conftest import approve_all
from tests.factories.h5p import as_bytes, dependency, zipped
from tests.factories.people import trainer

# Real packages that bring, together, every type that we write.
REAL = (
    "LumiH5PIDMultiChoiceTest.h5p", "H5P.TrueFalse-1.8.h5p", "example-content-fill-in-the-blanks-64614.h5p",
    "column-test-5-55329.h5p", "question-set-616.h5p",
)  # fmt: skip

RICH = ["p", "br", "strong", "em"]


def _text(name: str, *, tags: list[str] | None = None, default: str | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"name": name, "type": "text", "optional": True}
    return made | ({"tags": tags} if tags else {}) | ({"default": default} if default is not None else {})


def _group(name: str, *fields: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": "group", "fields": list(fields)}


def _list(name: str, field: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": "list", "field": field}


def _flag(name: str, *, default: bool = False) -> dict[str, Any]:
    return {"name": name, "type": "boolean", "default": default}


_RANGE = _group("range", {"name": "from", "type": "number"}, {"name": "to", "type": "number"}, _text("feedback"))
_OVERALL = _group("overallFeedback", _list("overallFeedback", _RANGE))
_PICTURE = {"name": "type", "type": "library", "optional": True, "options": ["H5P.Image 1.1"]}
_MEDIA = _group("media", _PICTURE, _flag("disableImageZooming"))
_CHECK = _text("check", default="Check")
_SAID = _group("tipsAndFeedback", _text("chosenFeedback", tags=RICH), _text("tip", tags=RICH))
_TYPE = {"name": "type", "type": "select", "options": [{"value": each} for each in ("auto", "multi", "single")],
         "default": "auto"}  # fmt: skip
_QUESTIONS = ["MultiChoice 1.16", "TrueFalse 1.8", "Blanks 1.14", "DragText 1.10", "MarkTheWords 1.11"]

SEMANTICS: dict[str, list[dict[str, Any]]] = {
    "H5P.Image 1.1": [{"name": "file", "type": "image"}, _text("alt"), _text("contentName", default="Image")],
    "H5P.MultiChoice 1.16": [
        _MEDIA, _text("question", tags=RICH),
        _list("answers", _group("answer", _text("text", tags=RICH), _flag("correct"), _SAID)), _OVERALL,
        _group("UI", _CHECK, _text("retry", default="Retry")), _group("behaviour", _TYPE, _flag("randomAnswers")),
    ],
    "H5P.TrueFalse 1.8": [
        _MEDIA, _text("question", tags=RICH),
        {"name": "correct", "type": "select", "options": [{"value": "true"}, {"value": "false"}], "default": "true"},
        _group("l10n", _CHECK, _text("trueText", default="True")),
        _group("behaviour", _text("feedbackOnCorrect"), _text("feedbackOnWrong")),
    ],
    "H5P.Blanks 1.14": [
        _MEDIA, _text("text", tags=RICH), _list("questions", _text("question", tags=RICH)), _OVERALL, _CHECK,
        _group("behaviour", _flag("caseSensitive", default=True), _flag("acceptSpellingErrors")),
    ],
    "H5P.DragText 1.10": [
        _MEDIA, _text("taskDescription", tags=RICH), _text("textField"), _text("distractors"), _OVERALL, _CHECK,
    ],
    "H5P.MarkTheWords 1.11": [
        _MEDIA, _text("taskDescription", tags=RICH), _text("textField", tags=RICH), _OVERALL, _CHECK,
    ],
    "H5P.QuestionSet 1.20": [
        _group("introPage", _flag("showIntroPage"), _text("title", tags=RICH), _text("introduction", tags=RICH)),
        {"name": "progressType", "type": "select", "options": [{"value": "dots"}], "default": "dots"},
        {"name": "passPercentage", "type": "number", "default": 50},
        _list("questions", {"name": "question", "type": "library", "options": [f"H5P.{each}" for each in _QUESTIONS]}),
        _group("texts", _text("finishButton", default="Finish"), _text("nextButton", default="Next")),
    ],
}  # fmt: skip

FRENCH = {"Check": "Vérifier", "Retry": "Recommencer", "True": "Vrai", "Finish": "Terminer", "Next": "Suivante"}


def _translated(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A translation of these fields: the same places, French defaults."""
    said = []
    for field in fields:
        words: dict[str, Any] = {"label": field["name"]}
        if field.get("default") in FRENCH:
            words["default"] = FRENCH[field["default"]]
        if "fields" in field:
            words["fields"] = _translated(field["fields"])
        if "field" in field:
            words["field"] = _translated([field["field"]])[0]
        said.append(words)
    return said


def small_types(*, french: bool = True, without: tuple[str, ...] = ()) -> io.BytesIO:
    """A package that brings the stand-ins; `without` names types to leave out."""
    names = [name for name in SEMANTICS if name.split()[0] not in without]
    keys = [(name, int(version.split(".")[0]), int(version.split(".")[1])) for name, version in map(str.split, names)]
    main = next(key for key in reversed(keys) if key[0] != "H5P.Image")
    files: dict[str, Any] = {
        "h5p.json": {
            "title": "Types", "language": "fr", "mainLibrary": main[0], "embedTypes": ["iframe"], "license": "U",
            "preloadedDependencies": [dependency(*key) for key in keys],
        },
        "content/content.json": {},
    }  # fmt: skip
    for key in keys:
        name, folder = f"{key[0]} {key[1]}.{key[2]}", f"{key[0]}-{key[1]}.{key[2]}"
        files[f"{folder}/library.json"] = {
            "title": key[0], "machineName": key[0], "majorVersion": key[1], "minorVersion": key[2], "patchVersion": 1,
            "runnable": 0 if key[0] == "H5P.Image" else 1, "preloadedJs": [{"path": "a.js"}],
        }  # fmt: skip
        files[f"{folder}/semantics.json"] = SEMANTICS[name]
        files[f"{folder}/a.js"] = f"// {name}"
        if french:
            files[f"{folder}/language/fr.json"] = {"semantics": _translated(SEMANTICS[name])}
    return zipped((name, as_bytes(value)) for name, value in files.items())


def approve_types(structure: Structure, package: io.BytesIO | None = None) -> None:
    """Bring the stand-ins, and approve them."""
    services.receive_package(
        file=package or small_types(), name="types.h5p", structure=structure, by=trainer(structure), now=timezone.now()
    )
    approve_all()


def approve_real_types(structure: Structure, folder: Path) -> None:
    """Bring the real types, and approve them."""
    for name in REAL:
        with (folder / name).open("rb") as file:
            services.receive_package(
                file=file, name=name, structure=structure, by=trainer(structure), now=timezone.now()
            )
    approve_all()
