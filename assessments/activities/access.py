"""Who may try an activity from where, and where they go back to. The floors above know (enrolments, lessons):

they register here when the site starts, and nothing is imported upwards (docs/decisions/0006). Until somebody has
registered, nobody may attempt anything.
"""

import uuid
from collections.abc import Callable, Collection
from functools import reduce
from operator import or_

from django.db.models import Exists, Q
from django.urls import reverse

from assessments.activities.models import Activity
from lms.accounts.models import User

# A check gets the person, the activity's id and the lesson's uuid, and reads the database at each call:
# an enrolment that ended is refused at the next request.
Check = Callable[[User, int, uuid.UUID | None], bool]
# Gets the lesson's uuid, gives the address of its page; an empty text when it has none now.
WayBack = Callable[[uuid.UUID], str]

# Gets the person and the lesson's uuid, gives the same right as a condition on rows that have an `activity`: the
# query that reads such a row tells the right to it as well.
Condition = Callable[[User, uuid.UUID], Q | Exists]

# Gets the person and ids of activities, gives the lesson where they may do each; those that they reach nowhere are
# left out.
Places = Callable[[User, Collection[int]], dict[int, uuid.UUID]]

_checks: list[Check] = []
_conditions: list[Condition] = []
_ways_back: list[WayBack] = []
_places: list[Places] = []


def opens_activities(check: Check) -> Check:
    """Register one more way to be allowed; registering it twice changes nothing."""
    if check not in _checks:
        _checks.append(check)
    return check


def opens_rows(condition: Condition) -> Condition:
    """Register one more such condition; it may leave people out, whom a check lets in. Twice changes nothing."""
    if condition not in _conditions:
        _conditions.append(condition)
    return condition


def leads_back(way: WayBack) -> WayBack:
    """Register one more way to find the page of a lesson; registering it twice changes nothing."""
    if way not in _ways_back:
        _ways_back.append(way)
    return way


def knows_places(places: Places) -> Places:
    """Register one more way to find where a person does activities; registering it twice changes nothing."""
    if places not in _places:
        _places.append(places)
    return places


def may_attempt(user: User, activity_id: int, context: uuid.UUID | None) -> bool:
    """Whether the person may try this activity, begun from the lesson `context`."""
    return any(check(user, activity_id, context) for check in _checks)


def opened_to(user: User, context: uuid.UUID) -> Q | Exists:
    """To annotate rows that have an `activity`: true where the person may try it; where false, ask `may_attempt`."""
    return reduce(or_, (condition(user, context) for condition in _conditions), Q(pk__in=[]))


def lesson_url(context: uuid.UUID) -> str:
    """Where « Continuer » leads after an activity: the lesson it was begun from, else the person's home page."""
    return next((url for way in _ways_back if (url := way(context))), None) or reverse("home")


def places_of(user: User, activities: Collection[int]) -> dict[int, uuid.UUID]:
    """The lesson where the person may do each of these activities, by the activity's id."""
    return {activity: lesson for way in reversed(_places) for activity, lesson in way(user, activities).items()}


def player_url(activity: Activity, context: uuid.UUID) -> str:
    """Where a learner does this activity, from the lesson `context`; asks the database nothing."""
    name = "quiz" if activity.kind == Activity.Kind.QUIZ else "activity"
    return reverse(name, args=[activity.uuid, context])
