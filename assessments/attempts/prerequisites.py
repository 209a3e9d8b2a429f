"""What comes before an activity, as one person stands in it: met by any outcome that counts."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.activities.access import places_of, player_url
from assessments.activities.models import Activity, Prerequisite
from assessments.attempts.models import Attempt, Outcome
from lms.accounts.models import User
from lms.web.prepared import Slot


class PrerequisitesMissing(Exception):
    """Something must be done first: no attempt begins. One under way goes on."""


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """What the person does first: its title, how, and where from, if they may open a lesson that holds it."""

    title: str
    wanted: str
    url: str = ""

    @property
    def must_pass(self) -> bool:
        return self.wanted == Prerequisite.Wanted.PASSED


def unmet(person: int | Slot | OuterRef) -> QuerySet[Prerequisite]:
    """What the person whose id this is has still to do before activities; what is retired is asked of nobody."""
    outcomes = Outcome.objects.filter(attempt__user=person, attempt__activity=OuterRef("required")).order_by()
    counted = outcomes.exclude(attempt__state=Attempt.State.VOIDED)
    passed = Q(wanted=Prerequisite.Wanted.PASSED) & Exists(counted.filter(success=True))
    done = Q(wanted=Prerequisite.Wanted.DONE) & Exists(counted.filter(completion=True))
    return Prerequisite.objects.filter(required__retired_at=None).exclude(passed | done)


def check_prerequisites(user: User, activity: Activity) -> None:
    """Raises PrerequisitesMissing; one query."""
    if unmet(user.pk).filter(activity=activity).exists():
        raise PrerequisitesMissing


def first_steps(user: User, activities: Collection[int]) -> dict[int, list[FirstStep]]:
    """What the person does first, by activity, with the way there: two queries at most."""
    missing = list(unmet(user.pk).filter(activity__in=activities).select_related("required"))
    places = places_of(user, {each.required_id for each in missing}) if missing else {}
    steps: dict[int, list[FirstStep]] = {}
    for each in missing:
        lesson = places.get(each.required_id)
        url = player_url(each.required, lesson) if lesson else ""
        step = FirstStep(title=each.required.title, wanted=each.wanted, url=url)
        steps.setdefault(each.activity_id, []).append(step)
    return steps
