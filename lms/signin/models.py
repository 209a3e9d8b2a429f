"""The card names the person, the PIN proves it (CNIL deliberation 2022-100: 50 bits with throttling)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Card(models.Model):
    """A printed card. Only keyed hashes are kept: printing issues, so the code is readable on paper alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cards")
    code_hash = models.CharField(max_length=64, unique=True)  # HMAC-SHA256 of the typed code, hexadecimal
    token_hash = models.CharField(max_length=64, unique=True)  # HMAC-SHA256 of the QR's 128-bit token
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("card")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="card_one_in_force_per_person")
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"


class Pin(models.Model):
    """The learner's four digits, hashed slowly, with the delay that wrong tries earn."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pin")
    pin_hash = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    # Wrong tries in a row, and the moment before which no try is looked at: with the typed code, and apart with the
    # QR, so that whoever has seen a neighbour's code cannot keep out the one who holds the card.
    code_failures = models.PositiveSmallIntegerField(default=0)
    code_retry_at = models.DateTimeField(null=True, blank=True)
    token_failures = models.PositiveSmallIntegerField(default=0)
    token_retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("PIN")

    def __str__(self) -> str:
        return f"PIN {self.pk}"
