"""What an author writes, checked and turned into what is stored: the part shown and the key, apart.

Import files, the demo and the studio's forms all come through here: no question enters the bank that nobody
could answer. One module per interaction.
"""

from assessments.bank.content.categorise import Category, categorise_content
from assessments.bank.content.choice import MAX_CHOICES, Choice, choice_content
from assessments.bank.content.fill_in import MAX_ACCEPTED, fill_in_content
from assessments.bank.content.matching import Pair, matching_content
from assessments.bank.content.problems import (
    MAX_PROMPT,
    MAX_TEXT,
    ContentProblem,
    ContentRefused,
    ItemContent,
    refuse,
    with_general_feedback,
)
from assessments.bank.content.sequencing import sequencing_content
from assessments.bank.content.true_false import true_false_content

__all__ = [
    "MAX_ACCEPTED",
    "MAX_CHOICES",
    "MAX_PROMPT",
    "MAX_TEXT",
    "Category",
    "Choice",
    "ContentProblem",
    "ContentRefused",
    "ItemContent",
    "Pair",
    "categorise_content",
    "choice_content",
    "fill_in_content",
    "matching_content",
    "refuse",
    "sequencing_content",
    "true_false_content",
    "with_general_feedback",
]
