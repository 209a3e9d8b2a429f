"""The one arrow that comes up from the assessments floor."""

import datetime

from django.dispatch import receiver

from assessments.attempts.models import Attempt, Outcome
from assessments.signals import attempt_handed_in, outcome_recorded
from courses.progress import services


@receiver(outcome_recorded)
def update_progress(sender: type[Outcome], *, outcome: Outcome, now: datetime.datetime, **_: object) -> None:
    services.update_after(attempt=outcome.attempt, now=now)


@receiver(attempt_handed_in)
def update_progress_meanwhile(sender: type[Attempt], *, attempt: Attempt, now: datetime.datetime, **_: object) -> None:
    services.update_after(attempt=attempt, now=now)
