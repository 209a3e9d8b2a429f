"""Long answers: files say what is asked, not by what it is looked at."""

from django.utils.translation import gettext as _

from assessments.bank.content import ItemContent, WrittenCriterion, long_fill_in_content
from assessments.exchange.into_bank.losses import Losses
from assessments.exchange.questions import EssayQuestion


def essay(question: EssayQuestion, losses: Losses) -> ItemContent:
    """With one criterion, yes or no, which its author is told to look at again."""
    losses.note("criteria")
    return long_fill_in_content(
        prompt=question.prompt, criteria=[WrittenCriterion(text=_("The answer does what is asked"))]
    )
