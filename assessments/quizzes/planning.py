"""What an attempt asks: fixed questions, and those that are drawn for it, in the order of the quiz."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Value

from assessments.attempts.models import Response
from assessments.attempts.services import PlannedItem
from assessments.bank.models import Item
from assessments.bank.queries import newest_versions
from assessments.quizzes.drawing import Section, drawn
from assessments.quizzes.models import Quiz, QuizDraw, QuizItem
from assessments.quizzes.queries import draws_of, items_of
from lms.accounts.models import User
from lms.structures.models import Structure


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A question in its place, at its points."""

    item_id: int
    points: int


def plan_of(quiz: Quiz, *, learner: User | None, seed: int) -> list[PlannedItem]:
    """What an attempt begun now asks: the newest version of each question, with its points.

    Two queries; three more where questions are drawn. Without a learner (a preview) nothing was met before.
    """
    places: list[QuizItem | QuizDraw] = [*items_of(quiz), *draws_of(quiz)]
    asked = _asked(sorted(places, key=lambda place: place.position), quiz.activity.structure_id, learner, seed)
    versions = newest_versions(Item.objects.filter(pk__in=[each.item_id for each in asked]))
    return [PlannedItem(version_id=versions[each.item_id].pk, points=each.points) for each in asked]


def found_for(structure: Structure | int, draws: Sequence[QuizDraw], *, fixed: Iterable[int]) -> list[int]:
    """How many questions each draw finds, at best, beside the others and these fixed ones: one query."""
    if not draws:
        return []
    sections = _sections(structure, draws)
    return [len(seated) for seated in drawn(sections, seed=0, met={}, taken=frozenset(fixed))]


def pool_of(structure: Structure | int, draws: Sequence[QuizDraw]) -> QuerySet[Item]:
    """The questions among which any of these draws may choose."""
    pools = [("pk__in", _pool(structure, draw).order_by().values("pk")) for draw in draws]
    return Item.objects.filter(Q(*pools, _connector=Q.OR)) if pools else Item.objects.none()


def possible_for(structure: Structure | int, draws: Sequence[QuizDraw], *, fixed: Iterable[int]) -> list[int]:
    """How many questions each draw chooses from, the fixed ones set aside: one query."""
    taken = frozenset(fixed)
    return [len(section.pool - taken) for section in _sections(structure, draws)]


def _asked(places: Sequence[QuizItem | QuizDraw], structure_id: int, learner: User | None, seed: int) -> list[_Asked]:
    draws = [place for place in places if isinstance(place, QuizDraw)]
    taken = [place.item_id for place in places if isinstance(place, QuizItem)]
    met = _met(learner) if draws and learner is not None else {}
    seats = iter(drawn(_sections(structure_id, draws), seed=seed, met=met, taken=taken))
    return [
        _Asked(item_id=item_id, points=place.points)
        for place in places
        for item_id in ([place.item_id] if isinstance(place, QuizItem) else next(seats))
    ]


def _sections(structure: Structure | int, draws: Sequence[QuizDraw]) -> list[Section]:
    """The pool of each draw, all of them in one query."""
    pools: list[set[int]] = [set() for _draw in draws]
    rows = [_pool(structure, draw).annotate(section=Value(number)) for number, draw in enumerate(draws)]
    if rows:
        found = [each.order_by().values_list("section", "pk") for each in rows]
        for number, item_id in found[0].union(*found[1:], all=True):
            pools[number].add(item_id)
    return [Section(count=draw.count, pool=frozenset(pool)) for draw, pool in zip(draws, pools, strict=True)]


def _pool(structure: Structure | int, draw: QuizDraw) -> QuerySet[Item]:
    """The ready questions of a draw: of the structure's own bank, or of a category that it may use."""
    items = Item.objects.current()
    if draw.category is not None:
        items = items.usable_in(structure).in_category(draw.category)
    else:
        items = items.filter(structure=structure)
    same = {"skills": draw.skill_id, "level": draw.level}
    return items.filter(**{name: value for name, value in same.items() if value})


def _met(learner: User) -> dict[int, int]:
    """How many of the person's attempts, at any quiz, hold an answer to each question."""
    answers = Response.objects.filter(attempt__user=learner).order_by().values("version__item")
    return dict(answers.annotate(times=Count("attempt", distinct=True)).values_list("version__item", "times"))
