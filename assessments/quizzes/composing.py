"""What authors put in a quiz: questions in fixed places, and sections that draw theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.bank.categories import Category
from assessments.bank.models import Item
from assessments.quizzes.models import Quiz, QuizDraw, QuizItem
from assessments.quizzes.planning import found_for
from assessments.skills.models import Skill
from lms.structures.models import Structure


class ItemOfAnotherStructure(ValueError):
    """A quiz asks questions of its own structure, and those that others share."""


class ItemNotReady(ValueError):
    """A draft enters no quiz; it keeps the place that it had, unasked until it is ready."""


class PoolTooSmall(ValueError):
    """A draw asks for more questions than there are; `found`: how many each draw finds, in their order."""

    def __init__(self, found: Sequence[int]) -> None:
        self.found = tuple(found)
        super().__init__(found)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A question in a quiz, and what it is worth there."""

    item: Item
    points: int = 1


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A section that draws `count` questions; nothing said of them: any of the structure's own bank."""

    count: int
    points: int = 1  # of each
    category: Category | None = None  # with what is below it
    skill: Skill | None = None
    level: str = ""


Part = Item | Placed | Drawn


def compose(quiz: Quiz, parts: Iterable[Part], *, had: frozenset[int] = frozenset()) -> None:
    """Put these parts in the quiz, which has none, in this order; a question given twice stands where it comes first.

    `had`: questions that the quiz held already. Raises ItemOfAnotherStructure, ItemNotReady, PoolTooSmall.
    """
    structure = quiz.activity.structure
    in_order = _once([Placed(item=part) if isinstance(part, Item) else part for part in parts])
    items = [part.item for part in in_order if isinstance(part, Placed)]
    _check([item for item in items if item.pk not in had], structure)
    rows = [_row(quiz, part, position) for position, part in enumerate(in_order)]
    draws = [row for row in rows if isinstance(row, QuizDraw)]
    _check_draws(draws, items, structure)
    QuizItem.objects.bulk_create(row for row in rows if isinstance(row, QuizItem))
    QuizDraw.objects.bulk_create(draws)


def _once(parts: list[Placed | Drawn]) -> list[Placed | Drawn]:
    first = {part.item.pk: part for part in reversed(parts) if isinstance(part, Placed)}
    return [part for part in parts if isinstance(part, Drawn) or first[part.item.pk] is part]


def _row(quiz: Quiz, part: Placed | Drawn, position: int) -> QuizItem | QuizDraw:
    if isinstance(part, Placed):
        return QuizItem(quiz=quiz, item=part.item, position=position, points=part.points)
    return QuizDraw(
        quiz=quiz,
        position=position,
        count=part.count,
        points=part.points,
        category=part.category,
        skill=part.skill,
        level=part.level,
    )


def _check(items: Sequence[Item], structure: Structure) -> None:
    if any(item.is_draft for item in items):
        raise ItemNotReady
    others = {item.pk for item in items if item.structure_id != structure.pk}
    if others and Item.objects.usable_in(structure).filter(pk__in=others).count() != len(others):
        raise ItemOfAnotherStructure


def _check_draws(draws: Sequence[QuizDraw], items: Sequence[Item], structure: Structure) -> None:
    if draws:
        found = found_for(structure, draws, fixed=[item.pk for item in items])
        if any(have < draw.count for draw, have in zip(draws, found, strict=True)):
            raise PoolTooSmall(found)
