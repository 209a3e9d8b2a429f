"""What a finished attempt came to, for the person: in words, then question by question."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.attempts import queries as attempts
from assessments.attempts.marking import neutral_among
from assessments.attempts.models import Attempt, HintTaken, Outcome, Response
from assessments.bank.models import ItemVersion
from assessments.bank.queries import with_keys
from assessments.bank.reviews import Review, review
from assessments.bank.reviews.parts import Marks
from assessments.bank.shuffling import Chance
from assessments.quizzes.hints import Earned, earned_by, hints_in
from assessments.quizzes.marks import marks_in
from assessments.quizzes.times import times_of


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """A question of a finished attempt: its review, what hints left of its points, and whether it still counts."""

    review: Review
    earned: Earned | None
    neutral: bool  # a correction says that it counts for nobody, but for those whom it raises

    @property
    def counts(self) -> bool:
        return not self.review.waits and (self.review.success or not self.neutral)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What an attempt came to, in words and question by question; `total`: the questions that count and are marked.

    Without `outcome` while a trainer has to look at `waiting` of them.
    """

    outcome: Outcome | None
    right: int
    total: int
    waiting: int
    rows: tuple[ResultRow, ...]
    left: int | None
    may_begin: bool  # again

    @property
    def hints_cost(self) -> bool:
        """Whether a hint took something off."""
        return any(row.earned for row in self.rows)


def result_of(attempt: Attempt, *, now: datetime.datetime) -> Result:
    """The result of an attempt that is over, questions in their order, right answers included."""
    latest = attempts.latest_responses(attempt)
    versions, neutral = with_keys(attempt.plan), neutral_among(attempt.plan)
    taken, marks = hints_in(attempt, versions), marks_in(versions, latest.values())
    rows = tuple(
        _row(
            attempt,
            slot,
            versions[version],
            latest.get(slot),
            taken.get(slot, ()),
            marks=marks.get(slot),
            neutral=version in neutral,
        )
        for slot, version in enumerate(attempt.plan)
    )
    waiting = sum(row.review.waits for row in rows)
    left = attempts.attempts_left(attempt.user, attempt.activity)
    return Result(
        outcome=getattr(attempt, "outcome", None),
        right=sum(row.review.success for row in rows),
        total=sum(row.counts for row in rows),
        waiting=waiting,
        rows=rows,
        left=left,
        may_begin=left != 0 and not waiting and times_of(attempt.activity, attempt.user, now=now).is_open,
    )


def _row(
    attempt: Attempt,
    slot: int,
    version: ItemVersion,
    response: Response | None,
    taken: Sequence[HintTaken],
    *,
    marks: Marks | None,
    neutral: bool,
) -> ResultRow:
    answer, chance = response.answer if response else None, Chance(seed=attempt.seed, slot=slot)
    return ResultRow(
        review=review(version, answer, answered=response is not None, chance=chance, marks=marks),
        earned=None if neutral else earned_by(attempt, response, taken),
        neutral=neutral,
    )
