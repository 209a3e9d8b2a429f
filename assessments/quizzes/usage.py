"""Where a question is used: in which quizzes it stands or was answered, and how often."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from assessments.activities.models import Activity
from assessments.attempts.models import Response
from assessments.bank.models import Item
from assessments.quizzes.models import QuizItem
from lms.accounts.models import Visitor


@dataclass(frozen=True, kw_only=True)
class QuizUsage:
    """A quiz that holds the question now (`held`), or held it; how many attempts at it have an answer to it."""

    activity: Activity
    held: bool
    answers: int


@dataclass(frozen=True, kw_only=True)
class Usage:
    """The person's own quizzes by title; of other structures' only how many hold the question."""

    quizzes: tuple[QuizUsage, ...]
    elsewhere: int
    answers: int  # everywhere


def usage_of(item: Item, user: Visitor) -> Usage:
    """Where the question is used: two queries. Cancelled attempts and retired quizzes without answers are left out."""
    held = QuizItem.objects.filter(item=item, quiz=OuterRef("pk"))
    answers = _answers_by_activity(item)
    own = Activity.objects.visible_to(user).filter(pk=OuterRef("pk"))
    activities = Activity.objects.annotate(held=Exists(held), own=Exists(own))
    found = activities.filter(held=True, retired_at=None) | activities.filter(pk__in=answers)
    rows = list(found.order_by("title", "pk"))
    return Usage(
        quizzes=tuple(_row(each, answers) for each in rows if each.own),  # type: ignore[attr-defined]
        elsewhere=sum(each.held and not each.own for each in rows),  # type: ignore[attr-defined]
        answers=sum(answers.values()),
    )


def _row(activity: Activity, answers: dict[int, int]) -> QuizUsage:
    held: bool = activity.held  # type: ignore[attr-defined]
    return QuizUsage(activity=activity, held=held and activity.retired_at is None, answers=answers.get(activity.pk, 0))


def _answers_by_activity(item: Item) -> dict[int, int]:
    counted = Response.objects.filter(version__item=item).exclude(attempt__state="voided").order_by()
    by_activity = counted.values("attempt__activity").annotate(answers=Count("attempt", distinct=True))
    return dict(by_activity.values_list("attempt__activity", "answers"))
