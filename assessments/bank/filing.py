"""Writes that put the bank in order: categories, tags, difficulty, state; many questions at a time."""

import datetime
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from assessments.bank.categories import DEPTH, Category, Tag
from assessments.bank.models import Item, ItemMedia, Level, State
from lms.accounts.models import User
from lms.journal.services import record
from lms.structures.models import Structure

LONGEST_TAG = 40  # signs
MOST_TAGS = 12  # of one question


class CategoryTooDeep(ValueError):
    """Categories have three levels at most."""


class CategoryTwice(ValueError):
    """There is one of this name in the same place."""


class CategoryOfAnotherStructure(ValueError):
    """A question is filed in its own structure's categories: what others share is theirs."""


class CategoryNotEmpty(Exception):
    """The category has categories below it, or something still draws from it."""


@transaction.atomic
def create_category(
    *,
    structure: Structure,
    name: str,
    by: User | None,
    now: datetime.datetime,
    parent: Category | None = None,
    shared: bool = False,
) -> Category:
    """Add a category; below another it is shared as that one is.

    Raises CategoryTooDeep, CategoryTwice, CategoryOfAnotherStructure.
    """
    if parent is not None and parent.structure_id != structure.pk:
        raise CategoryOfAnotherStructure
    if parent is not None and parent.depth >= DEPTH:
        raise CategoryTooDeep
    category = Category(structure=structure, parent=parent, name=name, shared=parent.shared if parent else shared)
    _save(category)
    _note_category("category.created", category, by=by, now=now)
    return category


@transaction.atomic
def change_category(*, category: Category, name: str, shared: bool, by: User | None, now: datetime.datetime) -> None:
    """Rename it; at the top, offer it to all structures with what is below, or no longer. Raises CategoryTwice.

    What others' quizzes already ask of it stays there; their draws find nothing in it any more.
    """
    category.name = name
    if category.parent_id is None and category.shared != shared:
        category.shared = shared
        below = Category.objects.filter(parent=category)
        Category.objects.filter(parent__in=below.values("pk")).update(shared=shared)
        below.update(shared=shared)
    _save(category)
    _note_category("category.changed", category, by=by, now=now)


@transaction.atomic
def remove_category(*, category: Category, by: User | None, now: datetime.datetime) -> None:
    """Remove it: its questions go one level up. Raises CategoryNotEmpty."""
    if category.children.exists():
        raise CategoryNotEmpty
    Item.objects.filter(category=category).update(category=category.parent_id)
    _note_category("category.removed", category, by=by, now=now)
    try:
        category.delete()
    except ProtectedError as error:
        raise CategoryNotEmpty from error


@transaction.atomic
def move_items(*, items: Sequence[Item], category: Category | None, by: User | None, now: datetime.datetime) -> int:
    """File the questions in a category of their structure, or in none; how many moved.

    Raises CategoryOfAnotherStructure, and then moves none.
    """
    if category is not None and any(item.structure_id != category.structure_id for item in items):
        raise CategoryOfAnotherStructure
    wanted = category.pk if category else None
    return _change(
        items, "items.moved", by=by, now=now, category_id=wanted, code=str(category.uuid) if category else ""
    )


@transaction.atomic
def set_level(*, items: Sequence[Item], level: Level | None, by: User | None, now: datetime.datetime) -> int:
    """Say how hard the questions are; how many changed."""
    return _change(items, "items.level_set", by=by, now=now, level=level or "", code=level or "")


@transaction.atomic
def set_state(*, items: Sequence[Item], state: State, by: User | None, now: datetime.datetime) -> int:
    """Make the questions drafts, ready or retired; how many changed. Attempts under way keep what they ask.

    A draft whose picture waits for its description is not made ready.
    """
    others = [item for item in items if item.state != state]
    if state == State.READY:
        others = _without_undescribed(others)
    if state == State.RETIRED:
        return _change(others, "items.retired", by=by, now=now, retired_at=now)
    draft = state == State.DRAFT
    return _change(others, f"items.made_{state}", by=by, now=now, retired_at=None, is_draft=draft)


def _without_undescribed(items: Sequence[Item]) -> list[Item]:
    drafts = [item.pk for item in items if item.is_draft]
    if not drafts:
        return list(items)
    waiting = ItemMedia.objects.filter(version__item__in=drafts, kind=ItemMedia.Kind.IMAGE, description="")
    undescribed = set(waiting.order_by().values_list("version__item", flat=True))
    return [item for item in items if item.pk not in undescribed]


@transaction.atomic
def add_tags(*, items: Sequence[Item], names: Iterable[str], by: User | None, now: datetime.datetime) -> None:
    """Put these tags on each question, besides those it has."""
    for item in items:
        item.tags.add(*_tags(item.structure_id, names))
    _note_items("items.tagged", items, by=by, now=now, tags=list(names))


@transaction.atomic
def remove_tags(*, items: Sequence[Item], names: Iterable[str], by: User | None, now: datetime.datetime) -> None:
    """Take these tags off each question; a tag that no question has any more is forgotten."""
    for item in items:
        item.tags.remove(*item.tags.filter(name__in=names).order_by("pk"))
    _forget_unused({item.structure_id for item in items})
    _note_items("items.untagged", items, by=by, now=now, tags=list(names))


@transaction.atomic
def set_tags(*, item: Item, names: Iterable[str]) -> None:
    """The tags of one question, in place of those it had. Its journal line is written by whoever revises it."""
    item.tags.set(_tags(item.structure_id, names))
    _forget_unused({item.structure_id})


def tag_names(typed: str) -> list[str]:
    """The tags of a text such as « Souris, clavier ; souris »: small letters, each once, in order."""
    names = (" ".join(each.split()).lower() for each in re.split(r"[,;\n]", typed))
    return list(dict.fromkeys(name for name in names if name))


def _tags(structure_id: int, names: Iterable[str]) -> list[Tag]:
    return [Tag.objects.get_or_create(structure_id=structure_id, name=name)[0] for name in names]


def _forget_unused(structures: set[int]) -> None:
    Tag.objects.filter(structure_id__in=structures, items=None).delete()


def _save(category: Category) -> None:
    try:
        with transaction.atomic():
            category.save()
    except IntegrityError as error:
        raise CategoryTwice(category.name) from error


def _change(
    items: Sequence[Item], verb: str, *, by: User | None, now: datetime.datetime, code: str = "", **values: Any
) -> int:
    others = [item for item in items if any(getattr(item, name) != value for name, value in values.items())]
    Item.objects.filter(pk__in=[item.pk for item in others]).update(**values)
    _note_items(verb, others, by=by, now=now, **({"to": code} if code else {}))
    return len(others)


def _note_items(verb: str, items: Iterable[Item], *, by: User | None, now: datetime.datetime, **data: Any) -> None:
    """One line a structure, naming the questions."""
    in_order = sorted(items, key=lambda item: item.structure_id)
    for structure_id, some in groupby(in_order, key=lambda item: item.structure_id):
        uuids = [str(item.uuid) for item in some]
        record(verb=verb, now=now, by=by, structure_id=structure_id, items=uuids, **data)


def _note_category(verb: str, category: Category, *, by: User | None, now: datetime.datetime) -> None:
    target = f"category:{category.uuid}"
    record(verb=verb, now=now, by=by, structure_id=category.structure_id, target=target)
