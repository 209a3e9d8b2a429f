"""What a question's page shows of its hints: those that the person asked for, and what the next one would cost.

No text of a hint is read before somebody took it: what each costs stands in the part of the version that is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.attempts.hints import hints_taken
from assessments.attempts.models import Attempt, HintTaken, Response
from assessments.attempts.scoring import left_after
from assessments.bank.content import hint_costs, hints_of
from assessments.bank.models import ItemVersion
from assessments.bank.queries import has_key, with_key

TakenBySlot = Mapping[int, Sequence[HintTaken]]


@dataclass(frozen=True, kw_only=True)
class Hints:
    """The texts of those taken; the number (from 1) of the next one, None where there is none to ask for, and what it
    costs, in percent of the question's points."""

    taken: tuple[str, ...] = ()
    next: int | None = None
    cost: int = 0


@dataclass(frozen=True, kw_only=True)
class Earned:
    """The points that an answer earned once what its hints cost is taken off; how many hints there were."""

    points: float
    out_of: int
    hints: int

    @property
    def said(self) -> float:
        """The points as a page says them: to the hundredth, without a decimal where there is none."""
        rounded = round(self.points, 2)
        return int(rounded) if rounded.is_integer() else rounded


def hints_in(attempt: Attempt, versions: Mapping[int, ItemVersion] | Sequence[ItemVersion]) -> TakenBySlot:
    """The hints taken in the attempt, by place; nothing is asked of the database where these versions have none."""
    known = versions.values() if isinstance(versions, Mapping) else versions
    return hints_taken(attempt) if any(hint_costs(version.body) for version in known) else {}


def hints_at(version: ItemVersion, taken: Sequence[HintTaken], *, open_to_more: bool) -> Hints:
    """What the page of a question shows; `open_to_more`: it has no answer yet."""
    return hints_after(version, len(taken), open_to_more=open_to_more)


def hints_after(version: ItemVersion, count: int, *, open_to_more: bool = True) -> Hints:
    """The first `count` hints of the question, and the next: the key is read only where there is one to show."""
    costs = hint_costs(version.body)
    more = open_to_more and count < len(costs)
    return Hints(
        taken=_texts(version)[:count] if count else (),
        next=count + 1 if more else None,
        cost=costs[count] if more else 0,
    )


def earned(points: int, scaled: float, costs: Sequence[int]) -> Earned | None:
    """What an answer marked `scaled` (0 to 1) earned; None where no hint took anything off."""
    if not any(costs):
        return None
    return Earned(points=points * scaled * left_after(costs), out_of=points, hints=len(costs))


def earned_by(attempt: Attempt, response: Response | None, taken: Sequence[HintTaken]) -> Earned | None:
    """The same for an answer that was recorded; None too where there is none, or no mark yet."""
    if response is None or response.awaits_mark:
        return None
    return earned(attempt.points[response.slot], response.score_scaled, [each.cost for each in taken])


def _texts(version: ItemVersion) -> tuple[str, ...]:
    known = version if has_key(version) else with_key(version.pk)
    return tuple(hint.text for hint in hints_of(known.body, known.answer_key.key))
