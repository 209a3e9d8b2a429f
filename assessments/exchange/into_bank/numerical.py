"""Questions on a number."""

from decimal import Decimal

from assessments.bank.content import ItemContent, Unit, numeric_content
from assessments.exchange.into_bank.losses import Losses
from assessments.exchange.numbers import significant, written
from assessments.exchange.problems import QuestionRefused
from assessments.exchange.questions import FULL, NumericalQuestion

SIGNIFICANT = 12  # digits of what a unit is worth: files give its inverse


def numerical(question: NumericalQuestion, losses: Losses) -> ItemContent:
    """The first number that gives full marks; what is said to all others (*) is what is said to who is wrong."""
    right = [each for each in question.answers if each.percent == FULL and each.value is not None]
    if not right:
        raise QuestionRefused("no_full_marks")
    others = [each for each in question.answers if each not in right]
    wrong = next((each for each in others if each.value is None and not each.percent), None)
    losses.note("right_numbers", when=len(right) > 1)
    lost = [each for each in (*right[1:], *others) if each is not wrong]
    losses.note("numbers", when=any(each.percent != FULL for each in lost))
    losses.note("feedback", when=any(each.feedback for each in lost))
    return numeric_content(
        prompt=question.prompt,
        value=_plain(right[0].value or Decimal(0)),
        tolerance=_plain(right[0].tolerance),
        units=[Unit(name=unit.name, factor=_factor(unit.multiplier)) for unit in question.units],
        unit_required=question.unit_required,
        feedback_correct=losses.fitting(right[0].feedback),
        feedback_incorrect=losses.fitting(wrong.feedback if wrong else ""),
    )


def _plain(number: Decimal) -> Decimal:
    """As it is written by hand: 1E+3 is 1000."""
    return Decimal(written(number))


def _factor(multiplier: Decimal) -> Decimal:
    """What one of the unit is worth: files say by how much the number is multiplied to be in that unit."""
    if multiplier <= 0:
        raise QuestionRefused("not_a_number", written(multiplier))
    return significant(1 / multiplier, SIGNIFICANT)
