"""Files on their way in: what somebody sent at once, and what became of each file."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.h5p.models import H5PContent, H5PContentVersion, h5p_storage
from lms.accounts.models import User
from lms.structures.models import STUDIO_ROLES, Membership, Structure

TAKE = "h5p.take"  # the kind of job that takes one file in
FOLDER = "sent/"


class H5PImportQuerySet(models.QuerySet["H5PImport"]):
    def visible_to(self, user: User) -> Self:
        """Those of the structures in whose studio the person works; all of them for a superuser."""
        if user.is_superuser:
            return self
        mine = Membership.objects.current().filter(user_id=user.pk, role__in=STUDIO_ROLES)
        return self.filter(structure__in=mine.order_by().values("structure_id"))


class H5PImport(models.Model):
    """One or many files sent at once for a structure; or one, to stand in the place of an exercise's file."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    replaces = models.ForeignKey(H5PContent, null=True, on_delete=models.CASCADE, related_name="+")
    again = models.BooleanField(default=False)  # bring in also what is here already
    sent_at = models.DateTimeField()

    objects = H5PImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of H5P files")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"import {self.uuid}"


class H5PImportFile(models.Model):
    """One file of an import. Its bytes are gone as soon as it is known that it does not come in."""

    class State(models.TextChoices):
        WAITING = "waiting", _("not read yet")
        KEPT = "kept", _("came in")
        REFUSED = "refused", _("refused")
        TWIN = "twin", _("same as another file")
        PRESENT = "present", _("here already")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(H5PImport, on_delete=models.CASCADE, related_name="files")
    place = models.PositiveSmallIntegerField()  # in the order of sending, from 0
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)  # none of a file too large to be read
    size = models.PositiveBigIntegerField()  # bytes
    file = models.FileField(upload_to=FOLDER, storage=h5p_storage, max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problems = models.JSONField(default=list)  # [{"code": …, "params": {…}}]
    report = models.JSONField(default=dict)
    content = models.ForeignKey(H5PContent, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.ForeignKey(H5PContentVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    twin_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("H5P file sent")
        ordering = ["batch", "place"]
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="h5pimportfile_place_unique")]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"
