"""The tree of categories as authors see it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from assessments.bank.categories import Category
from lms.accounts.models import Visitor
from lms.structures.models import Structure


@dataclass(frozen=True, kw_only=True)
class CategoryRow:
    """A category in the tree, with how many questions lie in it (those below it left out)."""

    category: Category
    indent: str
    questions: int


def categories_of(user: Visitor) -> list[Category]:
    """The categories of the structures in whose studio the user works, each below the one it is in: one query."""
    mine = Category.objects.visible_to(user)
    return in_tree_order(mine.select_related("structure", "parent__parent").order_by("pk"))


def categories_offered_to(user: Visitor) -> tuple[list[Category], list[Category]]:
    """All those from which the user may take questions, their own first; and their own alone: two queries."""
    own = categories_of(user)
    theirs = Category.objects.filter(shared=True).exclude(pk__in=[each.pk for each in own])
    others = in_tree_order(theirs.select_related("structure", "parent__parent").order_by("pk"))
    return [*own, *others], own


def categories_for(structure: Structure) -> list[Category]:
    """The categories from which the structure's quizzes may draw: its own first."""
    usable = Category.objects.usable_in(structure).select_related("structure", "parent__parent").order_by("pk")
    own_first = sorted(in_tree_order(usable), key=lambda each: each.structure_id != structure.pk)
    return list(own_first)


def in_tree_order(categories: Iterable[Category]) -> list[Category]:
    """By structure, each category right before those inside it; they know those above them."""
    return sorted(categories, key=lambda each: (each.structure.name, each.structure_id, _names(each)))


def category_rows(user: Visitor) -> list[CategoryRow]:
    """The tree with its sizes: one query."""
    in_use = Count("items", filter=Q(items__retired_at=None))
    mine = Category.objects.visible_to(user).select_related("structure", "parent__parent").annotate(size=in_use)
    return [_row(each) for each in in_tree_order(mine.order_by("pk"))]


def shared_rows(user: Visitor) -> list[CategoryRow]:
    """What other structures offer, with how many questions are ready: one query."""
    ready = Count("items", filter=Q(items__retired_at=None, items__is_draft=False))
    offered = Category.objects.filter(shared=True).exclude(pk__in=Category.objects.visible_to(user).values("pk"))
    with_sizes = offered.select_related("structure", "parent__parent").annotate(size=ready).order_by("pk")
    return [_row(each) for each in in_tree_order(with_sizes)]


def _row(category: Category) -> CategoryRow:
    indent = "— " * (category.depth - 1)
    return CategoryRow(category=category, indent=indent, questions=category.size)  # type: ignore[attr-defined]


def _names(category: Category) -> list[str]:
    above = _names(category.parent) if category.parent else []
    return [*above, category.name.casefold()]
