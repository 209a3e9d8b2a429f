"""Questions of the bank leave as one H5P exercise: what the file would hold, then the file."""

import hashlib
import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from assessments.bank.models import ItemVersion
from assessments.bank.queries import content_of
from assessments.exchange.h5p.kinds import Made, made
from assessments.exchange.h5p.libraries import ApprovedLibraries, listed_options
from assessments.exchange.h5p.pictures import portable
from assessments.exchange.h5p.texts import inline, paragraphs
from assessments.exchange.illustrations import Illustrations
from assessments.exchange.problems import Problem, QuestionRefused
from assessments.exchange.questions import Note, Picture, Place
from assessments.h5p.export import Exercise, written
from assessments.h5p.manifest import LibraryKey
from assessments.h5p.problems import Problems
from assessments.h5p.semantics import complete_params
from assessments.h5p.writing import Member

SET = "H5P.QuestionSet"
IMAGE = "H5P.Image"
MOST = 200  # questions in a set: with the words of each, what importers take as one file
NAMESPACE = uuid.UUID("6d1f4d0e-5a0f-4f57-9a8c-3f0a4f1f6f55")  # of the ids inside a set: the same each time


@dataclass(frozen=True, kw_only=True)
class QuizSettings:
    """What a set takes over from a quiz: its title, its introduction, its pass mark in percent."""

    title: str
    introduction: str = ""
    pass_mark: int = 50
    same_points: bool = True


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A question that the file holds."""

    made: Made
    name: str
    picture: Picture | None


@dataclass(frozen=True, kw_only=True)
class H5PFile:
    """What the exercise would hold, a line for what it holds in part or not, and the libraries that it lacks."""

    kept: tuple[Kept, ...]
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]

    @property
    def is_too_long(self) -> bool:
        return len(self.kept) > MOST

    @property
    def count(self) -> int:
        """How many questions leave."""
        return 0 if SET in self.missing or self.is_too_long else len(self.kept)


def file_of(
    versions: Sequence[ItemVersion], libraries: ApprovedLibraries, *, language: str, quiz: QuizSettings | None = None
) -> H5PFile:
    """What of these versions an H5P exercise would hold, with the libraries approved here.

    The versions know whether they are `illustrated`. Four queries at most.
    """
    kept: list[Kept] = []
    problems: list[Problem] = []
    missing: dict[str, None] = {}
    illustrations = Illustrations(versions)
    for number, version in enumerate(versions, start=1):
        name, place = version.item.title, Place(number=number)
        try:
            question = made(content_of(version))
        except QuestionRefused as refused:
            problems.append(refused.at(place, name))
            continue
        if libraries.best(question.machine_name) is None:
            missing[question.machine_name] = None
            problems.append(_problem("library_absent", place, name, question.machine_name))
            continue
        picture, told = _picture(version, illustrations, libraries)
        kept.append(Kept(made=question, name=name, picture=picture))
        problems += [Problem(code=note.code, place=place, name=name) for note in (*question.notes, *told)]
    if len(kept) > 1 and libraries.best(SET) is None:
        missing[SET] = None
    if quiz is not None and not quiz.same_points:
        problems.append(Problem(code="points_lost"))
    names = {question.made.machine_name for question in kept} | ({SET} if len(kept) > 1 else set())
    used = [key for name in sorted(names) if (key := libraries.best(name))]
    foreign = libraries.without_words(used, language) if used else []
    problems += [Problem(code="foreign_words", params={"text": key.machine_name}) for key in foreign]
    return H5PFile(kept=tuple(kept), problems=tuple(problems), missing=tuple(missing))


def _picture(
    version: ItemVersion, illustrations: Illustrations, libraries: ApprovedLibraries
) -> tuple[Picture | None, tuple[Note, ...]]:
    picture, told = illustrations.of(version)
    if picture is not None and libraries.best(IMAGE) is None:
        return None, (*told, Note(code="picture_library"))
    return picture, told


def _problem(code: str, place: Place, name: str, text: str) -> Problem:
    return Problem(code=code, params={"text": text}, place=place, name=name)


def package_of(
    file: H5PFile, libraries: ApprovedLibraries, *, language: str, title: str, quiz: QuizSettings | None = None
) -> IO[bytes]:
    """The exercise as a package, to be closed by who reads it: one question as its type, several as a set.

    `file.count` is not 0. The same questions with the same libraries give the same bytes.
    """
    builder = _Builder(file, libraries, language)
    params, main = builder.alone() if len(file.kept) == 1 else builder.together(quiz)
    completed = complete_params(params, main, builder.semantics.get, Problems())
    exercise = Exercise(
        title=quiz.title if quiz else title,
        language=language,
        main=main,
        params=completed.value,
        assets=builder.assets,
    )
    return written(exercise, libraries.needed_by(completed.libraries))


class _Builder:
    """Chooses the library of each type, then writes the parameters in the shape that its semantics ask for."""

    def __init__(self, file: H5PFile, libraries: ApprovedLibraries, language: str) -> None:
        self._file = file
        self.assets: list[Member] = []
        listed = self._listed_by_the_set(libraries) if len(file.kept) > 1 else []
        names = {kept.made.machine_name for kept in file.kept} | ({SET} if len(file.kept) > 1 else set())
        if any(kept.picture for kept in file.kept):
            names.add(IMAGE)
        found = {name: libraries.best(name, listed) for name in sorted(names)}
        self._keys: Mapping[str, LibraryKey] = {name: key for name, key in found.items() if key}
        self.semantics = libraries.semantics(list(self._keys.values()), language)

    @staticmethod
    def _listed_by_the_set(libraries: ApprovedLibraries) -> list[LibraryKey]:
        key = libraries.best(SET)
        return listed_options(libraries.semantics([key], "")[key], "questions") if key else []

    def alone(self) -> tuple[dict[str, Any], LibraryKey]:
        (kept,) = self._file.kept
        return self._params(kept, 1), self._keys[kept.made.machine_name]

    def together(self, quiz: QuizSettings | None) -> tuple[dict[str, Any], LibraryKey]:
        questions = [self._nested(kept, number) for number, kept in enumerate(self._file.kept, start=1)]
        params: dict[str, Any] = {"questions": questions, "introPage": {"showIntroPage": False}, "progressType": "dots"}
        if quiz is not None:
            params["passPercentage"] = quiz.pass_mark
            if quiz.introduction:
                introduction = {"title": inline(quiz.title), "introduction": paragraphs(quiz.introduction)}
                params["introPage"] = {"showIntroPage": True} | introduction
        return params, self._keys[SET]

    def _nested(self, kept: Kept, number: int) -> dict[str, Any]:
        key = self._keys[kept.made.machine_name]
        return self._library(key, self._params(kept, number), f"{number} {kept.name}", title=kept.name)

    def _params(self, kept: Kept, number: int) -> dict[str, Any]:
        written = dict(kept.made.params)
        if kept.picture is not None:
            written["media"] = {"type": self._image(kept.picture, number), "disableImageZooming": False}
        return flattened(written, self.semantics[self._keys[kept.made.machine_name]])

    def _image(self, picture: Picture, number: int) -> dict[str, Any]:
        content, ending, width, height = portable(picture.content)
        path = f"images/question-{number}.{ending}"
        self.assets.append(Member(path, partial(io.BytesIO, content)))
        mime = "image/png" if ending == "png" else "image/jpeg"
        file = {"path": path, "mime": mime, "width": width, "height": height, "copyright": {"license": "U"}}
        params = {"contentName": "Image", "file": file, "alt": inline(picture.description), "decorative": False}
        return self._library(self._keys[IMAGE], params, path, title=picture.description)

    @staticmethod
    def _library(key: LibraryKey, params: dict[str, Any], seed: str, *, title: str) -> dict[str, Any]:
        mark = hashlib.sha256(f"{seed} {sorted(params)} {params}".encode()).hexdigest()
        return {
            "library": str(key),
            "params": params,
            "subContentId": str(uuid.uuid5(NAMESPACE, mark)),
            "metadata": {"contentType": key.machine_name, "license": "U", "title": inline(title)[:255]},
        }


def flattened(params: dict[str, Any], semantics: Sequence[Any]) -> dict[str, Any]:
    """The parameters with each group of one field as that field's value: so H5P stores them."""
    single = {
        each["name"]: each["fields"][0]["name"]
        for each in semantics
        if isinstance(each, dict) and each.get("type") == "group" and len(each.get("fields") or []) == 1
    }
    return {
        name: value.get(single[name]) if name in single and isinstance(value, dict) else value
        for name, value in params.items()
    }
