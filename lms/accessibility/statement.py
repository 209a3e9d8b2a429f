"""The accessibility statement: the official criteria, and what we found of each (findings.toml).

The criteria are those of the RGAA; criteria.json names their source and licence. A criterion counts as conform only
with a proof: `tests/lms/accessibility` sees to it that the tests it names exist.
"""

import datetime
import json
import tomllib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

_FOLDER = Path(__file__).parent


class State(StrEnum):
    CONFORM = "conform"
    NOT_CONFORM = "not-conform"
    NOT_APPLICABLE = "not-applicable"
    NOT_TESTED = "not-tested"


_STATE_WORDS = {
    State.CONFORM: _("conform"),
    State.NOT_CONFORM: _("not conform"),
    State.NOT_APPLICABLE: _("not applicable"),
    State.NOT_TESTED: _("not tested"),
}


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One criterion with our finding. `tests` are pytest names, `axe` rules of axe-core."""

    number: str
    theme: str
    title: str
    state: State
    tests: tuple[str, ...] = ()
    axe: tuple[str, ...] = ()
    note_fr: str = ""
    note_en: str = ""

    @property
    def state_words(self) -> str:
        return str(_STATE_WORDS[self.state])


@dataclass(frozen=True, kw_only=True)
class Statement:
    day: datetime.date
    version: str
    source: str
    licence: str
    criteria: tuple[Criterion, ...]

    @property
    def counts(self) -> Counter[State]:
        return Counter(criterion.state for criterion in self.criteria)

    @property
    def rate(self) -> int:
        """Conform criteria among the applicable ones that were tested, in whole per cent, rounded down."""
        tested = self.counts[State.CONFORM] + self.counts[State.NOT_CONFORM]
        return 100 * self.counts[State.CONFORM] // tested if tested else 0


@cache
def statement() -> Statement:
    """The statement as these files say it. Raises KeyError or TypeError when a finding is malformed."""
    official = json.loads((_FOLDER / "criteria.json").read_text("utf-8"))
    findings = tomllib.loads((_FOLDER / "findings.toml").read_text("utf-8"))
    day = findings.pop("day")
    unknown = findings.keys() - {row["id"] for row in official["criteres"]}
    if unknown:
        raise KeyError(f"findings.toml names criteria that do not exist: {', '.join(sorted(unknown))}")
    return Statement(
        day=day,
        version=official["version"],
        source=official["source"],
        licence=official["licence"],
        criteria=tuple(_criterion(row, findings.get(row["id"], {})) for row in official["criteres"]),
    )


def _criterion(row: dict[str, Any], finding: dict[str, Any]) -> Criterion:
    return Criterion(
        number=row["id"],
        theme=row["theme"],
        title=" ".join(row["titre"].split()),
        state=State(finding.pop("state", State.NOT_TESTED)),
        tests=tuple(finding.pop("tests", ())),
        axe=tuple(finding.pop("axe", ())),
        **finding,
    )
