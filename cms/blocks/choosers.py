"""Choosing an activity: the quizzes and H5P exercises of one's own structures."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column

from assessments.activities.models import Activity
from cms.media.choosers import ChooseResultsView, ChooseView, ScopedChooserViewSet


def activities_to_choose(user: Any) -> "QuerySet[Activity]":
    """The newest first: what an author puts in a lesson was most often just written."""
    return Activity.objects.visible_to(user).filter(retired_at=None).select_related("structure").order_by("-pk")


class ActivityFilterForm(BaseFilterForm):
    """By words of the title."""

    q = forms.CharField(label=_("Words of the title"), required=False)

    def filter(self, objects: "QuerySet[Activity]") -> "QuerySet[Activity]":
        objects = super().filter(objects)
        if words := self.cleaned_data["q"]:
            self.is_searching, self.search_query = True, words
            objects = objects.filter(title__icontains=words)
        return objects


class ActivityChooseView(ChooseView):
    filter_form_class = ActivityFilterForm


class ActivityChooseResultsView(ChooseResultsView):
    filter_form_class = ActivityFilterForm


class ActivityChooserViewSet(ScopedChooserViewSet):
    model = Activity
    icon = "tasks"
    scope = staticmethod(activities_to_choose)
    choose_view_class = ActivityChooseView
    choose_results_view_class = ActivityChooseResultsView
    extra_columns = (
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("structure", label=_("Structure"), accessor="structure"),
    )
    choose_one_text = _("Choose a quiz or an H5P exercise")
    choose_another_text = _("Choose another activity")
    edit_item_text = _("Change this activity")


activity_chooser = ActivityChooserViewSet("activity_chooser", url_prefix="activities/chooser")
ActivityChooserBlock = activity_chooser.get_block_class("ActivityChooserBlock", "cms.blocks.choosers")
