"""What trainers say of answers that no machine can mark: evidence, rows that are only added."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.attempts.models import Response

LONGEST_COMMENT = 500  # signs


class Mark(models.Model):
    """One look at one answer. Of several the last counts; each after the first says why.

    `levels`: {criterion id: level id}, of the rubric in the key of the answer's version.
    """

    class Reason(models.TextChoices):
        MISTAKE = "mistake", _("I made a mistake")
        REREAD = "reread", _("I have read the work again")
        DISCUSSED = "discussed", _("The person and I have talked about it")
        TOGETHER = "together", _("A colleague and I have looked at it together")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="marks")
    sequence = models.PositiveSmallIntegerField()  # 1, 2…: the highest counts
    submission = models.UUIDField(unique=True)  # the form's key: the same POST sent twice marks once
    levels = models.JSONField()
    comment = models.CharField(_("comment"), max_length=LONGEST_COMMENT, blank=True)  # for the learner
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mark")
        ordering = ["response", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["response", "sequence"], name="mark_sequence_unique"),
            models.CheckConstraint(condition=Q(sequence=1) | ~Q(reason=""), name="mark_again_says_why"),
        ]

    def __str__(self) -> str:
        return f"mark {self.sequence} of {self.response_id}"
