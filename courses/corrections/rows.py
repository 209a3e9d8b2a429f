"""What changes for a person, ready to show: in a dry run, in a list, in a letter."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.attempts.models import Attempt
from assessments.attempts.regrading import Values
from assessments.skills.models import Skill
from lms.accounts.models import User

NOTHING: Values = {"scaled": 0, "success": False}  # an attempt that had no outcome


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that goes from one figure to another, in percent: a result, a skill."""

    name: str
    before: int
    after: int
    won: bool = False  # a result becomes a success
    lost: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One person in the dry run or in the list of letters."""

    person: User
    results: tuple[Change, ...]
    skills: tuple[Change, ...] = ()
    given: tuple[str, ...] = ()
    revoked: tuple[str, ...] = ()
    left: tuple[str, ...] = ()  # certificates of other structures, which decide on them


def result_of(attempt: Attempt, before: Values | None, after: Values | None) -> Change:
    """The result of one attempt (its activity read with it), in percent, and which attempt it was."""
    was, becomes = before or NOTHING, after or NOTHING
    name = _("%(activity)s, attempt %(number)d")
    return Change(
        name=name % {"activity": attempt.activity.title, "number": attempt.number},
        before=round(100 * was["scaled"]),
        after=round(100 * becomes["scaled"]),
        won=becomes["success"] and not was["success"],
        lost=was["success"] and not becomes["success"],
    )


def skill_change(name: str, before: float, after: float) -> Change:
    return Change(name=name, before=round(100 * before), after=round(100 * after))


def labels_of(skills: Collection[int]) -> dict[int, str]:
    """What each skill is called, in plain words where there are some. One query."""
    return {each.pk: each.plain_label or each.label for each in Skill.objects.filter(pk__in=skills).order_by("pk")}
