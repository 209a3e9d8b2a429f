"""Words to find in a text as learners see it: the text, each of its words a box to tick."""

from dataclasses import dataclass

from assessments.bank.shown.parts import Showing


@dataclass(frozen=True, kw_only=True)
class ShownWord:
    """A piece of the text; `word` is the id of a word to take, empty for the signs between words."""

    text: str
    word: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownWords:
    """The text; `first` is the control where an error leads."""

    pieces: tuple[ShownWord, ...]
    first: str


def details(showing: Showing) -> ShownWords:
    pieces = tuple(ShownWord(text=each["text"], word=each.get("word", "")) for each in showing.body["pieces"])
    return ShownWords(pieces=pieces, first="answer_" + next(each.word for each in pieces if each.word))
