"""The forms of the list of questions: what is looked for, and what is done to the questions ticked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.categories import Category, Tag
from assessments.bank.listing import Sought, skills_of, tags_of
from assessments.bank.models import Interaction, Level, State
from assessments.skills.models import Skill
from cms.authoring.filing_forms import CategoryField, TagsField, one_of
from lms.accounts.models import User

ALL = ("", _("All"))


class SearchForm(forms.Form):
    """What is looked for, in the address: a value that means nothing is left out."""

    q = forms.CharField(label=_("Words of the title or the question"), max_length=80, required=False)
    category = CategoryField(label=_("Category"), required=False)
    tag = forms.TypedChoiceField(label=_("Tag"), required=False, empty_value=None)
    skill = forms.TypedChoiceField(label=_("Skill"), required=False, empty_value=None)
    level = forms.ChoiceField(label=_("Difficulty"), choices=[ALL, *Level.choices], required=False)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Drafts and ready")), *State.choices], required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[ALL, *Interaction.choices], required=False)

    def __init__(self, *args: Any, user: User, categories: list[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        assert isinstance(category, CategoryField)
        category.offer(categories, none=_("All"))
        self._offer("tag", tags_of(user))
        self._offer("skill", skills_of(user))

    def sought(self) -> Sought:
        self.is_valid()
        given = self.cleaned_data
        return Sought(
            words=given.get("q", ""),
            category=given.get("category"),
            tag=given.get("tag"),
            skill=given.get("skill"),
            level=given.get("level", ""),
            state=given.get("state", ""),
            interaction=given.get("kind", ""),
        )

    def _offer(self, name: str, rows: list[Tag] | list[Skill]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        known = {str(row.pk): row for row in rows}
        field.coerce = one_of(known)
        field.choices = [ALL, *((pk, str(row)) for pk, row in known.items())]


class BulkForm(forms.Form):
    """One thing to do to the questions ticked, or to all those found: each has its button, named `act`."""

    ACTS = ("move", "state", "level", "tag", "untag")

    everything = forms.BooleanField(required=False)
    to_category = CategoryField(label=_("Category"), required=False)
    to_state = forms.TypedChoiceField(label=_("State"), choices=State.choices, coerce=State, required=False)
    to_level = forms.TypedChoiceField(
        label=_("Difficulty"),
        choices=[("", _("Not said")), *Level.choices],
        coerce=Level,
        empty_value=None,
        required=False,
    )
    tags = TagsField(help_text="")
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])

    def __init__(self, *args: Any, categories: list[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_category"]
        assert isinstance(field, CategoryField)
        field.offer(categories, none=_("Not filed"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("act") in {"tag", "untag"} and not typed.get("tags") and "tags" not in self.errors:
            self.add_error("tags", _("Write the tags first."))
        if typed.get("act") == "state" and not typed.get("to_state"):
            self.add_error("to_state", _("Choose a state first."))
        return typed
