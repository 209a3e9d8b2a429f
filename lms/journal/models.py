"""Who did what, to whom, when: append-only."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, person_id: int) -> Self:
        return self.filter(subject_id=person_id)

    def update(self, **kwargs: object) -> int:
        raise TypeError("The journal is append-only.")


class Entry(models.Model):
    """One act on a person or thing. Names and answers stay out: ids only (CNIL deliberation 2021-122)."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=60)  # "card.issued", "caseload.viewed": applet noun, past participle
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="journal_entries"
    )
    structure = models.ForeignKey("lms.Structure", null=True, on_delete=models.SET_NULL, related_name="+")
    target = models.CharField(max_length=100, blank=True)  # "credential:<uuid>"
    data = models.JSONField(default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject", "-at"], name="journal_subject_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"
