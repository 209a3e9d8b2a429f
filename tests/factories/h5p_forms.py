"""A package of types that have forms in the studio, with semantics of our own: a set of questions, pictures inside.

It bears the names of H5P's types, whose forms are chosen by name; nothing in it is theirs.
"""

import io
from typing import Any

from tests.factories.h5p import SCRIPT, as_bytes, dependency, h5p_json, library_json, picture, zipped

RANGES: dict[str, Any] = {
    "name": "overallFeedback", "type": "group", "label": "Overall", "fields": [{
        "name": "overallFeedback", "type": "list", "label": "Ranges", "entity": "range", "optional": True, "field": {
            "name": "range", "type": "group", "fields": [
                {"name": "from", "type": "number", "label": "From", "min": 0, "max": 100, "default": 0},
                {"name": "feedback", "type": "text", "label": "Feedback", "optional": True}]}}]}  # fmt: skip
CHOICE: list[dict[str, Any]] = [
    {"name": "media", "type": "group", "label": "Media", "fields": [
        {"name": "type", "type": "library", "label": "Type", "optional": True, "options": ["H5P.Image 1.1"]},
        {"name": "zoom", "type": "boolean", "label": "Zoom", "optional": True, "default": False,
         "widget": "showWhen", "showWhen": {"rules": [{"field": "type", "equals": "H5P.Image 1.1"}]}}]},
    {"name": "question", "type": "text", "widget": "html", "label": "Question", "enterMode": "p",
     "tags": ["strong", "em", "a", "ul"], "description": "What is asked. <b>Short</b>."},
    {"name": "answers", "type": "list", "label": "Answers", "entity": "answer", "min": 1, "max": 6, "field": {
        "name": "answer", "type": "group", "label": "Answer", "fields": [
            {"name": "text", "type": "text", "widget": "html", "label": "Text", "tags": ["strong", "em"]},
            {"name": "correct", "type": "boolean", "label": "Correct"},
            {"name": "tips", "type": "group", "label": "Tips", "optional": True, "fields": [
                {"name": "tip", "type": "text", "label": "Tip", "optional": True},
                {"name": "chosen", "type": "text", "label": "If chosen", "optional": True}]}]}},
    RANGES,
    {"name": "behaviour", "type": "group", "label": "Behaviour", "importance": "low", "fields": [
        {"name": "singlePoint", "type": "boolean", "label": "One point", "default": False},
        {"name": "randomAnswers", "type": "boolean", "label": "Random", "default": True},
        {"name": "pass", "type": "number", "label": "Pass mark", "min": 0, "max": 100, "step": 1, "default": 100},
        {"name": "size", "type": "select", "label": "Size", "default": "s",
         "options": [{"value": "s", "label": "Small"}, {"value": "l", "label": "Large"}]},
        {"name": "hidden", "type": "boolean", "widget": "none", "default": True}]},
    {"name": "labels", "type": "group", "label": "Words", "common": True, "fields": [
        {"name": "right", "type": "text", "label": "Right", "default": "It's right"},
        {"name": "wrong", "type": "text", "label": "Wrong", "default": "Wrong"}]},
]  # fmt: skip
SET: list[dict[str, Any]] = [
    {"name": "questions", "type": "list", "label": "Questions", "entity": "question", "min": 1, "field": {
        "name": "question", "type": "library", "label": "Question", "options": [
            "H5P.MultiChoice 1.16", "H5P.DragQuestion 1.14"]}},
    {"name": "passPercentage", "type": "number", "label": "Pass", "min": 0, "max": 100, "default": 50},
    {"name": "background", "type": "image", "label": "Background", "optional": True},
    {"name": "sound", "type": "audio", "label": "Sound", "optional": True},
]  # fmt: skip
IMAGE: list[dict[str, Any]] = [
    {"name": "file", "type": "image", "label": "File"},
    {"name": "alt", "type": "text", "label": "Alternative text"},
    {"name": "contentName", "type": "text", "label": "Name", "common": True, "default": "Image"},
]
FRENCH = {"semantics": [
    {"label": "Média"},
    {"label": "La question"},
    {"label": "Les réponses", "entity": "réponse", "field": {"fields": [{"label": "Texte"}, {"label": "Juste"}]}},
    {}, {},
    {"fields": [{"label": "Bon", "default": "C'est juste"}, {"label": "Faux", "default": "C'est faux"}]},
]}  # fmt: skip


def choice_params(question: str = "Où cliquer ?", **more: Any) -> dict[str, Any]:
    """What one question says."""
    answers = [{"text": "Ici", "correct": True}, {"text": "<strong>Là</strong>", "correct": False}]
    return {"question": f"<p>{question}</p>", "answers": answers} | more


def with_picture(path: str = "images/photo.png") -> dict[str, Any]:
    """The media of a question that has a picture."""
    file = {"path": path, "mime": "image/png", "width": 8, "height": 8}
    inner = {"library": "H5P.Image 1.1", "params": {"file": file, "alt": "Une photo"}, "subContentId": "a-b-c"}
    return {"media": {"type": inner, "zoom": False}}


def set_params(count: int = 2) -> dict[str, Any]:
    """What a set of questions says."""
    return {"questions": [
        {"library": "H5P.MultiChoice 1.16", "params": choice_params(f"Question {number}"), "subContentId": f"q{number}"}
        for number in range(1, count + 1)
    ]}  # fmt: skip


def _library(name: str, major: int, minor: int, semantics: Any, needs: list[Any]) -> dict[str, Any]:
    folder, program = f"{name}-{major}.{minor}", name.removeprefix("H5P.").lower()
    manifest = library_json(
        name, minor, title=program.capitalize(), majorVersion=major, preloadedJs=[{"path": "x.js"}],
        preloadedCss=None, preloadedDependencies=needs or None,
    )  # fmt: skip
    script = SCRIPT.replace("Declic.Card", name).replace("Declic", "H5P")
    return {f"{folder}/library.json": manifest, f"{folder}/semantics.json": semantics, f"{folder}/x.js": script}


def forms_package(params: dict[str, Any] | None = None, *, main: str = "H5P.MultiChoice", **more: Any) -> io.BytesIO:
    """A question (or with `main="H5P.QuestionSet"` a set of them) with its libraries; `more` files by path."""
    version = {"H5P.MultiChoice": (1, 16), "H5P.QuestionSet": (1, 20)}[main]
    dependencies = [dependency(main, *version), dependency("H5P.MultiChoice", 1, 16), dependency("H5P.Image", 1, 1)]
    files: dict[str, Any] = {
        "h5p.json": h5p_json(title="Une série", mainLibrary=main, preloadedDependencies=dependencies),
        "content/content.json": params or (choice_params() if main == "H5P.MultiChoice" else set_params()),
        "content/images/photo.png": picture(),
        **_library("H5P.QuestionSet", 1, 20, SET, []),
        **_library("H5P.MultiChoice", 1, 16, CHOICE, []),
        "H5P.MultiChoice-1.16/language/fr.json": FRENCH,
        **_library("H5P.Image", 1, 1, IMAGE, []),
    } | more
    return zipped((name, as_bytes(value)) for name, value in files.items())
