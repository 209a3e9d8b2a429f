"""Number (xAPI `numeric`): right within a tolerance, in any of the units accepted. All or nothing."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any, Self

from assessments.grading import fill_in
from assessments.grading.definition import Definition
from assessments.grading.numbers import MOST_DIGITS, NotANumber, read_number
from assessments.grading.problems import ImpossibleDefinition, UnreadableResponse
from assessments.grading.score import Said, Score

MAX_LENGTH = 100  # signs
EXACT = 4 * MOST_DIGITS  # digits with which two numbers as long as anybody types are multiplied without rounding


@dataclass(frozen=True, kw_only=True)
class NumericDefinition(Definition):
    """The number; how far from it an answer may be, as a number or (`relative`) as a share of it.

    `units`: what one of each is worth in the unit of the number itself (km: 1000 where the number is in m).
    `feedback` under "correct" and "incorrect". Raises ImpossibleDefinition.
    """

    value: Decimal
    tolerance: Decimal = Decimal(0)
    relative: bool = False
    units: Mapping[str, Decimal] = field(default_factory=dict)
    unit_required: bool = False
    feedback: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if problem := self._problem():
            raise ImpossibleDefinition(problem)

    def _problem(self) -> str:
        figures = (self.value, self.tolerance, *self.units.values())
        names = [unit_name(name) for name in self.units]
        rules = (
            (not all(is_figure(each) for each in figures), "no_number"),
            (is_figure(self.tolerance) and self.tolerance < 0, "tolerance_below_zero"),
            (any(is_figure(each) and each <= 0 for each in self.units.values()), "unit_without_factor"),
            (not all(names) or len(set(names)) < len(names), "unit_twice"),
            (self.unit_required and not self.units, "no_unit"),
        )
        return next((code for broken, code in rules if broken), "")

    @classmethod
    def read(cls, body: Mapping[str, Any], key: Mapping[str, Any]) -> Self:
        """From a version's stored body and key, where numbers are texts."""
        return cls(
            value=_figure(key["value"]),
            tolerance=_figure(key.get("tolerance", "0")),
            relative=bool(key.get("relative")),
            units={unit["name"]: _figure(unit["factor"]) for unit in key.get("units", [])},
            unit_required=body.get("unit") == "required",
            feedback=key.get("feedback", {}),
        )

    def factor_of(self, unit: str) -> Decimal | None:
        """What one of this unit is worth; None for another unit, or none where there must be one.

        Capitals tell units apart (mW, MW) only where there are two that differ by them.
        """
        if not unit:
            return None if self.unit_required else Decimal(1)
        named = {unit_name(name): factor for name, factor in self.units.items()}
        typed = unit_name(unit)
        alike = [factor for name, factor in named.items() if name.casefold() == typed.casefold()]
        return named.get(typed, alike[0] if len(alike) == 1 else None)


def unit_name(text: str) -> str:
    """A unit as it is compared: m² is m2, spaces do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_figure(number: Decimal) -> bool:
    """A number that people write: not « not a number », and no longer than anybody types."""
    if not isinstance(number, Decimal) or not number.is_finite():
        return False
    return number == 0 or (len(number.as_tuple().digits) <= MOST_DIGITS and abs(number.adjusted()) <= MOST_DIGITS)


def _figure(text: str) -> Decimal:
    if not isinstance(text, str):
        raise ImpossibleDefinition("no_number")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ImpossibleDefinition("no_number") from error


def read_response(response: object) -> str:
    """The text typed, empty when nothing was. Raises UnreadableResponse."""
    text = fill_in.read_response(response)
    if len(text) > MAX_LENGTH:
        raise UnreadableResponse(f"a number is a text of at most {MAX_LENGTH} signs")
    return text


def distance(definition: NumericDefinition, response: object) -> Decimal | None:
    """How far the answer is from the number, in its unit; None for what is no number in a known unit.

    Raises UnreadableResponse.
    """
    try:
        number, unit = read_number(read_response(response))
    except NotANumber:
        return None
    factor = definition.factor_of(unit)
    if factor is None:
        return None
    with localcontext(prec=EXACT):
        return abs(number * factor - definition.value)


def grade(definition: NumericDefinition, response: object) -> Score:
    """Raises UnreadableResponse."""
    off = distance(definition, response)
    with localcontext(prec=EXACT):
        share = abs(definition.value) if definition.relative else 1
        return Score.out_of(1, off is not None and off <= definition.tolerance * share)


def feedback(definition: NumericDefinition, response: object) -> tuple[Said, ...]:
    """What the author says to a right or a wrong answer. Raises UnreadableResponse."""
    part = "correct" if grade(definition, response).success else "incorrect"
    text = definition.feedback.get(part, "")
    return (Said(part, text),) if text else ()
