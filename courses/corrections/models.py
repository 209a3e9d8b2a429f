"""What a correction did to a person beyond their results: skills and certificates. What it did to results: Regrade."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.attempts.corrections import Correction

# The kind of job that carries a correction out, or takes it back.
FOLLOW = "corrections.follow"


class Consequence(models.Model):
    """One person's, when a correction was applied or, `undoing`, taken back. For their letter.

    `masteries`: [{"skill": id, "before": level, "after": level}], 0 for none; `certificates`: [{"credential": uuid,
    "name": text, "change": "given", "revoked" or "left"}], left: of another structure, which decides on it.
    """

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="consequences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    undoing = models.BooleanField(default=False)
    masteries = models.JSONField(default=list)
    certificates = models.JSONField(default=list)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("consequence of a correction")
        ordering = ["correction", "user"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "user", "undoing"], name="consequence_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.correction_id} {self.user_id}"
