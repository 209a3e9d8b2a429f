"""From an interaction to its module. A new interaction is one module and one line in the table."""

from collections.abc import Mapping
from typing import Any, Protocol

from assessments.grading import (
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
from assessments.grading.categorise import CategoriseDefinition
from assessments.grading.choice import ChoiceDefinition
from assessments.grading.cloze import ClozeDefinition
from assessments.grading.definition import Definition
from assessments.grading.drag_text import DragTextDefinition
from assessments.grading.file_upload import FileUploadDefinition
from assessments.grading.fill_in import FillInDefinition
from assessments.grading.hotspot import HotspotDefinition
from assessments.grading.long_fill_in import LongFillInDefinition
from assessments.grading.matching import MatchingDefinition
from assessments.grading.numeric import NumericDefinition
from assessments.grading.observation import ObservationDefinition
from assessments.grading.problems import ImpossibleDefinition
from assessments.grading.rubric import TrainerMarked
from assessments.grading.score import Said, Score
from assessments.grading.select_words import SelectWordsDefinition
from assessments.grading.sequencing import SequencingDefinition
from assessments.grading.true_false import TrueFalseDefinition

Stored = Mapping[str, Any]


class Marker(Protocol):
    """What an interaction's module does with its own definition. Both raise UnreadableResponse, nothing else."""

    def grade(self, definition: Any, response: object, /) -> Score: ...

    def feedback(self, definition: Any, response: object, /) -> tuple[Said, ...]: ...


# The interaction's name is xAPI's (IEEE 9274.1.1, interactionType), where it has one.
INTERACTIONS: Mapping[str, tuple[type[Definition], Marker]] = {
    "choice": (ChoiceDefinition, choice),
    "true-false": (TrueFalseDefinition, true_false),
    "fill-in": (FillInDefinition, fill_in),
    "numeric": (NumericDefinition, numeric),
    "matching": (MatchingDefinition, matching),
    "sequencing": (SequencingDefinition, sequencing),
    "categorise": (CategoriseDefinition, categorise),
    "cloze": (ClozeDefinition, cloze),
    "drag-text": (DragTextDefinition, drag_text),
    "select-words": (SelectWordsDefinition, select_words),
    "hotspot": (HotspotDefinition, hotspot),
    "long-fill-in": (LongFillInDefinition, long_fill_in),
    "file-upload": (FileUploadDefinition, file_upload),
    "observation": (ObservationDefinition, observation),
}
MARKERS: Mapping[type[Definition], Marker] = dict(INTERACTIONS.values())


def read_definition(interaction: str, body: Stored, key: Stored) -> Definition:
    """The definition that a version's stored body and key make. Raises ImpossibleDefinition."""
    if interaction not in INTERACTIONS:
        raise ImpossibleDefinition("unknown_interaction")
    definition, _marker = INTERACTIONS[interaction]
    try:
        return definition.read(body, key)
    except (KeyError, TypeError, AttributeError) as error:
        raise ImpossibleDefinition("malformed") from error


def is_trainer_marked(interaction: str) -> bool:
    """Whether only a person can mark this kind."""
    return interaction in INTERACTIONS and issubclass(INTERACTIONS[interaction][0], TrainerMarked)


def grade(definition: Definition, response: object) -> Score:
    """Mark one response, as JSON gives it (choice, select-words: list of ids; true-false: bool; fill-in: text;
    cloze, drag-text: what stands in each gap, by the gap's id; hotspot: pairs of shares, or {"named": list of ids};
    observation: {"done": bool}).

    The same definition and response always score the same. Raises UnreadableResponse, nothing else.
    """
    return MARKERS[type(definition)].grade(definition, response)


def feedback(definition: Definition, response: object) -> tuple[Said, ...]:
    """What the author says about this response, ready to show in this order. Raises UnreadableResponse."""
    return MARKERS[type(definition)].feedback(definition, response)
