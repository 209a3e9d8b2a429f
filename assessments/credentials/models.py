"""Skill certificates, in Open Badges' words: issuer, achievement, credential. Signing joins later."""

import uuid
from typing import Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.skills.models import Skill
from lms.accounts.models import User, Visitor
from lms.structures.models import Membership, Role, Structure
from lms.web.prepared import Slot

# The kind of job that makes a certificate's files.
BUILD = "credentials.build"
# Who may see and revoke the certificates of a structure.
ISSUING_ROLES = frozenset({Role.TRAINER, Role.COORDINATOR, Role.ADMINISTRATOR})


def private_storage() -> Storage:
    """Where files that only a checked view serves are kept (never under MEDIA_URL)."""
    return storages["private"]


class IssuerProfile(models.Model):
    """Who issues: name and address as certificates show them; fixed once used."""

    structure = models.OneToOneField(Structure, on_delete=models.PROTECT, related_name="issuer_profile")
    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("web site"), blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    signatory = models.CharField(_("who signs"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("issuer")

    def __str__(self) -> str:
        return self.name


class DesignVersion(models.Model):
    """A certificate's layout and fields, frozen when used."""

    layout = models.CharField(max_length=40, default="certificate")
    palette = models.CharField(max_length=40, default="teal")
    texts = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.layout} {self.pk}"


class Achievement(models.Model):
    """What a certificate is given for. A course points to it; it knows no course."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey(IssuerProfile, on_delete=models.PROTECT, related_name="achievements")
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("achievement")

    def __str__(self) -> str:
        return str(self.uuid)


class AchievementVersion(models.Model):
    """Name, criteria and skills as they stood: issued versions never change."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    criteria = models.TextField(_("criteria"), blank=True)
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=2, null=True, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="+")
    design = models.ForeignKey(DesignVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["achievement", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "number"],
                name="achievementversion_number_unique",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CredentialQuerySet(models.QuerySet["Credential"]):
    def visible_to(self, user: Visitor) -> Self:
        """A learner's own certificates, and those that the user may manage. Nobody's are not anyone's."""
        if user.is_superuser:
            return self
        if not isinstance(user, User):
            return self.none()
        return self.filter(Q(learner_id=user.pk) | self._issued_where(user))

    def managed_by(self, user: Visitor) -> Self:
        """Those the user may revoke: of structures where the user trains, coordinates or administers."""
        if user.is_superuser:
            return self
        if not isinstance(user, User):
            return self.none()
        return self.filter(self._issued_where(user))

    def held_by(self, user: User | Slot) -> Self:
        """The person's own; a prepared query gives the slot where their id will stand."""
        return self.filter(learner=user)

    @staticmethod
    def _issued_where(user: User) -> Q:
        mine = Membership.objects.current().filter(user_id=user.pk, role__in=ISSUING_ROLES)
        return Q(version__achievement__issuer__structure_id__in=mine.values("structure_id"))


class Credential(models.Model):
    """One award to one person: a snapshot, its public code, its state."""

    class State(models.TextChoices):
        PENDING = "pending", _("being made")
        ISSUED = "issued", _("issued")
        REVOKED = "revoked", _("revoked")
        SUPERSEDED = "superseded", _("replaced")
        ERASED = "erased", _("holder’s data erased")

    class Visibility(models.TextChoices):
        FULL = "full", _("everything the paper shows")
        CLOSED = "closed", _("state and file check only")
        OFF = "off", _("no page: as if the code did not exist")

    class Reason(models.TextChoices):
        """Why a certificate is revoked: the page of its code says so, in these words."""

        ERROR = "error", _("It was issued by mistake")
        FRAUD = "fraud", _("The rules were not kept")
        REPLACED = "replaced", _("Another certificate replaces it")
        REQUEST = "request", _("Its holder asked for it")
        CORRECTION = "correction", _("A question of its test was corrected since")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=12, unique=True)  # 12 of 28 signs, 57.7 bits (credentials.codes)
    version = models.ForeignKey(AchievementVersion, on_delete=models.PROTECT, related_name="credentials")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="credentials",
    )
    key = models.CharField(max_length=100, unique=True)  # idempotency: "<learner uuid>:<achievement uuid>[:n]"
    snapshot = models.JSONField(default=dict)  # everything the paper shows, frozen
    evidence = models.JSONField(default=list)  # uuids of attempts and lessons that earned it
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    visibility = models.CharField(max_length=10, choices=Visibility.choices, default=Visibility.FULL)
    awarded_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        ordering = ["-awarded_at", "-pk"]

    def __str__(self) -> str:
        return self.code


# The states of a certificate that holds: awarded, and not ended since.
LIVING = (Credential.State.PENDING, Credential.State.ISSUED)


class CredentialFile(models.Model):
    """A file of a credential, stored with its hash, never rebuilt."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file = models.FileField(upload_to="credentials/", storage=private_storage, max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()  # bytes
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credential", "kind"], name="credentialfile_one_per_kind")]

    def __str__(self) -> str:
        return f"{self.credential} {self.kind}"


class CredentialEvent(models.Model):
    """What happened to a credential: append-only, outlives the holder's data."""

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["credential", "pk"]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.kind}"
