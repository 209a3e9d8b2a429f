"""Words found in a text once answered."""

from dataclasses import dataclass

from assessments.bank.reviews.parts import Reviewed


@dataclass(frozen=True, kw_only=True)
class ReviewedWord:
    """A piece of the text; whether it was taken, and whether it was to be."""

    text: str
    picked: bool
    right: bool


@dataclass(frozen=True, kw_only=True)
class ReviewedWords:
    pieces: tuple[ReviewedWord, ...]


def nothing() -> list[str]:
    return []


def details(reviewed: Reviewed) -> ReviewedWords:
    correct, picked = reviewed.definition.correct, reviewed.given
    words = ((each.get("word", ""), each["text"]) for each in reviewed.version.body["pieces"])
    return ReviewedWords(
        pieces=tuple(ReviewedWord(text=text, picked=word in picked, right=word in correct) for word, text in words)
    )
