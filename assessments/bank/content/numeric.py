"""A number to find, as its author writes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.bank.content.problems import (
    ContentProblem,
    ItemContent,
    feedback_problems,
    kept,
    markable,
    prompt_problems,
    refuse,
    text_problems,
)
from assessments.bank.models import Interaction
from assessments.grading.numbers import NotANumber, read_number
from assessments.grading.numeric import is_figure, unit_name

MAX_UNITS = 10
LONGEST_UNIT = 20  # signs


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit, and what one of it is worth in the unit of the number: 1 for the first, which is that unit."""

    name: str
    factor: Decimal = Decimal(1)


def numeric_content(
    *,
    prompt: str,
    value: Decimal | None,
    tolerance: Decimal = Decimal(0),
    relative: bool = False,
    units: Sequence[Unit] = (),
    unit_required: bool = False,
    feedback_correct: str = "",
    feedback_incorrect: str = "",
) -> ItemContent:
    """A number, right within the tolerance: a number too, or where `relative` a share of the right one.

    Raises ContentRefused.
    """
    said = {"correct": feedback_correct, "incorrect": feedback_incorrect}
    refuse(
        prompt_problems(prompt),
        _number_problems(value, tolerance),
        _units_problems(units, required=unit_required),
        feedback_problems(said),
    )
    key = {
        "value": str(value),
        "tolerance": str(tolerance),
        "relative": relative,
        "units": [{"name": each.name.strip(), "factor": str(each.factor)} for each in units],
        "feedback": kept(said),
    }
    body = {"unit": "required" if unit_required else "allowed"} if units else {}
    return markable(Interaction.NUMERIC, prompt, body=body, key=key)


def _number_problems(value: Decimal | None, tolerance: Decimal) -> list[ContentProblem]:
    rules = (
        (value is None or not is_figure(value), "value", "no_number"),
        (not is_figure(tolerance) or tolerance < 0, "tolerance", "tolerance_below_zero"),
    )
    return [ContentProblem(code=code, field=field) for broken, field, code in rules if broken]


def _units_problems(units: Sequence[Unit], *, required: bool) -> list[ContentProblem]:
    rules = (
        (required and not units, "unit_required", "no_unit"),
        (bool(units) and units[0].factor != 1, "units.0.factor", "first_unit"),
        (len(units) > MAX_UNITS, "units.0.name", "too_many_accepted"),
    )
    problems = [ContentProblem(code=code, field=field) for broken, field, code in rules if broken]
    seen: set[str] = set()
    for place, unit in enumerate(units):
        problems += _unit_problems(unit, place, seen)
        seen.add(unit_name(unit.name))
    return problems


def _unit_problems(unit: Unit, place: int, seen: set[str]) -> list[ContentProblem]:
    where = f"units.{place}.name"
    if not unit_name(unit.name):
        return [ContentProblem(code="empty_unit", field=where)]
    rules = (
        (not _stands_after_a_number(unit.name), where, "unit_unreadable"),
        (unit_name(unit.name) in seen, where, "unit_twice"),
        (not is_figure(unit.factor) or unit.factor <= 0, f"units.{place}.factor", "unit_without_factor"),
    )
    found = [ContentProblem(code=code, field=field) for broken, field, code in rules if broken]
    return [*found, *text_problems(unit.name, where, most=LONGEST_UNIT)]


def _stands_after_a_number(name: str) -> bool:
    """A unit that begins as a number goes on could not be told from it."""
    try:
        return unit_name(read_number(f"1 {name}")[1]) == unit_name(name)
    except NotANumber:
        return False
