"""Where a structure writes, and its second reading."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Collection, Page, Workflow

from cms.pages.bases import OutlinePage
from cms.pages.models import CataloguePage
from lms.structures.models import Structure


class SecondReading(AbstractGroupApprovalTask):
    """Someone else of the structure reads before learners do: nobody approves what they submitted themselves."""

    class Meta:
        verbose_name = _("second reading")
        verbose_name_plural = _("second readings")

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """What the reader may do; a lesson that cannot be taught as it stands can only be sent back."""
        actions: list[Any] = super().get_actions(obj, user)
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk and not user.is_superuser:
            return []
        if actions and _cannot_be_taught(obj):
            return [action for action in actions if action[0] != "approve"]
        return actions


def _cannot_be_taught(obj: Any) -> bool:
    page = obj.specific if isinstance(obj, Page) else obj
    return isinstance(page, OutlinePage) and bool(page.get_latest_revision_as_object().problems())


class Studio(models.Model):
    """The place of one structure in the studio: all its pages are below `section`, all its files in `collection`."""

    structure = models.OneToOneField(Structure, on_delete=models.PROTECT, related_name="+")
    section = models.OneToOneField(CataloguePage, on_delete=models.PROTECT, related_name="studio")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")
    workflow = models.OneToOneField(Workflow, on_delete=models.PROTECT, related_name="studio")

    class Meta:
        verbose_name = _("studio")

    def __str__(self) -> str:
        return str(self.structure)
