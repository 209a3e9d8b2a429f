"""What a correction changes in attempts: worked out without writing anything, then written, then taken back.

A mark is a judgement on an answer, and follows the key; the answer, its version and its moment never change. What
each mark and outcome was before stays in `Regrade`.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self, TypeAlias

from django.db import transaction
from django.db.models import Model, Q

from assessments.attempts.corrections import Correction, Regrade
from assessments.attempts.marking import neutral_among, total_of_attempt
from assessments.attempts.models import Attempt, AttemptQuerySet, Outcome, Response
from assessments.attempts.queries import costs_of_hints
from assessments.attempts.scoring import Total, passes, success_after
from assessments.bank.models import ItemVersion
from assessments.bank.queries import definition_with
from assessments.grading import Definition, UnreadableResponse, grade
from assessments.grading.rubric import TrainerMarked

Values: TypeAlias = dict[str, Any]
# The columns of a mark and of an outcome that a correction may change, by the names under which they are kept.
MARKS = {"raw": "score_raw", "min": "score_min", "max": "score_max", "scaled": "score_scaled", "success": "success"}
OUTCOME = {
    "raw": "score_raw",
    "max": "score_max",
    "scaled": "score_scaled",
    "success": "success",
    "completion": "completion",
}
BATCH = 200  # rows in one statement: SQLite takes no more


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How a version is marked from now on: with which key, and whether it counts for nobody.

    `known` are marks that a correction changed and that come back as they were, by response id.
    """

    version_id: int
    definition: Definition
    neutral: bool = False
    known: Mapping[str, Values] = field(default_factory=dict)

    @classmethod
    def corrected(cls, version: ItemVersion, *, kind: str, key: Mapping[str, Any]) -> Self:
        """As it will be; `version` is read with its item. Raises grading.ImpossibleDefinition."""
        return cls(
            version_id=version.pk,
            definition=definition_with(version, key),
            neutral=kind == Correction.Kind.NEUTRAL,
        )

    def mark(self, response: Response) -> Values:
        """An answer that marking no longer reads keeps its mark, as does one that only trainers mark."""
        if str(response.pk) in self.known:
            return self.known[str(response.pk)]
        if isinstance(self.definition, TrainerMarked):
            return mark_of(response)
        try:
            score = grade(self.definition, response.answer)
        except UnreadableResponse:
            return mark_of(response)
        return {name: getattr(score, name) for name in MARKS}


@dataclass(frozen=True, kw_only=True)
class Regraded:
    """What changes in one attempt; `before` and `after` are None where it has no outcome, equal where that stays."""

    attempt: Attempt
    marks: dict[str, tuple[Values, Values]]
    before: Values | None
    after: Values | None

    @property
    def outcome_changes(self) -> bool:
        return self.before != self.after


def mark_of(response: Response) -> Values:
    """The mark that the answer has now."""
    return {name: getattr(response, column) for name, column in MARKS.items()}


def values_of(outcome: Outcome) -> Values:
    """The figures of an outcome that a correction may change."""
    return {name: getattr(outcome, column) for name, column in OUTCOME.items()}


def attempts_asking(version_id: int) -> AttemptQuerySet:
    """The attempts that a correction of this version looks at: all that asked it and were not cancelled."""
    return Attempt.objects.counted().asking(version_id)


def regraded(attempts: Sequence[Attempt], rule: Rule) -> Iterator[Regraded]:
    """What the rule changes in these attempts, read with activity and outcome; nothing is written. Three queries."""
    given: defaultdict[int, list[Response]] = defaultdict(list)
    for response in Response.objects.filter(attempt__in=attempts).order_by("attempt_id", "slot", "sequence"):
        given[response.attempt_id].append(response)
    neutral = neutral_among({version for attempt in attempts for version in attempt.plan})
    neutral = neutral | {rule.version_id} if rule.neutral else neutral - {rule.version_id}
    hints = costs_of_hints(attempts)
    for attempt in attempts:
        add_up = partial(total_of_attempt, attempt, neutral=neutral, hints=hints.get(attempt.pk, {}))
        found = _regraded(attempt, given[attempt.pk], rule, add_up)
        if found.marks or found.outcome_changes:
            yield found


def _regraded(
    attempt: Attempt, responses: Iterable[Response], rule: Rule, add_up: Callable[[Mapping[int, float]], Total]
) -> Regraded:
    marks: dict[str, tuple[Values, Values]] = {}
    last: dict[int, float] = {}
    for response in responses:
        before = after = mark_of(response)
        if response.version_id == rule.version_id:
            after = rule.mark(response)
        if after != before:
            marks[str(response.pk)] = (before, after)
        last[response.slot] = after["scaled"]
    return _with_marks(attempt, marks, last, add_up)


def remarked(attempt: Attempt, marks: Mapping[int, float]) -> Regraded:
    """What marks (0 to 1, by place) that a trainer changed make of the attempt's outcome; nothing is written."""
    hints = costs_of_hints([attempt]).get(attempt.pk, {})
    add_up = partial(total_of_attempt, attempt, neutral=neutral_among(attempt.plan), hints=hints)
    return _with_marks(attempt, {}, marks, add_up)


