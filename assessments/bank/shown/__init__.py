"""What learners see of a question before they answer it: one module per interaction, none of which meets a key.

What a module's `details` gives is for its own template (templates/assessments/quizzes/interactions/); `first` in it
is the id of the first control, where an error leads.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

from assessments.bank.models import Interaction
from assessments.bank.shown import (
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
from assessments.bank.shown.parts import Showing, ShownChoice, ShownMedia

__all__ = ["SHOWN", "Details", "Showing", "ShownChoice", "ShownMedia"]


class Details(Protocol):
    """What an interaction shows beside the question itself."""

    @property
    def first(self) -> str: ...


SHOWN: Mapping[str, Callable[[Showing], Details]] = {
    Interaction.CHOICE: choice.details,
    Interaction.TRUE_FALSE: true_false.details,
    Interaction.FILL_IN: fill_in.details,
    Interaction.NUMERIC: numeric.details,
    Interaction.MATCHING: matching.details,
    Interaction.SEQUENCING: sequencing.details,
    Interaction.CATEGORISE: categorise.details,
    Interaction.CLOZE: cloze.details,
    Interaction.DRAG_TEXT: drag_text.details,
    Interaction.SELECT_WORDS: select_words.details,
    Interaction.HOTSPOT: hotspot.details,
    Interaction.LONG_FILL_IN: long_fill_in.details,
    Interaction.FILE_UPLOAD: file_upload.details,
    Interaction.OBSERVATION: observation.details,
}
