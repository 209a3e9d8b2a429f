"""Forms that put the bank in order: categories, and where one question is filed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.bank.categories import DEPTH, Category
from assessments.bank.filing import LONGEST_TAG, MOST_TAGS, tag_names
from assessments.bank.models import Item, Level

T = TypeVar("T")


def one_of(rows: Mapping[str, T]) -> Callable[[Any], T]:
    """The row of a number, for a field that is asked about values before they are checked. Raises ValueError."""

    def find(value: Any) -> T:
        if str(value) not in rows:
            raise ValueError(value)
        return rows[str(value)]

    return find


class CategoryField(forms.TypedChoiceField):
    """One of the categories given, each under its whole path; its value is the category, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)

    def offer(self, categories: Iterable[Category], *, none: Any) -> None:
        rows = {str(each.pk): each for each in categories}
        several = len({each.structure_id for each in rows.values()}) > 1
        self.coerce = one_of(rows)
        names = {pk: f"{each.structure} – {each.path}" if several else each.path for pk, each in rows.items()}
        self.choices = [("", none), *names.items()]


class TagsField(forms.CharField):
    """Tags in one line, with commas between them; its value is their list."""

    def __init__(self, **kwargs: Any) -> None:
        words = {"label": _("Tags"), "help_text": _("A few words with commas between them: mouse, beginning, paper.")}
        super().__init__(**{"required": False, "max_length": 500} | words | kwargs)

    def clean(self, value: Any) -> list[str]:
        names = tag_names(super().clean(value))
        if len(names) > MOST_TAGS:
            raise forms.ValidationError(_("Give at most %(most)d tags.") % {"most": MOST_TAGS})
        if any(len(name) > LONGEST_TAG for name in names):
            raise forms.ValidationError(_("A tag is a word or two: shorten it, or put a comma between two tags."))
        return names


class FilingForm(forms.Form):
    """Beside the question itself: its category, its tags, its difficulty, and whether it is finished."""

    category = CategoryField(label=_("Category"), required=False)
    tags = TagsField()
    level = forms.TypedChoiceField(
        label=_("Difficulty"),
        choices=[("", _("Not said")), *Level.choices],
        coerce=Level,
        empty_value=None,
        required=False,
    )
    is_draft = forms.BooleanField(
        label=_("Draft"), required=False, help_text=_("No quiz asks it until you untick this box.")
    )

    def __init__(self, *args: Any, categories: Iterable[Category], item: Item | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _filed(item) if item else None} | kwargs)
        field = self.fields["category"]
        assert isinstance(field, CategoryField)
        field.offer(categories, none=_("Not filed"))

    def refuse_category(self) -> None:
        """The category chosen is not one of the structure chosen beside it."""
        self.add_error("category", _("This category is another structure’s: choose one of the same structure."))


def _filed(item: Item) -> dict[str, Any]:
    tags = ", ".join(item.tags.order_by("name").values_list("name", flat=True))
    return {"category": item.category_id, "tags": tags, "level": item.level, "is_draft": item.is_draft}


class CategoryForm(forms.Form):
    """A category's name, its place in the tree when it is new, and whether all structures are offered it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    parent = CategoryField(label=_("Inside"), required=False)
    shared = forms.BooleanField(
        label=_("Offered to all structures"),
        required=False,
        help_text=_("Their quizzes may ask its questions. Nobody but your structure changes them."),
    )

    def __init__(
        self, *args: Any, parents: Iterable[Category] = (), category: Category | None = None, **kwargs: Any
    ) -> None:
        known = {"name": category.name, "shared": category.shared} if category else None
        super().__init__(*args, **{"initial": known} | kwargs)
        if category is not None:
            del self.fields["parent"]
            if category.parent_id is not None:
                del self.fields["shared"]
            return
        field = self.fields["parent"]
        assert isinstance(field, CategoryField)
        field.offer([each for each in parents if each.depth < DEPTH], none=_("Nothing: it is at the top"))