def _with_marks(
    attempt: Attempt,
    changed: dict[str, tuple[Values, Values]],
    marks: Mapping[int, float],
    add_up: Callable[[Mapping[int, float]], Total],
) -> Regraded:
    outcome = getattr(attempt, "outcome", None)
    stands = values_of(outcome) if outcome else None
    return Regraded(attempt=attempt, marks=changed, before=stands, after=_outcome_after(attempt, stands, add_up(marks)))


def _outcome_after(attempt: Attempt, before: Values | None, total: Total) -> Values | None:
    if before is None:
        return None
    if (total.raw, total.maximum, total.completion) == (before["raw"], before["max"], before["completion"]):
        return before
    success = success_after(
        success=before["success"],
        before=before["scaled"],
        after=total.scaled,
        passed=passes(scaled=total.scaled, pass_mark=attempt.activity.pass_mark, completion=total.completion),
        completed=total.completion and not before["completion"],
    )
    figures = {"raw": total.raw, "max": total.maximum, "scaled": total.scaled}
    return figures | {"success": success, "completion": total.completion}


@transaction.atomic
def regrade(*, correction: Correction, attempts: Collection[int], now: datetime.datetime) -> list[Regraded]:
    """Bring these attempts (ids), and all others of the same people, to what the correction says, or back.

    The same again change nothing. What follows from the outcomes is for the caller (`courses.corrections`).
    """
    locked = _locked(correction, attempts)
    done = {each.attempt_id: each for each in Regrade.objects.filter(correction=correction, attempt__in=locked)}
    changes = list(regraded(locked, _rule_of(correction, done.values())))
    if correction.state == Correction.State.UNDOING:
        changes = [_given_back(each, done.get(each.attempt.pk)) for each in changes]
    else:
        _keep(correction, changes, done, now=now)
    write(changes)
    return changes


def _locked(correction: Correction, attempts: Collection[int]) -> list[Attempt]:
    """No answer, no end and no change of hands comes between from here on. A person's attempts are taken together:
    a certificate that one of them loses and another one earns stays."""
    asked = attempts_asking(correction.version_id)
    people = asked.filter(pk__in=attempts).order_by().values_list("user_id", flat=True)
    theirs = asked.filter(Q(pk__in=attempts) | Q(user__in=set(people))).order_by("pk")
    locked = list(theirs.select_for_update(of=("self",)).values_list("pk", flat=True))
    return list(Attempt.objects.filter(pk__in=locked).select_related("activity", "outcome").order_by("pk"))


def _rule_of(correction: Correction, done: Iterable[Regrade]) -> Rule:
    version = ItemVersion.objects.select_related("item").get(pk=correction.version_id)
    if correction.state != Correction.State.UNDOING:
        return Rule.corrected(version, kind=correction.kind, key=correction.key_after)
    known = {response: marks[0] for each in done for response, marks in each.marks.items()}
    return Rule(version_id=version.pk, definition=definition_with(version, correction.key_before), known=known)


def _given_back(change: Regraded, kept: Regrade | None) -> Regraded:
    """The outcome exactly as it was, where nothing but this correction has changed it."""
    if kept is None or kept.before is None or kept.after != change.before:
        return change
    return Regraded(attempt=change.attempt, marks=change.marks, before=change.before, after=kept.before)


def _keep(
    correction: Correction, changes: Iterable[Regraded], done: Mapping[int, Regrade], *, now: datetime.datetime
) -> None:
    """What each attempt was and is: the first « before » stays when a late answer is looked at again."""
    new: list[Regrade] = []
    again: list[Regrade] = []
    for change in changes:
        marks = {response: list(pair) for response, pair in change.marks.items()}
        known = done.get(change.attempt.pk)
        (again if known else new).append(
            kept := known or Regrade(correction=correction, attempt=change.attempt, marks={}, recorded_at=now)
        )
        kept.marks = marks | kept.marks
        kept.before, kept.after = kept.before or change.before, change.after
    Regrade.objects.bulk_create(new, batch_size=BATCH)
    Regrade.objects.bulk_update(again, ["marks", "before", "after"], batch_size=BATCH)


def write(changes: Sequence[Regraded]) -> None:
    """Marks and outcomes: those that become the same figures are written in one statement."""
    marks = ((int(response), after) for change in changes for response, (_before, after) in change.marks.items())
    _write_alike(Response, MARKS, marks)
    outcomes = (
        (change.attempt.outcome.pk, change.after)
        for change in changes
        if change.after is not None and change.outcome_changes
    )
    _write_alike(Outcome, OUTCOME, outcomes)


def _write_alike(model: type[Model], names: Mapping[str, str], rows: Iterable[tuple[int, Values]]) -> None:
    alike: defaultdict[tuple[float, ...], list[int]] = defaultdict(list)
    for pk, values in rows:
        alike[tuple(values[name] for name in names)].append(pk)
    for figures, pks in alike.items():
        model._default_manager.filter(pk__in=pks).update(**dict(zip(names.values(), figures, strict=True)))
