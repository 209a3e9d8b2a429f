"""What a cohort's people did at an H5P exercise: each try, those under way too, and a try question by question.

All of it is what their browsers said: a self-assessment, which no certificate counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.activities.models import Activity
from assessments.attempts.models import Attempt, Outcome
from assessments.h5p.records import H5PItemResult
from courses.enrolments.queries import courses_of_cohort
from courses.outline.models import LessonActivity
from lms.cohorts.models import Cohort
from lms.cohorts.queries import people_of

TRIES_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class TryRow:
    """A try: `outcome` None while it is under way; `answered`, how many questions have an answer."""

    attempt: Attempt
    outcome: Outcome | None
    answered: int

    @property
    def score(self) -> str:
        """“3 of 4”; empty while it is under way, and where the exercise has no score."""
        if self.outcome is None or self.outcome.score_max == 0:
            return ""
        return points_words(self.outcome.score_raw, self.outcome.score_max)

    @property
    def time(self) -> str:
        return "" if self.outcome is None else time_words(self.outcome.duration)


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """A question of a try in words."""

    item: H5PItemResult

    @property
    def response(self) -> str:
        return _answer_words(self.item, self.item.response)

    @property
    def right_answer(self) -> str:
        return _answer_words(self.item, self.item.right_answer)

    @property
    def points(self) -> str:
        item = self.item
        return "" if item.score_raw is None or item.score_max is None else points_words(item.score_raw, item.score_max)

    @property
    def time(self) -> str:
        return "" if self.item.duration is None else time_words(self.item.duration)


def exercise_of_cohort(cohort: Cohort, activity_uuid: UUID) -> Activity | None:
    """The exercise, if it is in a course that the cohort follows."""
    held = LessonActivity.objects.filter(lesson__course__in=courses_of_cohort(cohort).order_by().values("pk"))
    inside = Activity.objects.filter(pk__in=held.order_by().values("activity_id"), kind=Activity.Kind.H5P)
    return inside.filter(uuid=activity_uuid).first()


def tries_at(cohort: Cohort, activity: Activity, *, page: str | int | None = 1) -> tuple[Page[Attempt], list[TryRow]]:
    """The tries of the cohort's people of today, cancelled ones left out, by name and number: two queries."""
    people = people_of(cohort).order_by().values("pk")
    attempts = (
        Attempt.objects.filter(activity=activity, user__in=people)
        .counted()
        .select_related("user", "outcome")
        .annotate(answered=Count("h5p_items"))
        .order_by("user__last_name", "user__first_name", "user_id", "number")
    )
    shown = Paginator(attempts, TRIES_A_PAGE).get_page(page)
    return shown, [
        TryRow(attempt=attempt, outcome=getattr(attempt, "outcome", None), answered=attempt.answered)  # type: ignore[attr-defined]
        for attempt in shown.object_list
    ]


def try_of(cohort: Cohort, activity: Activity, attempt_uuid: UUID) -> tuple[TryRow, Sequence[ItemRow]] | None:
    """One try of one of them, question by question in the order of answering: two queries, whatever it asks."""
    people = people_of(cohort).order_by().values("pk")
    tries = Attempt.objects.filter(activity=activity, user__in=people).counted()
    attempt = tries.select_related("user", "outcome").filter(uuid=attempt_uuid).first()
    if attempt is None:
        return None
    items = [ItemRow(item=item) for item in H5PItemResult.objects.filter(attempt=attempt).order_by("pk")]
    row = TryRow(attempt=attempt, outcome=getattr(attempt, "outcome", None), answered=len(items))
    return row, items


def points_words(raw: float, maximum: float) -> str:
    """“3 of 4”, figures written as the language does."""
    return _("%(points)s of %(maximum)s") % {"points": _figure(raw), "maximum": _figure(maximum)}


def time_words(seconds: int) -> str:
    """A time spent, to the minute from one minute on."""
    if seconds < 60:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = round(seconds / 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def _figure(number: float) -> str:
    return str(localize(int(number) if number == int(number) else round(number, 2)))


def _answer_words(item: H5PItemResult, words: str) -> str:
    if item.interaction != "true-false":
        return words
    return {"true": _("True"), "false": _("False")}.get(words, words)
