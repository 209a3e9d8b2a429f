"""What leaves the gradebook with people's names is written down."""

import datetime

from assessments.activities.models import Activity
from lms.accounts.models import User
from lms.cohorts.models import Cohort
from lms.journal.services import record


def record_export(
    *, content: str, cohort: Cohort, by: User, now: datetime.datetime, quiz: Activity | None = None
) -> None:
    """A file left with what each person of the cohort did, at this quiz or everywhere.

    `content`: "results", "answers" or "statements".
    """
    record(
        verb="results.exported",
        now=now,
        by=by,
        structure_id=cohort.structure_id,
        target=f"cohort:{cohort.uuid}",
        quiz=str(quiz.uuid) if quiz else "",
        content=content,
    )
