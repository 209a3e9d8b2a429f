"""Choosing an activity: the quizzes and H5P exercises of one's own structures."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from assessments.activities.models import Activity
from cms.media.choosers import ScopedChooserViewSet


def activities_to_choose(user: Any) -> "QuerySet[Activity]":
    return Activity.objects.visible_to(user).filter(retired_at=None).select_related("structure").order_by("title", "pk")


class ActivityChooserViewSet(ScopedChooserViewSet):
    model = Activity
    icon = "tasks"
    scope = staticmethod(activities_to_choose)
    extra_columns = (
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("structure", label=_("Structure"), accessor="structure"),
    )
    choose_one_text = _("Choose a quiz or an H5P exercise")
    choose_another_text = _("Choose another activity")
    edit_item_text = _("Change this activity")


activity_chooser = ActivityChooserViewSet("activity_chooser", url_prefix="activities/chooser")
ActivityChooserBlock = activity_chooser.get_block_class("ActivityChooserBlock", "cms.blocks.choosers")
