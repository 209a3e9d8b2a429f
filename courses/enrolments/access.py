"""What the assessments floor asks of us, registered when the site starts."""

import uuid

from assessments.activities.access import leads_back, opens_activities
from courses.enrolments import queries
from lms.accounts.models import User


@opens_activities
def may_attempt(user: User, activity_id: int, context: uuid.UUID | None) -> bool:
    return queries.may_attempt(user, activity_id, context)


@leads_back
def lesson_page(context: uuid.UUID) -> str:
    return queries.page_of(context)
