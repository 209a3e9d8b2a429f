"""The activity of a lesson: a quiz opens on its own page, an H5P exercise plays inside the lesson."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.choosers import ActivityChooserBlock
from cms.blocks.voices import VoicedBlock


class ActivityBlock(VoicedBlock):
    """A quiz or an H5P exercise, required by default: the lesson is done once it is."""

    activity = ActivityChooserBlock(label=_("Quiz or H5P exercise"))
    required = blocks.BooleanBlock(
        required=False,
        default=True,
        label=_("Required"),
        help_text=_("Ticked: the lesson counts as done once this is done."),
    )

    def said(self, value: Any) -> Iterable[str]:
        """Its title: what it asks is said on its own pages."""
        activity = value.get("activity")
        return [activity.title] if activity else []

    class Meta:
        icon = "tasks"
        label = _("Activity")
        template = "blocks/activity_block.html"
