"""A question with its answer, its key and its author's words: for whoever may see them, once answered.

One module per interaction: what its template shows (templates/assessments/quizzes/reviews/), and the response of who
did not answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from assessments.bank.models import Interaction, ItemMedia, ItemVersion
from assessments.bank.queries import definition_of, heard, shown_media, texts_of
from assessments.bank.reviews import (
    categorise,
    choice,
    cloze,
    drag_text,
    file_upload,
    fill_in,
    hotspot,
    long_fill_in,
    matching,
    numeric,
    observation,
    select_words,
    sequencing,
    true_false,
)
from assessments.bank.reviews.parts import Marks, Reviewed
from assessments.bank.shown import ShownMedia
from assessments.bank.shuffling import AS_WRITTEN, Chance
from assessments.bank.texts import pieces_of, rows_of
from assessments.grading import Definition, Said, Score, feedback, grade
from assessments.grading.rubric import TrainerMarked
from assessments.grading.rubric import score as score_of_marks


class Reviewer(Protocol):
    def nothing(self) -> object:
        """The response of who did not answer."""

    def details(self, reviewed: Reviewed, /) -> object:
        """What the interaction's template shows."""


REVIEWS: Mapping[str, Reviewer] = {
    Interaction.CHOICE: choice,
    Interaction.TRUE_FALSE: true_false,
    Interaction.FILL_IN: fill_in,
    Interaction.NUMERIC: numeric,
    Interaction.MATCHING: matching,
    Interaction.SEQUENCING: sequencing,
    Interaction.CATEGORISE: categorise,
    Interaction.CLOZE: cloze,
    Interaction.DRAG_TEXT: drag_text,
    Interaction.SELECT_WORDS: select_words,
    Interaction.HOTSPOT: hotspot,
    Interaction.LONG_FILL_IN: long_fill_in,
    Interaction.FILE_UPLOAD: file_upload,
    Interaction.OBSERVATION: observation,
}


@dataclass(frozen=True, kw_only=True)
class Words:
    """A sentence of the author, and its recording if there is one; `about` is what it speaks of, where one must say."""

    text: str
    about: str = ""
    audio: ShownMedia | None = None


@dataclass(frozen=True, kw_only=True)
class Review:
    """What may be shown after the answer; `details` is what the interaction's own template shows."""

    interaction: str
    prompt: str
    answered: bool
    success: bool
    scaled: float  # 0 to 1, before what hints cost
    details: object
    feedback: tuple[Words, ...] = ()
    general: Words | None = None  # what its author says of the question to everybody
    waits: bool = False  # for a trainer to look at it
    comment: str = ""  # the trainer's

    @property
    def partly(self) -> bool:
        return 0 < self.scaled < 1


def review(
    version: ItemVersion,
    answer: object,
    *,
    answered: bool = True,
    chance: Chance = AS_WRITTEN,
    marks: Marks | None = None,
) -> Review:
    """The version with what was answered; its item, key and media are read if they were not.

    Without an answer (`answered` false) the right one is shown all the same. `marks` are a trainer's, where one has
    looked at it. Raises `grading.UnreadableResponse`.
    """
    definition, reviewer = definition_of(version), REVIEWS[version.item.interaction]
    given = answer if answered else reviewer.nothing()
    score = _score(definition, given, marks)
    reviewed = Reviewed(version=version, definition=definition, given=given, score=score, chance=chance, marks=marks)
    sounds, general = _sounds(version), version.answer_key.key.get("general", "")
    return Review(
        interaction=version.item.interaction,
        prompt=version.prompt,
        answered=answered,
        success=score.success,
        scaled=score.scaled,
        details=reviewer.details(reviewed),
        feedback=_words(version, feedback(definition, given), sounds) if answered else (),
        general=Words(text=general, audio=sounds.get("general")) if general else None,
        waits=answered and marks is None and isinstance(definition, TrainerMarked),
        comment=marks.comment if marks else "",
    )


def _score(definition: Definition, given: object, marks: Marks | None) -> Score:
    if marks is not None and isinstance(definition, TrainerMarked):
        return score_of_marks(definition.rubric, marks.levels)
    return grade(definition, given)


def _sounds(version: ItemVersion) -> dict[str, ShownMedia]:
    """The recordings of what is said after an answer, by part."""
    current = heard(version, texts_of(version, version.answer_key.key))
    return {each.part: shown_media(each) for each in current if each.kind == ItemMedia.Kind.AUDIO}


def _words(version: ItemVersion, said: tuple[Said, ...], sounds: Mapping[str, ShownMedia]) -> tuple[Words, ...]:
    about = dict(pieces_of(version.body))
    if len(said) > 1:
        about |= {row: text for _part, row, text in rows_of(version.body)}
    return tuple(
        Words(text=each.text, about=about.get(each.part, ""), audio=sounds.get(f"feedback:{each.part}"))
        for each in said
    )
