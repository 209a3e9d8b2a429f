"""Files handed in (xAPI has no name for it: `other`), that a trainer looks at by a rubric.

An answer says of each file what it was; the bytes lie elsewhere, for whoever may see the attempt (`handins`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.rubric import Rubric, TrainerMarked, unmarked
from assessments.grading.score import Said, Score

_SAID = {"id": str, "name": str, "family": str, "size": int}


@dataclass(frozen=True, kw_only=True)
class FileUploadDefinition(TrainerMarked):
    """Which families of files, how many at most, and what the trainer looks at. Raises ImpossibleDefinition."""

    families: tuple[str, ...]
    most: int
    rubric: Rubric

    def __post_init__(self) -> None:
        if not self.families or self.most < 1:
            raise ImpossibleDefinition("no_file_fits")

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key."""
        return cls(families=tuple(body["families"]), most=body["most"], rubric=Rubric.read(key))

    def check(self, response: object) -> None:
        """A list of what files were: [{"id", "name", "family", "size"}]. Raises UnreadableResponse."""
        if not isinstance(response, list) or len(response) > self.most:
            raise UnreadableResponse(f"files are a list of at most {self.most}")
        if not all(isinstance(file, dict) and _is_said(file) and file["family"] in self.families for file in response):
            raise UnreadableResponse("a file has its id, name, family and size, and is of a family asked for")


def grade(definition: FileUploadDefinition, response: object) -> Score:
    """What it is worth before a trainer has looked at it. Raises UnreadableResponse."""
    return unmarked(definition, response)


def feedback(definition: FileUploadDefinition, response: object) -> tuple[Said, ...]:
    """Nothing: the trainer's comment comes with the marks. Raises UnreadableResponse."""
    definition.check(response)
    return ()


def _is_said(file: Mapping[str, Any]) -> bool:
    return file.keys() == _SAID.keys() and all(type(file[name]) is kind for name, kind in _SAID.items())
