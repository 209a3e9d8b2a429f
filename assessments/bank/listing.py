"""The bank as its authors go through it: questions found by their words and by where they are filed."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, Subquery

from assessments.bank.categories import Category, Tag
from assessments.bank.models import Item, ItemQuerySet, ItemVersion
from assessments.bank.queries import newest_versions
from assessments.skills.models import Skill
from lms.accounts.models import Visitor
from lms.structures.models import Structure

PER_PAGE = 40


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What an author looks for; nothing said: every question that is not retired."""

    words: str = ""
    category: Category | None = None  # with what is below it
    tag: Tag | None = None
    skill: Skill | None = None
    level: str = ""
    state: str = ""
    interaction: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemRow:
    """A question in the studio's list; `own`: the person may change it."""

    item: Item
    prompt: str
    version: int
    quizzes: int
    tags: tuple[str, ...]
    own: bool


def found_items(user: Visitor, sought: Sought) -> ItemQuerySet:
    """The person's questions that answer what is sought, by title; those that others share when their category is."""
    items: ItemQuerySet = Item.objects.all()
    items = items.offered_to(user).in_category(sought.category) if sought.category else items.visible_to(user)
    items = items.in_state(sought.state) if sought.state else items.filter(retired_at=None)
    same = {"tags": sought.tag, "skills": sought.skill, "level": sought.level, "interaction": sought.interaction}
    items = items.filter(**{name: value for name, value in same.items() if value})
    return _saying(items, sought.words.split()).order_by("title", "pk")


def item_page(user: Visitor, sought: Sought, number: str | None) -> Page[ItemRow]:
    """One page of what is found, in six queries whatever the size of the bank."""
    paginator = Paginator(found_items(user, sought).select_related("category__parent__parent"), PER_PAGE)
    page: Page[Item] = paginator.get_page(number)
    items = list(page.object_list)
    versions = newest_versions(items)
    tags, quizzes = _tags_of(items), _quizzes_of(items)
    own = set(Item.objects.visible_to(user).filter(pk__in=[item.pk for item in items]).values_list("pk", flat=True))
    rows = [
        ItemRow(
            item=item,
            prompt=versions[item.pk].prompt,
            version=versions[item.pk].number,
            quizzes=quizzes.get(item.pk, 0),
            tags=tuple(tags.get(item.pk, ())),
            own=item.pk in own,
        )
        for item in items
    ]
    return Page(rows, page.number, paginator)  # type: ignore[arg-type]


def tags_of(user: Visitor) -> list[Tag]:
    """The tags of the structures in whose studio the user works, by name."""
    return list(Tag.objects.visible_to(user).select_related("structure").order_by("name", "pk"))


def skills_of(user: Visitor) -> list[Skill]:
    """The skills that the person's questions work on, in their frameworks' order."""
    worked = Skill.objects.filter(items__in=Item.objects.visible_to(user).order_by().values("pk")).distinct()
    return list(worked.select_related("framework").order_by("framework__slug", "position", "pk"))


def skills_for(structure: Structure) -> list[Skill]:
    """The skills of the ready questions that the structure's quizzes may ask."""
    ready = Item.objects.current().usable_in(structure).order_by().values("pk")
    worked = Skill.objects.filter(items__in=ready).distinct()
    return list(worked.select_related("framework").order_by("framework__slug", "position", "pk"))


def _saying(items: ItemQuerySet, words: list[str]) -> ItemQuerySet:
    """Those whose title or newest version holds each of the words."""
    if not words:
        return items
    newest = ItemVersion.objects.filter(item=OuterRef("pk")).order_by("-number")
    items = items.annotate(newest_prompt=Subquery(newest.values("prompt")[:1]))
    for word in words:
        items = items.filter(Q(title__icontains=word) | Q(newest_prompt__icontains=word))
    return items


def _tags_of(items: list[Item]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for item_id, name in Tag.objects.filter(items__in=items).order_by("name").values_list("items", "name"):
        found.setdefault(item_id, []).append(name)
    return found


def _quizzes_of(items: list[Item]) -> dict[int, int]:
    """In how many quizzes in use each stands."""
    in_use = Count("quiz_items", filter=Q(quiz_items__quiz__activity__retired_at=None))
    counted = Item.objects.filter(pk__in=[item.pk for item in items]).order_by().annotate(in_use=in_use)
    return dict(counted.values_list("pk", "in_use"))
