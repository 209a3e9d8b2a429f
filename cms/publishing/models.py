"""Where a structure writes: its section of the page tree, its collection of files, its second readers' workflow."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Workflow

from cms.pages.models import CataloguePage
from lms.structures.models import Structure


class Studio(models.Model):
    """The place of one structure in the studio: all its pages are below `section`, all its files in `collection`."""

    structure = models.OneToOneField(Structure, on_delete=models.PROTECT, related_name="+")
    section = models.OneToOneField(CataloguePage, on_delete=models.PROTECT, related_name="studio")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")
    workflow = models.OneToOneField(Workflow, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("studio")

    def __str__(self) -> str:
        return str(self.structure)
