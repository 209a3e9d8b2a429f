"""What an author writes, checked and turned into what is stored: the part shown and the key, apart.

Import files, the demo and the studio's forms all come through here: no question enters the bank that nobody
could answer. One module per interaction.
"""

from collections.abc import Callable, Mapping

from assessments.bank.content.categorise import Category, categorise_content
from assessments.bank.content.choice import MAX_CHOICES, Choice, choice_content
from assessments.bank.content.cloze import cloze_content, cloze_text
from assessments.bank.content.drag_text import drag_text_content, drag_text_text, drag_text_typed, other_words
from assessments.bank.content.file_upload import file_upload_content
from assessments.bank.content.fill_in import MAX_ACCEPTED, fill_in_content
from assessments.bank.content.hints import MAX_COST, MAX_HINTS, Hint, hint_costs, hints_of, with_hints
from assessments.bank.content.hotspot import Spot, hotspot_content
from assessments.bank.content.long_fill_in import long_fill_in_content
from assessments.bank.content.marked import MAX_MARKED
from assessments.bank.content.matching import Pair, matching_content
from assessments.bank.content.numeric import Unit, numeric_content
from assessments.bank.content.observation import observation_content
from assessments.bank.content.problems import (
    MAX_PROMPT,
    MAX_TEXT,
    ContentProblem,
    ContentRefused,
    ItemContent,
    refuse,
    with_general_feedback,
)
from assessments.bank.content.rubric import WrittenCriterion
from assessments.bank.content.select_words import select_words_content, select_words_text
from assessments.bank.content.sequencing import sequencing_content
from assessments.bank.content.true_false import true_false_content
from assessments.bank.models import Interaction

__all__ = [
    "AS_TYPED",
    "MAX_ACCEPTED",
    "MAX_CHOICES",
    "MAX_COST",
    "MAX_HINTS",
    "MAX_MARKED",
    "MAX_PROMPT",
    "MAX_TEXT",
    "Category",
    "Choice",
    "ContentProblem",
    "ContentRefused",
    "Hint",
    "ItemContent",
    "WrittenCriterion",
    "Pair",
    "Spot",
    "categorise_content",
    "choice_content",
    "cloze_content",
    "cloze_text",
    "drag_text_content",
    "drag_text_text",
    "Unit",
    "file_upload_content",
    "fill_in_content",
    "hotspot_content",
    "numeric_content",
    "hint_costs",
    "hints_of",
    "long_fill_in_content",
    "matching_content",
    "observation_content",
    "refuse",
    "sequencing_content",
    "other_words",
    "select_words_content",
    "select_words_text",
    "true_false_content",
    "with_general_feedback",
    "with_hints",
]

# The questions whose text holds all there is to say of them, and that text as their author types it.
AS_TYPED: Mapping[str, Callable[[ItemContent], str]] = {
    Interaction.CLOZE: cloze_text,
    Interaction.DRAG_TEXT: drag_text_typed,
    Interaction.SELECT_WORDS: select_words_text,
}
