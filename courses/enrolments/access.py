"""What the floors below ask of us, registered when the site starts."""

import uuid
from collections.abc import Collection

from django.db.models import Exists

from assessments.activities.access import knows_places, leads_back, opens_activities, opens_rows
from courses.enrolments import queries
from lms.accounts.models import User
from lms.signin.trials import offers_trials


@opens_activities
def may_attempt(user: User, activity_id: int, context: uuid.UUID | None) -> bool:
    return queries.may_attempt(user, activity_id, context)


@opens_rows
def follows_rows(user: User, context: uuid.UUID) -> Exists:
    return queries.follows_lesson_of_activity(user, context)


@leads_back
def lesson_page(context: uuid.UUID) -> str:
    return queries.page_of(context)


@knows_places
def lessons_of(user: User, activities: Collection[int]) -> dict[int, uuid.UUID]:
    return queries.lessons_of(user, activities)


@offers_trials
def is_something_open_to_try() -> bool:
    return queries.courses_to_try().exists()
