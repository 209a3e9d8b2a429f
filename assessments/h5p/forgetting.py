"""What a player sent is kept so many days (`H5P_STATEMENT_DAYS`): what it came to stays, answer by answer."""

import datetime

from django.conf import settings

from assessments.attempts.models import Statement
from assessments.h5p.records import H5PProblem

AT_ONCE = 2000  # rows looked at in one go: the sweep comes every minute where no broker is


def forget_old(*, now: datetime.datetime) -> int:
    """Delete the oldest statements and reports of problems that are past their time; how many, 2,000 of each at most.

    Outcomes and the answers to each question (`H5PItemResult`) stay with the attempt.
    """
    before = now - datetime.timedelta(days=settings.H5P_STATEMENT_DAYS)
    # Rows are added in time: those past their time are the first ones, found without reading the others.
    oldest = Statement.objects.order_by("pk").values_list("pk", "received_at")[:AT_ONCE]
    statements, _ = Statement.objects.filter(pk__in=[pk for pk, at in oldest if at < before]).delete()
    problems, _ = H5PProblem.objects.filter(reported_at__lt=before).delete()
    return statements + problems
