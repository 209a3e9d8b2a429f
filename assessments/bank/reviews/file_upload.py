"""Files once handed in, and once a trainer has looked at them."""

from dataclasses import dataclass

from assessments.bank.families import Family
from assessments.bank.reviews.marked import ReviewedCriterion, criteria_of
from assessments.bank.reviews.parts import Reviewed


@dataclass(frozen=True, kw_only=True)
class ReviewedFile:
    """`id` names its address (`handed_file`); empty in a preview, where nothing is kept."""

    id: str
    name: str
    size: int
    is_picture: bool


@dataclass(frozen=True, kw_only=True)
class ReviewedFiles:
    files: tuple[ReviewedFile, ...]
    criteria: tuple[ReviewedCriterion, ...]


def nothing() -> list[object]:
    return []


def details(reviewed: Reviewed) -> ReviewedFiles:
    files = tuple(
        ReviewedFile(
            id=file["id"], name=file["name"], size=file["size"], is_picture=file["family"] == Family.PICTURE.value
        )
        for file in reviewed.given
    )
    return ReviewedFiles(files=files, criteria=criteria_of(reviewed))
