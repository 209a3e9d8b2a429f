"""Choosing a skill: the areas and skills of every framework that was loaded, by code or words."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column

from assessments.skills.models import Framework, Skill
from cms.media.choosers import ChooseResultsView, ChooseView, ScopedChooserViewSet


def skills_to_choose(_user: Any) -> "QuerySet[Skill]":
    """Skills in force: frameworks are published texts, the same for all."""
    skills = Skill.objects.filter(retired_at=None).select_related("framework")
    return skills.order_by("framework__slug", "position", "pk")


class SkillFilterForm(BaseFilterForm):
    """Words or code, and framework."""

    q = forms.CharField(label=_("Words or code"), required=False)
    framework = forms.ModelChoiceField(label=_("Framework"), queryset=Framework.objects.all(), required=False)

    def filter(self, objects: "QuerySet[Skill]") -> "QuerySet[Skill]":
        objects = super().filter(objects)
        if words := self.cleaned_data["q"]:
            self.is_searching, self.search_query = True, words
            said = Q(label__icontains=words) | Q(plain_label__icontains=words) | Q(code__istartswith=words)
            objects = objects.filter(said)
        if framework := self.cleaned_data["framework"]:
            objects = objects.filter(framework=framework)
        return objects


class SkillChooseView(ChooseView):
    filter_form_class = SkillFilterForm


class SkillChooseResultsView(ChooseResultsView):
    filter_form_class = SkillFilterForm


class SkillChooserViewSet(ScopedChooserViewSet):
    model = Skill
    icon = "list-ul"
    scope = staticmethod(skills_to_choose)
    choose_view_class = SkillChooseView
    choose_results_view_class = SkillChooseResultsView
    extra_columns = (Column("framework", label=_("Framework"), accessor="framework"),)
    per_page = 20
    choose_one_text = _("Choose a skill")
    choose_another_text = _("Choose another skill")


skill_chooser = SkillChooserViewSet("skill_chooser", url_prefix="skills/chooser")
