"""The part of a quiz's form that draws questions: a row for each section, two empty ones below."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.bank.categories import Category
from assessments.bank.listing import skills_for
from assessments.bank.models import Level
from assessments.bank.tree import categories_for
from assessments.quizzes.models import Quiz, QuizDraw
from assessments.quizzes.planning import possible_for
from assessments.quizzes.queries import draws_of, items_of
from assessments.quizzes.services import Drawn, Placed
from assessments.skills.models import Skill
from cms.authoring.filing_forms import CategoryField, one_of
from cms.authoring.forms import QuizForm
from lms.structures.models import Structure

EMPTY_ROWS = 2
MOST_ROWS = 20
ANY = ("", _("Any"))


class DrawForm(forms.Form):
    """One section; left out without a place. `possible`: how many questions one that was kept chooses from."""

    possible: int | None = None
    draws_more = False  # than there are

    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=999, required=False)
    count = forms.IntegerField(label=_("How many questions"), min_value=1, max_value=100, required=False)
    category = CategoryField(label=_("Category"), required=False)
    skill = forms.TypedChoiceField(label=_("Skill"), required=False, empty_value=None)
    level = forms.ChoiceField(label=_("Difficulty"), choices=[ANY, *Level.choices], required=False)
    points = forms.IntegerField(label=_("Points each"), min_value=1, max_value=100, initial=1, required=False)

    def __init__(
        self, *args: Any, categories: Sequence[Category] = (), skills: Sequence[Skill] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        category, skill = self.fields["category"], self.fields["skill"]
        assert isinstance(category, CategoryField)
        assert isinstance(skill, forms.TypedChoiceField)
        category.offer(categories, none=_("Your whole bank"))
        known = {str(each.pk): each for each in skills}
        skill.coerce = one_of(known)
        skill.choices = [ANY, *((pk, str(each)) for pk, each in known.items())]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("place") and not typed.get("count") and "count" not in self.errors:
            self.add_error("count", _("Say how many questions to draw."))
        return typed

    def drawn(self) -> Drawn:
        typed = self.cleaned_data
        return Drawn(
            count=typed["count"],
            points=typed["points"] or 1,
            category=typed["category"],
            skill=typed["skill"],
            level=typed["level"],
        )

    def refuse_count(self, found: int) -> None:
        """The pool is too small, other sections served."""
        words = ngettext(
            "There is %(found)d ready question like this, beside those that the quiz asks elsewhere:"
            " draw fewer, or write some more.",
            "There are %(found)d ready questions like this, beside those that the quiz asks elsewhere:"
            " draw fewer, or write some more.",
            found,
        )
        self.add_error("count", words % {"found": found})


class BaseDrawForms(forms.BaseFormSet[DrawForm]):
    def chosen(self) -> list[tuple[int, DrawForm]]:
        """The rows that have a place, with it, in the order of the places; once they are valid."""
        rows = [(form.cleaned_data.get("place"), form) for form in self.forms]
        return sorted([(place, form) for place, form in rows if place], key=lambda row: row[0])

    def refuse(self, found: Sequence[int]) -> None:
        """Some sections ask for more than there is: `found` for each, in the order of their places."""
        for (_place, form), number in zip(self.chosen(), found, strict=True):
            if number < form.cleaned_data["count"]:
                form.refuse_count(number)


DrawForms = cast(
    type[BaseDrawForms],
    forms.formset_factory(DrawForm, BaseDrawForms, extra=EMPTY_ROWS, absolute_max=MOST_ROWS, max_num=MOST_ROWS),
)


def draw_forms(data: QueryDict | None, *, structure: Structure, quiz: Quiz | None = None) -> BaseDrawForms:
    """The rows of this quiz, with what its structure may draw from."""
    offered = {"categories": categories_for(structure), "skills": skills_for(structure)}
    kept = draws_of(quiz) if quiz else []
    rows = DrawForms(data, prefix="draws", initial=[_row_of(draw) for draw in kept], form_kwargs=offered)
    fixed = [each.item_id for each in items_of(quiz)] if quiz and kept else []
    for form, draw, possible in zip(rows.forms, kept, possible_for(structure, kept, fixed=fixed), strict=False):
        form.possible, form.draws_more = possible, possible < draw.count
    return rows


def parts_of(form: QuizForm, draws: BaseDrawForms, *others: forms.BaseFormSet[Any]) -> list[Placed | Drawn] | None:
    """What the quiz is made of, in order; None where something has to be put right, which the forms then say.

    `others` are parts of the page that have to be right too, where they were sent.
    """
    if not all([form.is_valid(), draws.is_valid(), *(each.is_valid() for each in others if each.is_bound)]):
        return None
    sections = [(place, row.drawn()) for place, row in draws.chosen()]
    parts: list[tuple[int, Placed | Drawn]] = [*form.placed(), *sections]
    if not parts:
        form.add_error(None, _("Give a number to at least one question: 1 for the first, 2 for the next…"))
        return None
    return [part for _place, part in sorted(parts, key=lambda part: part[0])]


def _row_of(draw: QuizDraw) -> dict[str, Any]:
    return {
        "place": draw.position + 1,
        "count": draw.count,
        "category": draw.category_id,
        "skill": draw.skill_id,
        "level": draw.level,
        "points": draw.points,
    }
