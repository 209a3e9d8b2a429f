"""From a learner's form to an answer that can be marked, and back: one module per interaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from django.http import QueryDict

from assessments.bank.models import Interaction, ItemVersion
from assessments.quizzes.answers import (
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
from assessments.quizzes.answers.fields import Fields, NoAnswer, NotYet

__all__ = ["ANSWERS", "Fields", "NoAnswer", "NotYet", "fields_of", "read_answer"]


class Reader(Protocol):
    def read(self, body: Mapping[str, Any], fields: Fields, /) -> object:
        """The answer as `grading.grade` takes it. Raises NoAnswer, with words for the learner, and NotYet."""

    def again(self, answer: Any, /) -> Fields:
        """What the form shows of an answer that was recorded."""


ANSWERS: Mapping[str, Reader] = {
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


def read_answer(version: ItemVersion, sent: QueryDict, *, files: Sequence[Mapping[str, Any]] = ()) -> object:
    """The answer as `grading.grade` takes it; `files` are those of the question's page, described.

    Raises NoAnswer, with words for the learner, and NotYet.
    """
    return ANSWERS[version.item.interaction].read(version.body, replace(Fields.sent(sent), files=tuple(files)))


def fields_of(version: ItemVersion, answer: object) -> Fields:
    """What the form shows again of an answer to this version."""
    return ANSWERS[version.item.interaction].again(answer)
