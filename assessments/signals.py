"""The one arrow that goes up: received once, in `courses/receivers.py`."""

from django.dispatch import Signal

# Sent inside the transaction that records an outcome: outcome (assessments.Outcome), now (aware datetime).
outcome_recorded = Signal()
