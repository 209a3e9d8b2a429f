"""From the answers of an attempt to its total, at the end of the attempt and again after a correction."""

from collections.abc import Iterable, Mapping, Sequence

from assessments.attempts.corrections import Correction
from assessments.attempts.models import Attempt
from assessments.attempts.scoring import Place, Total, left_after, total_of


def neutral_among(version_ids: Iterable[int]) -> frozenset[int]:
    """Those of these versions that count for nobody. One query."""
    neutral = Correction.objects.in_force().filter(kind=Correction.Kind.NEUTRAL, version__in=set(version_ids))
    return frozenset(neutral.order_by().values_list("version_id", flat=True))


def total_of_attempt(
    attempt: Attempt, marks: Mapping[int, float], *, neutral: frozenset[int], hints: Mapping[int, Sequence[int]]
) -> Total:
    """What the attempt comes to; `marks` are those (0 to 1) of the last answers, by place in the plan.

    `hints`: what those taken cost, in percent, by place too (`queries.costs_of_hints`).
    """
    return total_of(
        Place(
            points=points,
            scaled=marks.get(slot),
            neutral=version in neutral,
            left=left_after(hints.get(slot, ())),
        )
        for slot, (version, points) in enumerate(zip(attempt.plan, attempt.points, strict=True))
    )
