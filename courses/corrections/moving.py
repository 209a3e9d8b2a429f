"""What corrections did to a person, when their work changes hands."""

import datetime

from courses.corrections.models import Consequence
from lms.accounts.evidence import moves_evidence
from lms.accounts.models import User


@moves_evidence
def move_consequences(*, source: User, target: User, now: datetime.datetime) -> None:
    """The letter of `target` says what was corrected for both."""
    for kept in Consequence.objects.filter(user=source).order_by("pk"):
        own = Consequence.objects.filter(user=target, correction=kept.correction_id, undoing=kept.undoing).first()
        if own is None:
            kept.user = target
            kept.save(update_fields=["user"])
            continue
        own.masteries += kept.masteries
        own.certificates += kept.certificates
        own.save(update_fields=["masteries", "certificates"])
        kept.delete()
