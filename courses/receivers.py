"""The one arrow that comes up from the assessments floor."""

import datetime

from django.dispatch import receiver

from assessments.attempts.models import Outcome
from assessments.signals import outcome_recorded
from courses.progress import services


@receiver(outcome_recorded)
def update_progress(sender: type[Outcome], *, outcome: Outcome, now: datetime.datetime, **_: object) -> None:
    services.update_after(outcome=outcome, now=now)
