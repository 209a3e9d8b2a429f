"""Work that a trainer looked at: the level reached in each criterion."""

from dataclasses import dataclass

from assessments.bank.reviews.parts import Reviewed
from assessments.grading.rubric import Rubric, levels_reached


@dataclass(frozen=True, kw_only=True)
class ReviewedCriterion:
    """`best`: no level of this criterion is worth more."""

    text: str
    level: str
    best: bool


def criteria_of(reviewed: Reviewed) -> tuple[ReviewedCriterion, ...]:
    """The criteria with the levels reached; none before a trainer has looked. Raises UnreadableMarks."""
    rubric: Rubric = reviewed.definition.rubric
    if reviewed.marks is None:
        return ()
    reached = levels_reached(rubric, reviewed.marks.levels)
    return tuple(
        ReviewedCriterion(
            text=criterion.text,
            level=reached[criterion.id].text,
            best=reached[criterion.id].points == criterion.most,
        )
        for criterion in rubric.criteria
    )
