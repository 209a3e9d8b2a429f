"""Questions marked otherwise than they were: what was changed, by whom, why, and what it did to each attempt."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.attempts.models import Attempt
from assessments.bank.models import ItemVersion
from lms.accounts.models import Visitor
from lms.structures.models import Membership, Role

# Who corrects the questions of a structure: it decides on people's results, so writing questions is not enough.
CORRECTING_ROLES = frozenset({Role.TRAINER, Role.ADMINISTRATOR})


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: Visitor) -> Self:
        """Corrections of the questions of structures where the user trains or administers."""
        if user.is_superuser:
            return self
        mine = Membership.objects.current().filter(user_id=user.pk or 0, role__in=CORRECTING_ROLES)
        return self.filter(version__item__structure_id__in=mine.values("structure_id"))

    def in_force(self) -> Self:
        """Corrections that marking follows: neither undone nor being undone."""
        return self.filter(state__in=(Correction.State.APPLYING, Correction.State.APPLIED))


class Correction(models.Model):
    """A question's version whose key was wrong, or that counts for nobody (docs/decisions/0029).

    The keys are for trainers only. `explanation` is read by the people concerned, in their letter.
    """

    class Kind(models.TextChoices):
        KEY = "key", _("other right answers")
        NEUTRAL = "neutral", _("the question counts for nobody")

    class State(models.TextChoices):
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(_("correction"), max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.APPLYING)
    key_before = models.JSONField()
    key_after = models.JSONField()
    explanation = models.CharField(_("explanation"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    applied_at = models.DateTimeField()  # when it was asked for: marking follows it from then on
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)  # likewise

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        ordering = ["-applied_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=~Q(state="undone"), name="correction_one_in_force_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"correction {self.uuid}"


class Regrade(models.Model):
    """What a correction changed in one attempt. It stays when the correction is undone.

    `marks`: {response id: [before, after]}, each {"raw", "min", "max", "scaled", "success"}; `before` and `after`:
    the outcome's {"raw", "max", "scaled", "success", "completion"}, null where the attempt had none yet.
    """

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="regrades")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="regrades")
    marks = models.JSONField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["correction", "attempt"]
        constraints = [models.UniqueConstraint(fields=["correction", "attempt"], name="regrade_once_per_attempt")]

    def __str__(self) -> str:
        return f"regrade of {self.attempt_id}"
