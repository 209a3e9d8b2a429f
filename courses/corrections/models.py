"""What a correction did to a person beyond their results: skills and certificates. What it did to results: Regrade.

And, before it, what it would do, where that takes longer than a page may take to come.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.attempts.corrections import Correction
from assessments.bank.models import ItemVersion

# The kind of job that carries a correction out, or takes it back.
FOLLOW = "corrections.follow"
# And the one that works out beforehand what it would do.
FORESEE = "corrections.foresee"


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


class Foresight(models.Model):
    """What a correction would do, worked out for whoever asked: theirs alone, and the last one they asked of a version.

    Derived, and swept after a day. A new proposal takes the row over with a new `uuid`: late work on the former finds
    nothing to write to. `told`: {"sums": {name: number}, "rows": [row]}, as `packing.packed` makes them of people
    up to `reached` (user id); people by id, named for the reader alone. The key is for trainers only.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Correction.Kind.choices)
    key = models.JSONField(null=True)  # None: the version's own
    explanation = models.CharField(max_length=300)
    language = models.CharField(max_length=10)  # of whoever asked: names are kept in it
    # How far each kind of evidence went as it was asked: {name of its model: highest id}.
    evidence = models.JSONField(default=dict)
    reached = models.PositiveBigIntegerField(default=0)
    told = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["version", "by"], name="foresight_one_per_version_and_person")]

    def __str__(self) -> str:
        return f"foresight {self.uuid}"
