"""Where an exercise was left, when the work changes hands."""

import datetime

from assessments.h5p.models import H5PState
from assessments.h5p.records import H5PProblem
from lms.accounts.evidence import moves_evidence
from lms.accounts.models import User


@moves_evidence
def move_states(*, source: User, target: User, now: datetime.datetime) -> None:
    """A person has one place in an exercise: of two, the one saved last stays. What they said of exercises follows."""
    H5PProblem.objects.filter(reported_by=source).update(reported_by=target)
    for state in H5PState.objects.filter(user=source).order_by("pk"):
        own = H5PState.objects.filter(
            user=target, content=state.content_id, data_type=state.data_type, sub_content_id=state.sub_content_id
        ).first()
        if own is not None and own.saved_at >= state.saved_at:
            state.delete()
            continue
        if own is not None:
            own.delete()
        state.user = target
        state.save(update_fields=["user"])
