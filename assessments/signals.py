"""The one arrow that goes up, received once in `courses/receivers.py`; sent inside the transaction that writes."""

from django.dispatch import Signal

# An outcome was recorded: outcome (assessments.Outcome), now (aware datetime).
outcome_recorded = Signal()
# An attempt was handed in that waits for a trainer, its outcome still to come: attempt (assessments.Attempt), now.
attempt_handed_in = Signal()
