"""What a learning record store holds of each attempt, as far as it has said so."""

from django.db import models

from assessments.attempts.models import Attempt


class Delivery(models.Model):
    """An attempt told to the store, and how it was told.

    `held` are the ids of the statements that the store has acknowledged and that are true; `offered`, those that were
    about to leave: after a kill nobody knows whether they arrived. Both are written before anything leaves.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="delivery")
    held = models.JSONField(default=list)
    offered = models.JSONField(default=list)
    state = models.CharField(max_length=10)  # the attempt's, as told
    known_until = models.DateTimeField()  # whatever was recorded before has been told
    sent_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)  # what the store found wrong; empty: nothing

    class Meta:
        ordering = ["attempt"]

    def __str__(self) -> str:
        return f"delivery of {self.attempt_id}"
