"""Files that learners hand in: a row here, bytes in the private storage under a name that says nothing."""

import uuid
from typing import Any, Self

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.attempts.models import Attempt
from assessments.bank.families import Family
from lms.accounts.models import Visitor

FOLDER = "handins/"


def private_storage() -> Storage:
    """Where files that only a checked view serves are kept (never under MEDIA_URL)."""
    return storages["private"]


class HandedFileQuerySet(models.QuerySet["HandedFile"]):
    def visible_to(self, user: Visitor) -> Self:
        """The person's own files, and those of the attempts that a trainer sees, or may mark."""
        seen, markable = Attempt.objects.visible_to(user), Attempt.objects.markable_by(user)
        return self.filter(
            Q(attempt__in=seen.order_by().values("pk")) | Q(attempt__in=markable.order_by().values("pk"))
        )

    def at(self, attempt: Attempt, slot: int) -> Self:
        """The files that stand on the page of this question, oldest first."""
        return self.filter(attempt=attempt, slot=slot, listed=True).order_by("received_at", "pk")


class HandedFile(models.Model):
    """A file of one question of an attempt: sent, and from the validation on (`handed_in_at`) part of an answer.

    What was part of an answer stays; taken off the page, it is only not `listed` any more.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="handed_files")
    slot = models.PositiveSmallIntegerField()  # place in the attempt's plan, from 0
    file = models.FileField(upload_to=FOLDER, storage=private_storage, max_length=100)
    name = models.CharField(_("name"), max_length=100)  # as shown and downloaded (`names.clean_name`)
    family = models.CharField(max_length=10, choices=Family.choices)
    suffix = models.CharField(max_length=5)  # of what the bytes are: it alone decides how the file is served
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # bytes
    received_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    listed = models.BooleanField(default=True, db_default=True)

    objects = HandedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file handed in")
        ordering = ["attempt", "slot", "received_at", "pk"]
        constraints = [
            # The same file sent twice, whatever the line does, is one file.
            models.UniqueConstraint(fields=["attempt", "slot", "sha256"], name="handedfile_once_per_place"),
            models.CheckConstraint(
                condition=Q(listed=True) | Q(handed_in_at__isnull=False), name="handedfile_unlisted_is_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"handed file {self.uuid}"

    def described(self) -> dict[str, Any]:
        """What an answer says of this file: enough to show it, also where the bytes are gone."""
        return {"id": str(self.uuid), "name": self.name, "family": self.family, "size": self.size}
