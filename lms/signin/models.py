"""The card names the person, the PIN proves it (CNIL deliberation 2022-100: 50 bits with throttling)."""

import datetime
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Visitor
from lms.cohorts.models import Room


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
    # QR and at a registered seat, so that whoever has seen a neighbour's code cannot keep out the one who holds the
    # card. At a seat there is no wait: five tries, then the trainer.
    code_failures = models.PositiveSmallIntegerField(default=0)
    code_retry_at = models.DateTimeField(null=True, blank=True)
    token_failures = models.PositiveSmallIntegerField(default=0)
    token_retry_at = models.DateTimeField(null=True, blank=True)
    seat_failures = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("PIN")

    def __str__(self) -> str:
        return f"PIN {self.pk}"


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, user: Visitor) -> Self:
        """Seats of the rooms that the user sees."""
        return self.filter(room__in=Room.objects.visible_to(user).order_by().values("pk"))

    def current(self) -> Self:
        return self.filter(revoked_at=None, room__retired_at=None)


class Seat(models.Model):
    """A shared computer registered once by a trainer (« Poste 3 »): the browser holds a signed, revocable cookie."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="seats")
    name = models.CharField(_("name"), max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)  # HMAC-SHA256 of the cookie's 130-bit token, hexadecimal
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("registered seat")
        ordering = ["room", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["room", "name"],
                condition=Q(revoked_at=None),
                name="seat_name_unique_in_room",
                violation_error_message=_("A seat of this name already exists in this room."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class OpenSessionQuerySet(models.QuerySet["OpenSession"]):
    def lasting(self, *, now: datetime.datetime) -> Self:
        """Those that could still be gone on with: not begun too long ago, or frozen and waiting for their digits."""
        earliest = now - datetime.timedelta(seconds=settings.LEARNER_ABSOLUTE_SECONDS)
        return self.filter(Q(frozen_until=None, started_at__gt=earliest) | Q(frozen_until__gt=now))


class OpenSession(models.Model):
    """A session of a learner that is open somewhere: what « Où suis-je connecté ? » lists and ends.

    The row comes and goes with the session itself (`django_session`); one whose session is gone is no longer shown.
    A session that is frozen is still open: it keeps its row, under the key of the one that took its place.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.SET_NULL, related_name="open_sessions")
    device = models.CharField(max_length=60, blank=True)  # « Firefox, Windows », never an address
    started_at = models.DateTimeField()
    frozen_until = models.DateTimeField(null=True, blank=True)  # until then four digits open it again

    objects = OpenSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"open session {self.pk}"


class Handover(models.Model):
    """A seat waits for someone who signed in on their phone: it shows `code`, they type it there and confirm.

    The seat is known by its own anonymous session; the code is short because it lives five minutes and opens
    nothing by itself.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=6)
    session_key = models.CharField(max_length=40, unique=True)  # of the seat that waits
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.CASCADE, related_name="handovers")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(confirmed_at=None), name="handover_code_once")
        ]

    def __str__(self) -> str:
        return f"handover {self.pk}"


class TrialQuerySet(models.QuerySet["Trial"]):
    def current(self, *, now: datetime.datetime) -> Self:
        """Trials that may still be gone on with or claimed."""
        return self.filter(claimed_at=None, expires_at__gt=now)


class Trial(models.Model):
    """« Essayer » without an account: what is done belongs to a guest, kept under a paper code, claimed once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    guest = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trial")
    code_hash = models.CharField(max_length=64, unique=True)  # HMAC-SHA256 of the paper code, hexadecimal
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="claimed_trials"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial")
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return f"trial {self.pk}"
